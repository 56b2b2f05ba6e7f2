import {parseArgs, type ParseArgsOptionsConfig} from 'node:util'
import {UsageError} from './command.ts'

/**
 * Reads the options of a command, and its other arguments if it takes any. Refuses unknown and repeated options, which
 * would otherwise be ignored. Throws `UsageError` or an error of `parseArgs`.
 */
export function readArguments<const Options extends ParseArgsOptionsConfig>(
  args: string[],
  options: Options,
  allowPositionals = false,
) {
  const parsed = parseArgs({args, options, allowPositionals, tokens: true})
  const given = new Set<string>()
  for (const token of parsed.tokens) {
    if (token.kind !== 'option' || options[token.name]?.multiple) continue
    if (given.has(token.name)) throw new UsageError(`--${token.name}: given twice, expected once`)
    given.add(token.name)
  }
  return {values: parsed.values, positionals: parsed.positionals as string[]} // each is an argument
}

const unitsMs: Readonly<Record<string, number>> = {s: 1_000, m: 60_000, h: 3_600_000, d: 24 * 3_600_000}

/** Reads a time span such as `3d`, in milliseconds. Throws `UsageError`. */
export function readTimeSpan(name: string, text: string): number {
  const [, count, unit = ''] = /^(\d{1,5})([smhd])$/.exec(text) ?? []
  if (count === undefined) throw new UsageError(`--${name}: expected a time span such as 12h or 30d`)
  return Number(count) * unitsMs[unit]!
}

/** Reads a number of rows. Throws `UsageError`. */
export function readLimit(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError('--limit: expected a number of leads')
  return Number(text)
}

/** Refuses options that contradict one another. */
export function requireAtMostOne(values: Readonly<Record<string, unknown>>, ...names: string[]): void {
  const given = names.filter(name => values[name] !== undefined)
  if (given.length > 1) throw new UsageError(`expected only one of ${given.map(name => `--${name}`).join(', ')}`)
}
