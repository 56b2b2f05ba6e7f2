import {ConfigurationError} from '../config/configuration-error.ts'
import {runCommand} from './commands.ts'

/**
 * Runs a command of this process and sets its exit code.
 * @param name of the program, printed before the reason why it cannot run
 */
export async function runProgram(name: string, args: string[]): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', exitWithFailure)
  try {
    process.exitCode = await runCommand(args, {
      env: process.env,
      print: line => process.stdout.write(`${line}\n`),
      remark: line => process.stderr.write(`${line}\n`),
    })
  } catch (error) {
    console.error(`${name}: ${toExitMessage(error).replaceAll('\n', `\n${name}: `)}`)
    process.exitCode = 1
  }
}

/** Output that is lost is a failure, unless its reader needed no more of it, as `head` does. */
function exitWithFailure({code}: NodeJS.ErrnoException): void {
  if (code === 'EPIPE') return
  process.once('exit', () => (process.exitCode = 1))
}

function toExitMessage(error: unknown): string {
  if (error instanceof ConfigurationError) return error.message
  const {code} = error as NodeJS.ErrnoException // any thrown value has properties
  if (code === 'EADDRINUSE') return 'PORT: expected a free port, this one is in use'
  if (code === 'EACCES') return 'PORT: expected a port that this user may open'
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return 'HOST: expected an address of this machine'
  if (code === 'store_unavailable') return 'OUTBOX: the store is locked, full or unreachable'
  return error instanceof Error ? error.message : String(error)
}
