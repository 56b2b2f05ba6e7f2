import {isUrlName} from './checks.ts'
import {defaultOf, type Attribute} from './product.ts'

/** How an attribute is chosen. */
export type Control =
  | {kind: 'fields' | 'language' | 'country' | 'messages' | 'boolean' | 'url' | 'text'}
  /** One of these. */
  | {kind: 'choice'; options: readonly string[]}
  /** Any of these. */
  | {kind: 'words'; options: readonly string[]}

/** Attributes whose values only their name tells. */
const named: Readonly<Record<string, Control>> = {
  fields: {kind: 'fields'},
  lang: {kind: 'language'},
  country: {kind: 'country'},
  messages: {kind: 'messages'},
}

/** The control that fits an attribute by its name, its type or the words in its description. */
export function controlOf({name, type, description = ''}: Attribute): Control {
  const control = Object.hasOwn(named, name) ? named[name] : undefined
  if (control) return control
  if (type?.text === 'boolean') return {kind: 'boolean'}
  if (isUrlName(name)) return {kind: 'url'}
  const literals = [...(type?.text ?? '').matchAll(/'([^']*)'/g)].map(([, text]) => text!).filter(Boolean)
  if (literals.length > 0) return {kind: 'choice', options: literals}
  const words = [...description.matchAll(/`([a-z][a-z-]*)`/g)].map(([, word]) => word!)
  return words.length > 0 ? {kind: 'words', options: [...new Set(words)]} : {kind: 'text'}
}

/** The value of an attribute after a word of it was ticked or unticked; undefined if that is its default. */
export function withWord(attribute: Attribute, value: string | undefined, word: string, isTicked: boolean) {
  const initial = defaultOf(attribute)
  const others = (value ?? initial ?? '').split(/\s+/).filter(each => each && each !== word)
  const words = isTicked ? [...others, word] : others
  const isDefault = initial === undefined ? words.length === 0 : hasSameWords(words, initial.split(' '))
  return isDefault ? undefined : words.join(' ')
}

const hasSameWords = (words: string[], others: string[]): boolean =>
  [...words].sort().join(' ') === [...others].sort().join(' ')

/** What a custom property holds, by its name. */
export function kindOfProperty(name: string): 'colour' | 'length' | 'font' {
  if (/font/.test(name)) return 'font'
  return /radius|gap|height|width|size|space/.test(name) ? 'length' : 'colour'
}

/** A name as a label: `terms-url` is `Terms URL`. */
export function toLabel(name: string): string {
  const words = name
    .replace(/^--contact-signup-/, '')
    .replaceAll('-', ' ')
    .replace(/\burl\b/g, 'URL')
  return words[0]!.toUpperCase() + words.slice(1)
}
