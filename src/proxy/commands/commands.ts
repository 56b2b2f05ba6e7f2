import {readFileSync} from 'node:fs'
import {UsageError, type Command, type CommandHelp, type Io} from './command.ts'
import {audit} from './audit.ts'
import {backup} from './backup.ts'
import {check} from './check.ts'
import {evidence} from './evidence.ts'
import {exportLeads} from './export.ts'
import {forget} from './forget.ts'
import {discard, release, retry} from './lead-actions.ts'
import {leads} from './leads.ts'
import {migrate} from './migrate.ts'
import {pause, resume} from './pause.ts'
import {proxy} from './proxy.ts'
import {rekey} from './rekey.ts'
import {show} from './show.ts'

type Helps = Readonly<Record<string, CommandHelp>>

const commands: Record<string, Command> = {
  proxy,
  check,
  leads,
  show,
  export: exportLeads,
  retry,
  release,
  discard,
  pause,
  resume,
  evidence,
  forget,
  audit,
  backup,
  migrate,
  rekey,
}

/** Runs a command. Returns the exit code: 0 if it is done, 1 if it failed or a lead was not found, 2 for invalid arguments. */
export async function runCommand([name = '', ...args]: string[], io: Io, others: Helps = {}): Promise<number> {
  const all = {...commands, ...others}
  if ((isHelp(name) || name === '--version') && args.length > 0)
    return printUsage(`${name}: expected nothing else`, io, all)
  if (isHelp(name)) return printHelp(io, all)
  if (name === 'help')
    return args.length > 1 ? printUsage('help: expected one command', io, all) : printHelp(io, all, args[0])
  if (name === '--version') return printVersion(io)
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) return printUsage(name ? 'unknown command' : 'expected a command', io, all)
  if (args.some(isHelp)) return printHelp(io, all, name)
  try {
    return await command.run(args, io)
  } catch (error) {
    const {code} = error as {code?: unknown} // reading a property is safe on any thrown value
    if (error instanceof UsageError) return printUsage(error.message, io, {command})
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return printUsage('unknown option', io, {command})
    if (String(code).startsWith('ERR_PARSE_ARGS')) return printUsage('invalid arguments', io, {command})
    throw error
  }
}

function isHelp(arg: string): boolean {
  return arg === '--help' || arg === '-h'
}

function printUsage(problem: string, io: Io, helps: Helps): number {
  io.remark(`contact-signup: ${problem}`)
  for (const {usage} of Object.values(helps)) io.remark(`  contact-signup ${usage}`)
  return 2
}

/** @param name of a command; all of them by default */
function printHelp(io: Io, helps: Helps, name?: string): number {
  const command = name !== undefined && Object.hasOwn(helps, name) ? helps[name] : undefined
  if (name !== undefined && !command) return printUsage('unknown command', io, helps)
  for (const {usage, summary} of command ? [command] : Object.values(helps))
    io.print(`contact-signup ${usage}\n  ${summary}`)
  if (command?.details) io.print(command.details())
  if (!command) {
    io.print('contact-signup --version\n  print the version')
    io.print(`\n${notes}`)
  }
  return 0
}

const notes = `All commands but proxy, migrate and prerender work on the outbox that OUTBOX names. Proxies may be running on it, except for rekey and migrate.
STATE is any of pending, sending, dead, quarantined, refused. Time spans are such as 30s, 5m, 12h or 30d.
Exit codes: 0 done, 1 failed or not found, 2 invalid arguments.`

function printVersion(io: Io): number {
  const manifest = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
  io.print((JSON.parse(manifest) as {version: string}).version)
  return 0
}
