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
    if (given.has(token.name)) throw new UsageError(`--${token.name}: expected once`)
    given.add(token.name)
  }
  return {values: parsed.values, positionals: parsed.positionals as string[]} // each is an argument
}

/** Refuses options that contradict one another. */
export function requireAtMostOne(values: Readonly<Record<string, unknown>>, ...names: string[]): void {
  const given = names.filter(name => values[name] !== undefined)
  if (given.length > 1) throw new UsageError(`expected only one of ${given.map(name => `--${name}`).join(', ')}`)
}
