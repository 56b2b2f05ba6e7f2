import {isRightToLeft} from './direction.ts'
import {hints} from './en.hints.ts'
import type {Hints, Labels, Plural} from './messages.ts'

/** Adds the English hints to texts that lack hints: the form's first file contains the English labels only. */
export const withHints = (words: Labels & Partial<Hints>): Labels & Hints => ({...hints, ...words})

/** Formats a count in the language's plural form for it. */
export function formatCount(words: Plural, count: number, lang: string): string {
  return interpolate(words[new Intl.PluralRules(lang).select(count)] ?? words.other, {
    count: count.toLocaleString(lang),
  })
}

/** Isolates a number with spaces or a plus (LRI, PDI), so that right-to-left text around it does not reorder it. */
export function isolate(number: string, lang: string): string {
  return isRightToLeft(lang) ? `\u2066${number}\u2069` : number
}

/** Replaces each `{name}` by its value. */
export function interpolate(words: string, values: Record<string, string>): string {
  return words.replace(/\{(\w+)\}/g, (_braces, name: string) => values[name] ?? '')
}
