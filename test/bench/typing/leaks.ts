import {setTimeout as wait} from 'node:timers/promises'
import type {CDPSession, Page} from 'playwright-core'
import type {SlowPage} from '../support/slow-page.ts'
import {cycles, makeAndRemove, type Way} from './ways.ts'

interface Held {
  /** Bytes of the script engine's heap, where whatever scripts hold of the browser has a wrapper. */
  heap: number
  /** Bytes of the browser's own objects; also its records of long frames and shifts, some hundred of each. */
  browser: number
  nodes: number
  listeners: number
}

/** What a page holds before and after so many forms came and went. */
export interface Remains {
  way: string
  count: number
  before: Held
  after: Held
}

/** So many forms are on the page at a time. */
const batch = 50
/** So many go before the first measurement, to fill what is kept on purpose: languages, countries, plans, and compiled code, which takes longest. */
const warmUp = 500

/** Makes and removes forms in each way, on a page of its own. */
export async function findLeaks(open: () => Promise<SlowPage>, count: number): Promise<Remains[]> {
  const all: Remains[] = []
  for (const way of Object.keys(cycles) as Way[]) {
    await using slow = await open()
    await slow.cdp.send('Performance.enable')
    await repeat(slow.page, way, warmUp)
    const before = await readHeld(slow.cdp)
    await repeat(slow.page, way, count)
    all.push({way: cycles[way], count, before, after: await readHeld(slow.cdp)})
  }
  return all
}

async function repeat(page: Page, way: Way, count: number): Promise<void> {
  for (let made = 0; made < count; made += batch)
    await page.evaluate(makeAndRemove, {way, count: Math.min(batch, count - made)})
}

/** After several collections: what one of them frees is what the next one finds unused. */
async function readHeld(cdp: CDPSession): Promise<Held> {
  for (let turn = 0; turn < 5; turn++) {
    await cdp.send('HeapProfiler.collectGarbage')
    await wait(100)
  }
  const usage = await cdp.send('Runtime.getHeapUsage')
  const {metrics} = await cdp.send('Performance.getMetrics')
  const metric = (name: string) => metrics.find(each => each.name === name)?.value ?? NaN
  return {
    heap: usage.usedSize,
    browser: usage.embedderHeapUsedSize ?? NaN,
    nodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
  }
}
