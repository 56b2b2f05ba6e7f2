import * as z from 'zod/mini'

/** So many leads in so many seconds. */
export interface Rate {
  leads: number
  seconds: number
}

const maxWindowSeconds = 7 * 24 * 3600 // the limits use timers, which are limited to 24 days

/** A rate in its notation: `10/60`, or `off`. */
export const rate = z
  .string()
  .check(
    z.refine(
      text => text === 'off' || toRate(text) !== undefined,
      'expected leads per seconds such as 10/60, at most a week, or off',
    ),
  )

/** Converts the notation; undefined for `off` and for malformed text. */
export function toRate(text: string): Rate | undefined {
  const [, leads, seconds] = /^([1-9]\d{0,6})\/([1-9]\d{0,5})$/.exec(text) ?? []
  return leads && Number(seconds) <= maxWindowSeconds ? {leads: Number(leads), seconds: Number(seconds)} : undefined
}
