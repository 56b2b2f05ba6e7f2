import {LRUCache} from 'lru-cache'
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

/** About 10 MB. More subjects within one window are a flood: the counts of those that sent least recently are dropped. */
const maxSubjects = 50_000

/** A counter in this process's memory. The window of a subject begins with its first lead. */
export const openMemoryCounter: OpenCounter = (_name, {leads: maxLeads, seconds}) => {
  const windows = new LRUCache<string, {leads: number}>({max: maxSubjects, ttl: seconds * 1000, ttlResolution: 0})
  const count = async (subject: string) => {
    const window = windows.get(subject)
    if (!window) windows.set(subject, {leads: 1})
    else if (window.leads < maxLeads) window.leads += 1
    else return toSeconds(windows.getRemainingTTL(subject))
    return 0
  }
  const giveBack = async (subject: string) => {
    const window = windows.get(subject)
    if (window) window.leads -= 1
  }
  return Object.assign(count, {giveBack})
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
  return toSeconds(msBeforeNext)
}

const toSeconds = (milliseconds: number): number => Math.max(1, Math.ceil(milliseconds / 1000))
