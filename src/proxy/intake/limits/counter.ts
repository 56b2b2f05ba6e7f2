import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js'
import {within} from '../../../contact/within.ts'
import type {LogEvent} from '../../http/log-event.ts'
import type {Rate} from './rate.ts'

export interface Counter {
  /** Counts a lead of a subject. Resolves to the seconds after which it may send again; 0 if this lead is allowed. */
  (subject: string): Promise<number>
  /** Takes back the count of an allowed lead. Never rejects. */
  giveBack(subject: string): Promise<unknown>
}

/** Opens a separate counter under a name. */
export type OpenCounter = (name: string, rate: Rate) => Counter

/** The part of the library's limiters that is used here. */
interface Limiter {
  consume(subject: string): Promise<unknown>
  reward(subject: string): Promise<unknown>
}

/** About 25 MB with their timers. More subjects within one window are a flood, whose counts are not worth the memory. */
const maxSubjects = 50_000

/** A counter in this process's memory. */
export const openMemoryCounter: OpenCounter = (name, {leads, seconds}) => {
  const open = () => new RateLimiterMemory({keyPrefix: name, points: leads, duration: seconds})
  let limiter = open()
  let subjects = 0
  const count = async (subject: string) => {
    if (subjects > maxSubjects) {
      clear(limiter)
      limiter = open()
      subjects = 0
    }
    try {
      const {isFirstInDuration} = await limiter.consume(subject)
      if (isFirstInDuration) subjects += 1
      return 0
    } catch (refusal) {
      return secondsUntilAllowed(refusal)
    }
  }
  return Object.assign(count, {giveBack: (subject: string) => limiter.reward(subject)})
}

/** How many counts are deleted before other work may run. */
const deletionBatch = 500

/** Deletes each count: its timer would otherwise keep the limiter in memory until the end of the window. */
function clear(limiter: RateLimiterMemory): void {
  const {storage} = limiter.dump()
  const deleteBatch = () => {
    for (const {key} of storage.splice(-deletionBatch)) void limiter.delete(key)
    if (storage.length > 0) setTimeout(deleteBatch)
  }
  deleteBatch()
}

/** How long a visitor waits for the store of the limits. */
const limitStoreTimeoutMs = 500
/** How long the store is not asked after a failure. */
const storeCooldownMs = 10_000

/** A counter shared by several processes. While its store fails it logs an error and counts with `fallback`. */
export function shareCounter(limiter: Limiter, fallback: Counter, log: (event: LogEvent) => void): Counter {
  let failedUntil = 0
  const count = async (subject: string) => {
    if (Date.now() < failedUntil) return fallback(subject)
    const counted = limiter.consume(subject).then(() => 0, secondsUntilAllowed)
    const seconds = await within(limitStoreTimeoutMs, counted)
    if (seconds !== undefined) return seconds
    failedUntil = Date.now() + storeCooldownMs
    log({level: 'error', event: 'limits_store_down'})
    return fallback(subject)
  }
  const giveBack = async (subject: string) =>
    Date.now() < failedUntil
      ? fallback.giveBack(subject)
      : within(limitStoreTimeoutMs, limiter.reward(subject)).catch(() => {}) // the visitor waits until the window ends
  return Object.assign(count, {giveBack})
}

/** The library refuses by rejecting with a result; any other rejection is an error of the store. */
function secondsUntilAllowed(refusal: unknown): number {
  const {msBeforeNext} = refusal as {msBeforeNext?: number} // any thrown value has properties
  if (typeof msBeforeNext !== 'number') throw refusal
  return Math.max(1, Math.ceil(msBeforeNext / 1000))
}
