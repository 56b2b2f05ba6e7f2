import {randomInt} from 'node:crypto'

/** Returns the next number of a sequence, in [0, 1). */
export type Random = () => number

export const newSeed = (): number => randomInt(2 ** 31)

/**
 * Creates the sequence of a seed and a purpose. Each actor of a run has a purpose of its own, so that the number of
 * choices of one does not change those of another. The generator is mulberry32.
 */
export function createRandom(seed: number, purpose = ''): Random {
  let state = seed | 0
  for (const character of purpose) state = Math.imul(state ^ character.codePointAt(0)!, 0x9e3779b1)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Picks an integer from 0 to `limit - 1`. */
export const below = (limit: number, random: Random): number => Math.floor(limit * random())
