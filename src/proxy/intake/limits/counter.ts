import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js'
import {within} from '../../../contact/within.ts'
import type {LogEvent} from '../../config/options.ts'
import type {Rate} from './rate.ts'

/** Counts leads by their subject. Resolves to the seconds after which the subject may come again; 0 where it may now. */
export type Counter = (subject: string) => Promise<number>

/** Opens a counter of its own under a name. */
export type OpenCounter = (name: string, rate: Rate) => Counter

/** What of the library's limiters is used here. */
interface Limiter {
  consume(subject: string): Promise<unknown>
}

/** Around 25 MB with their timers. More than that within one window are a flood, and no memory is worth keeping of it. */
const maxSubjects = 50_000

/** A counter in this process's memory. */
export const openMemoryCounter: OpenCounter = (name, {leads, seconds}) => {
  const open = () => new RateLimiterMemory({keyPrefix: name, points: leads, duration: seconds})
  let limiter = open()
  let subjects = 0
  return async subject => {
    if (subjects > maxSubjects) {
      forget(limiter)
      limiter = open()
      subjects = 0
    }
    try {
      const {isFirstInDuration} = await limiter.consume(subject)
      if (isFirstInDuration) subjects += 1
      return 0
    } catch (refusal) {
      return toSeconds(refusal)
    }
  }
}

/** Each count has a timer, which would hold it, and all the others, to the end of its window. A few at a time: leads wait meanwhile. */
function forget(limiter: RateLimiterMemory): void {
  const {storage} = limiter.dump()
  const someMore = () => {
    for (const {key} of storage.splice(-500)) void limiter.delete(key)
    if (storage.length > 0) setTimeout(someMore)
  }
  someMore()
}

/** Milliseconds that a visitor waits for a store of limits, and then that the store is left alone. */
const patience = 500
const respite = 10_000

/** A counter that processes share, and a counter in memory for as long as the store is down: then with an alarm. */
export function shareCounter(limiter: Limiter, spare: Counter, log: (event: LogEvent) => void): Counter {
  let silentUntil = 0
  return async subject => {
    if (Date.now() < silentUntil) return spare(subject)
    const seconds = await within(
      patience,
      limiter.consume(subject).then(() => 0, toSeconds),
    )
    if (seconds !== undefined) return seconds
    silentUntil = Date.now() + respite
    log({level: 'error', event: 'limits_store_down'})
    return spare(subject)
  }
}

/** The library refuses by rejecting with a result; whatever else it rejects with is a fault of the store. */
function toSeconds(refusal: unknown): number {
  const {msBeforeNext} = refusal as {msBeforeNext?: number} // whatever was thrown, reading a property is safe
  if (typeof msBeforeNext !== 'number') throw refusal
  return Math.max(1, Math.ceil(msBeforeNext / 1000))
}
