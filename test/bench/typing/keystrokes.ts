import {setTimeout as wait} from 'node:timers/promises'
import type {Page} from 'playwright-core'

/** Duration of the shortest event that Event Timing reports; it rounds all of them to 8 ms. */
export const minDurationMs = 16
/** Time for which a key is down, and until the next one: 15 keys a second, faster than people type. */
const keyIntervalMs = 33

declare global {
  interface Window {
    /** Raw entries of all events: reading them takes time that would be added to the next key. */
    eventTimings: PerformanceEventTiming[]
  }
}

interface Timed {
  id: number
  start: number
  duration: number
}

/** Types keys like a keyboard. */
export async function typeKeys(page: Page, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.down(key)
    await wait(keyIntervalMs)
    await page.keyboard.up(key)
    await wait(keyIntervalMs)
  }
}

/** Types keys and returns the milliseconds from each to the next painted frame. */
export async function timeKeys(page: Page, keys: readonly string[]): Promise<number[]> {
  await takeTimes(page) // discards earlier events
  await typeKeys(page, keys)
  const times = await takeTimes(page)
  return keys.map((_key, index) => times[index] ?? minDurationMs) // an event that is not reported was shorter
}

/** Starts to observe events. */
export async function watchKeys(page: Page): Promise<void> {
  await page.evaluate(durationThreshold => {
    window.eventTimings = []
    // TypeScript's DOM types lack `durationThreshold`.
    const options = {type: 'event', durationThreshold, buffered: true} as PerformanceObserverInit
    new PerformanceObserver(list =>
      window.eventTimings.push(...(list.getEntries() as PerformanceEventTiming[])),
    ).observe(options)
  }, minDurationMs)
}

/** The longest event of each key. Waits until the last frame is painted and reported. */
async function takeTimes(page: Page): Promise<number[]> {
  await wait(300)
  const timed = await page.evaluate(() => {
    const ofKeys = window.eventTimings
      .splice(0)
      .filter(({name}) => ['keydown', 'keypress', 'input', 'keyup'].includes(name))
    return ofKeys.map(({interactionId, startTime, duration}) => ({id: interactionId, start: startTime, duration}))
  })
  return longestOfEach(timed)
}

/** Events without an interaction id belong to the last key before them. */
function longestOfEach(timed: readonly Timed[]): number[] {
  const longest = new Map<number, number>()
  let key = 0
  for (const {id, duration} of timed.toSorted((a, b) => a.start - b.start)) {
    if (id > 0) key = id
    longest.set(key, Math.max(longest.get(key) ?? minDurationMs, duration))
  }
  return [...longest.values()]
}
