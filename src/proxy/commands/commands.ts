import {UsageError, type Command, type Io} from './command.ts'
import {evidence} from './evidence.ts'
import {forget} from './forget.ts'
import {discard, release, retry} from './lead-actions.ts'
import {leads} from './leads.ts'
import {pause, resume} from './pause.ts'

const commands: Record<string, Command> = {leads, retry, release, discard, pause, resume, evidence, forget}

/** Runs one of the operator's commands. Returns the exit code: 0, 1 if a lead was not found, 2 for invalid usage. */
export async function runCommand([name = '', ...args]: string[], io: Io): Promise<number> {
  if (isHelp(name) || name === 'help') return printHelp(io)
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) return printUsage('unknown command, expected none or one of these', io)
  if (args.some(isHelp)) {
    io.print(`contact-signup-proxy ${command.usage}\n  ${command.summary}`)
    return 0
  }
  try {
    return await command.run(args, io)
  } catch (error) {
    const {code} = error as {code?: unknown} // reading a property is safe on any thrown value
    if (error instanceof UsageError) return printUsage(error.message, io, command)
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return printUsage('unknown option', io, command)
    if (String(code).startsWith('ERR_PARSE_ARGS')) return printUsage('invalid arguments', io, command)
    throw error
  }
}

function isHelp(arg: string): boolean {
  return arg === '--help' || arg === '-h'
}

function printUsage(problem: string, io: Io, command?: Command): number {
  io.remark(`contact-signup-proxy: ${problem}`)
  if (command) io.remark(`contact-signup-proxy ${command.usage}`)
  else for (const {usage} of Object.values(commands)) io.remark(`  contact-signup-proxy ${usage}`)
  return 2
}

function printHelp(io: Io): number {
  io.print('contact-signup-proxy\n  start the proxy, configured by environment variables\n')
  for (const {usage, summary} of Object.values(commands)) io.print(`contact-signup-proxy ${usage}\n  ${summary}`)
  io.print('\nThe commands work on the outbox that OUTBOX names. Proxies may be running on it.')
  return 0
}
