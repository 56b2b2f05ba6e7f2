import {createHash} from 'node:crypto'
import {prerender, prerenderedStyles, prerenderPage} from 'contact-signup/prerender'
import type {MessageOverrides} from '../../messages/messages.ts'
import {readArguments, requireOnly, type Given} from './arguments.ts'
import {CommandError} from './command-error.ts'
import {help} from './help.ts'
import {attributes} from './options.ts'
import {fail, readText, type Input} from './read-text.ts'

/** What the command reads from and writes to. */
export interface Io {
  input: Input
  write(text: string): void
  /** Prints a line for people. */
  remark(line: string): void
}

/**
 * Runs `contact-signup prerender`. It imports the bundle that renders, as other programs do, and nothing of the proxy.
 * Returns the exit code: 0 if it is done, 1 if a file is at fault, 2 if the arguments are.
 */
export async function runPrerender(args: string[], io: Io): Promise<number> {
  try {
    io.write(await toOutput(args, io.input))
    return 0
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    io.remark(`contact-signup: ${error.message}`)
    if (error.exitCode === 2) io.remark(`  contact-signup ${help.usage}`)
    return error.exitCode
  }
}

async function toOutput(args: string[], input: Input): Promise<string> {
  if (args.some(arg => arg === '--help' || arg === '-h'))
    return `contact-signup ${help.usage}\n  ${help.summary}\n${help.details()}\n`
  const given = readArguments(args)
  try {
    if (given.csp) return `${toSource(given)}\n`
    return given.page === undefined ? `${await renderTag(given, input)}\n` : await renderPage(given, input)
  } catch (error) {
    return explain(error, given)
  }
}

/** The source of the style element in a content security policy. */
function toSource(given: Given): string {
  requireOnly(given, 'csp')
  return `'sha256-${createHash('sha256').update(prerenderedStyles).digest('base64')}'`
}

async function renderTag({messages, slots, stylesheet, ...given}: Given, input: Input): Promise<string> {
  return prerender({
    attributes: Object.fromEntries(Object.entries(given).filter(([name]) => name in attributes)),
    messages: messages === undefined ? undefined : parseMessages(await readText(String(messages))),
    slots: slots === undefined ? undefined : withoutMark(await readText(String(slots), input)),
    stylesheet: stylesheet as string | undefined, // its option has a value
  })
}

async function renderPage(given: Given, input: Input): Promise<string> {
  requireOnly(given, 'page', 'stylesheet')
  return prerenderPage(await readText(String(given.page), input), {stylesheet: given.stylesheet as string | undefined})
}

const withoutMark = (text: string) => text.replace(/^\ufeff/, '')

/** What is no JSON is refused as what is no object. */
function parseMessages(text: string): MessageOverrides {
  try {
    return JSON.parse(withoutMark(text)) as MessageOverrides
  } catch {
    throw new TypeError('prerender: messages: expected a JSON object')
  }
}

/** Names the option or the file that was refused, as the person who has typed the command knows it. */
function explain(error: unknown, {page, messages}: Given): never {
  const [, name, problem] =
    error instanceof TypeError ? (/^prerender: (?:attribute )?([^:]+): (.+)$/s.exec(error.message) ?? []) : []
  if (!name || !problem) throw error
  if (page !== undefined && name !== 'stylesheet') return fail(String(page), `${name}: ${problem}`)
  if (name === 'messages') return fail(String(messages), problem)
  throw new CommandError(`--${name}: ${problem}`)
}
