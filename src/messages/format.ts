import {replies} from './en.replies.ts'
import type {Labels, Messages, Plural, Replies} from './messages.ts'

/** All words: English replies where a language's own are not there. */
export const allWords = (words: Labels & Partial<Replies>): Messages => ({...replies, ...words})

/** Words for a number of things, in the plural form of a language. */
export function count(words: Plural, number: number, lang: string): string {
  return fill(words[new Intl.PluralRules(lang).select(number)] ?? words.other, {count: number.toLocaleString(lang)})
}

/** A number with spaces or a plus as it is read, among words from right to left too: isolated by LRI and PDI. */
export function toIsolated(number: string, lang: string): string {
  return /^(?:ar|he)/.test(lang) ? `\u2066${number}\u2069` : number
}

/** Words with what stands for each `{name}` in them. */
export function fill(words: string, values: Record<string, string>): string {
  return words.replace(/\{(\w+)\}/g, (_braces, name: string) => values[name] ?? '')
}
