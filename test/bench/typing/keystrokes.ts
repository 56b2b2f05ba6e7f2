import {setTimeout as wait} from 'node:timers/promises'
import type {Page} from 'playwright-core'

/** The shortest event that Event Timing reports, in milliseconds; it rounds all of them to 8. */
export const threshold = 16
/** A key is down for so long, and as long passes until the next one: 15 keys a second, faster than anybody types. */
const pace = 33

declare global {
  interface Window {
    /** Events of keys and others, unread: to read them takes time, which the next key would lose. */
    timed: PerformanceEventTiming[]
  }
}

interface Timed {
  id: number
  start: number
  duration: number
}

/** Types keys as a keyboard does. */
export async function typeKeys(page: Page, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.down(key)
    await wait(pace)
    await page.keyboard.up(key)
    await wait(pace)
  }
}

/** Types keys, and gives the milliseconds from each to the picture that shows it. */
export async function timeKeys(page: Page, keys: readonly string[]): Promise<number[]> {
  await takeTimes(page) // of what was done before
  await typeKeys(page, keys)
  const times = await takeTimes(page)
  return keys.map((_key, index) => times[index] ?? threshold) // what is not reported was shorter
}

/** Watches for events from now on. */
export async function watchKeys(page: Page): Promise<void> {
  await page.evaluate(durationThreshold => {
    window.timed = []
    const options = {type: 'event', durationThreshold, buffered: true} as PerformanceObserverInit // whose type does not know the threshold yet
    new PerformanceObserver(list => window.timed.push(...(list.getEntries() as PerformanceEventTiming[]))).observe(
      options,
    )
  }, threshold)
}

/** The longest event of each key, once the last picture is drawn and told of. */
async function takeTimes(page: Page): Promise<number[]> {
  await wait(300)
  const timed = await page.evaluate(() => {
    const ofKeys = window.timed.splice(0).filter(({name}) => ['keydown', 'keypress', 'input', 'keyup'].includes(name))
    return ofKeys.map(({interactionId, startTime, duration}) => ({id: interactionId, start: startTime, duration}))
  })
  return longestOfEach(timed)
}

/** Events without an id of their own belong to the key that was pressed last before them. */
function longestOfEach(timed: readonly Timed[]): number[] {
  const longest = new Map<number, number>()
  let key = 0
  for (const {id, duration} of timed.toSorted((a, b) => a.start - b.start)) {
    if (id > 0) key = id
    longest.set(key, Math.max(longest.get(key) ?? threshold, duration))
  }
  return [...longest.values()]
}
