import {UsageError, type Command, type Io} from './command.ts'
import {evidence} from './evidence.ts'
import {forget} from './forget.ts'
import {leads} from './leads.ts'
import {pause, resume} from './queue.ts'
import {discard, release, retry} from './turns.ts'

const commands: Record<string, Command> = {leads, retry, release, discard, pause, resume, evidence, forget}

/** Runs one of the operator's commands; the result is the exit code: 0, 1 where something was not there, 2 for wrong usage. */
export async function runCommand([name = '', ...args]: string[], io: Io): Promise<number> {
  if (name === '--help' || name === '-h' || name === 'help') return help(io)
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) return misused('expected no command at all, or one of these', io)
  if (args.includes('--help') || args.includes('-h')) {
    io.print(`contact-signup-proxy ${command.usage}\n  ${command.summary}`)
    return 0
  }
  try {
    return await command.run(args, io)
  } catch (error) {
    const code = (error as {code?: unknown}).code // whatever was thrown, reading a property is safe
    if (error instanceof UsageError) return misused(error.message, io, command)
    if (String(code).startsWith('ERR_PARSE_ARGS'))
      return misused('there is an argument that it does not know', io, command)
    throw error
  }
}

function misused(what: string, io: Io, command?: Command): number {
  io.remark(`contact-signup-proxy: ${what}`)
  if (command) io.remark(`contact-signup-proxy ${command.usage}`)
  else for (const {usage} of Object.values(commands)) io.remark(`  contact-signup-proxy ${usage}`)
  return 2
}

function help(io: Io): number {
  io.print('contact-signup-proxy\n  serves; everything is configured by the environment\n')
  for (const {usage, summary} of Object.values(commands)) io.print(`contact-signup-proxy ${usage}\n  ${summary}`)
  io.print('\nThe commands work on the outbox that OUTBOX names, also while proxies run on it.')
  return 0
}
