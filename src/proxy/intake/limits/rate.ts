/** So many leads in so many seconds. */
export interface Rate {
  leads: number
  seconds: number
}

const maxWindowSeconds = 7 * 24 * 3600 // the limits use timers, which are limited to 24 days

/** Converts a rate from its notation, such as `10/60`; undefined for `off` and for malformed text. */
export function toRate(text: string): Rate | undefined {
  const [, leads, seconds] = /^([1-9]\d{0,6})\/([1-9]\d{0,5})$/.exec(text) ?? []
  return leads && Number(seconds) <= maxWindowSeconds ? {leads: Number(leads), seconds: Number(seconds)} : undefined
}
