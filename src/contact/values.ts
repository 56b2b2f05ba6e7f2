import * as z from 'zod/mini'
import type {IssueCode} from './issues.ts'
import {isCleanLine, isCleanText, trim} from './text.ts'

z.config({jitless: true}) // zod's compiler probes `new Function`, which a strict content security policy reports

/** Refuses the value of a `text` or `value` with the code of its error. */
export type Refuse = (code: IssueCode) => never

/** Text that `convert` turns into its stored form, or refuses. */
export const text = <T>(convert: (typed: string, refuse: Refuse) => T) =>
  z.optional(z.pipe(z.string('type_invalid'), refusable(convert)))

/** The same for a value of any type. */
export const value = <T>(convert: (given: unknown, refuse: Refuse) => T) =>
  z.optional(z.pipe(z.unknown(), refusable(convert)))

/** One line of at most `max` UTF-16 units, trimmed. */
export const line = (max: number) => text((typed, refuse) => toLine(typed, max, refuse))

/** Text of several lines. */
export const lines = (max: number) => text((typed, refuse) => toClean(typed, max, isCleanText, refuse))

/** A line that `convert` turns into its stored form, or refuses with `code`. */
export const converted = (code: IssueCode, convert: (typed: string) => string | undefined) =>
  text((typed, refuse) => convert(toLine(typed, 100, refuse)) ?? refuse(code))

/** A number between bounds, or its decimal notation, as form controls give it. */
export const number = (min: number, max: number, isAllowed: (number: number) => boolean = Number.isFinite) =>
  value((given, refuse) => {
    const isDecimal = typeof given === 'string' && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(given.trim())
    const number = isDecimal ? Number(given) : given
    return typeof number === 'number' && number >= min && number <= max && isAllowed(number)
      ? number
      : refuse('number_invalid')
  })

/** Spaces and marks around a text that are trimmed; looking for the end of more takes too long. */
const maxMarks = 1000

export function toLine(typed: string, max: number, refuse: Refuse): string {
  return toClean(typed, max, isCleanLine, refuse)
}

export function toClean(typed: string, max: number, isClean: (text: string) => boolean, refuse: Refuse): string {
  if (typed.length > max + maxMarks) refuse('too_long')
  const trimmed = trim(typed)
  if (trimmed.length > max) refuse('too_long')
  return isClean(trimmed) ? trimmed : refuse('characters_invalid')
}

/** Thrown by `refuse`, and always caught by the `refusable` that passed that function. */
class Refusal {
  readonly code: IssueCode

  constructor(code: IssueCode) {
    this.code = code
  }
}

function refusable<I, T>(convert: (given: I, refuse: Refuse) => T) {
  const refuse: Refuse = code => {
    throw new Refusal(code)
  }
  return z.transform((given: I, {issues}): T => {
    try {
      return convert(given, refuse)
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal
      issues.push({code: 'custom', message: refusal.code, input: given})
      return z.NEVER
    }
  })
}
