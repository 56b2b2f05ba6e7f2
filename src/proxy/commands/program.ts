import {ConfigurationError} from '../config/configuration-error.ts'
import type {CommandHelp} from './command.ts'
import {runCommand} from './commands.ts'
import {openOutput} from './output.ts'

/**
 * Runs a command of this process and sets its exit code.
 * @param name of the program, printed before the reason why it cannot run
 * @param others the program's other commands, by name, for the help
 */
export async function runProgram(
  name: string,
  args: string[],
  others?: Readonly<Record<string, CommandHelp>>,
): Promise<void> {
  const {write, remark} = openOutput()
  try {
    process.exitCode = await runCommand(args, {env: process.env, print: line => write(`${line}\n`), remark}, others)
  } catch (error) {
    console.error(`${name}: ${toExitMessage(error).replaceAll('\n', `\n${name}: `)}`)
    process.exitCode = 1
  }
}

function toExitMessage(error: unknown): string {
  if (error instanceof ConfigurationError) return error.message
  const {code, port} = error as NodeJS.ErrnoException & {port?: number} // any thrown value has properties
  if (code === 'EADDRINUSE') return `PORT: expected a free port, ${port} is in use`
  if (code === 'EACCES') return 'PORT: expected a port that this user may open'
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return 'HOST: expected an address of this machine'
  if (code === 'store_unavailable') return 'OUTBOX: the store is locked, full or unreachable'
  return error instanceof Error ? error.message : String(error)
}
