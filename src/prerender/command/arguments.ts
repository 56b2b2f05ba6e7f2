import {parseArgs} from 'node:util'
import {closestMatch} from 'leven'
import {CommandError} from './command-error.ts'
import {options} from './options.ts'

/** The given options: the value of each, or true. */
export type Given = Readonly<Record<string, string | true | undefined>>

const types = Object.fromEntries(
  Object.entries(options).map(([name, {value}]) => [name, {type: value ? 'string' : 'boolean'} as const]),
)

/** Reads the arguments of the command. Refuses what it does not know, which would otherwise be ignored. */
export function readArguments(args: string[]): Given {
  // Node's own errors neither suggest another name nor say what is expected.
  const {tokens} = parseArgs({args, options: types, strict: false, tokens: true})
  const given: Record<string, string | true> = {}
  for (const token of tokens) {
    if (token.kind !== 'option') throw new CommandError(`expected an option, not ${args[token.index]}`)
    const {name, rawName} = token
    if (rawName !== `--${name}` || !Object.hasOwn(options, name))
      throw new CommandError(`unknown option ${rawName}${suggest(name)}`)
    if (Object.hasOwn(given, name)) throw new CommandError(`${rawName}: given twice, expected once`)
    given[name] = readValue(token)
  }
  return given
}

interface OptionToken {
  name: string
  rawName: string
  value: string | undefined
  inlineValue: boolean | undefined
}

function readValue({name, rawName, value, inlineValue}: OptionToken): string | true {
  if (!options[name]!.value) {
    if (inlineValue) throw new CommandError(`${rawName}: expected no value`)
    return true
  }
  // What looks like the next option is no value, unless it is written behind an equals sign.
  if (value === undefined || (!inlineValue && /^-./.test(value))) throw new CommandError(`${rawName}: expected a value`)
  return value
}

/** If more than a third of a name is wrong, it may be meant for any other. */
function suggest(name: string): string {
  const closest = closestMatch(name, Object.keys(options), {maxDistance: Math.floor(name.length / 3)})
  return closest ? `, did you mean --${closest}?` : ''
}

/** Refuses options that would be ignored beside another. */
export function requireOnly(given: Given, name: string, ...others: string[]): void {
  const ignored = Object.keys(given).find(other => other !== name && !others.includes(other))
  if (ignored) throw new CommandError(`--${ignored}: expected without --${name}`)
}
