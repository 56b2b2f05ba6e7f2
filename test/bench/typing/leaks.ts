import {setTimeout as wait} from 'node:timers/promises'
import type {CDPSession, Page} from 'playwright-core'
import type {SlowPage} from '../support/slow-page.ts'
import {cycles, addAndRemove, type Way} from './ways.ts'

interface MemoryUse {
  /** Bytes of V8's heap. It has a wrapper for each DOM object that a script refers to. */
  heap: number
  /** Bytes of the browser's own objects. They include up to some hundred records of long frames and layout shifts. */
  browser: number
  nodes: number
  listeners: number
}

/** Memory use of a page before and after forms were added and removed. */
export interface LeakResult {
  way: string
  count: number
  before: MemoryUse
  after: MemoryUse
}

/** Number of forms on the page at a time. */
const batchSize = 50
/** Number of forms before the first measurement. They fill the caches: languages, countries, plans, compiled code. */
const warmUpCount = 500

/** Adds and removes forms in each way, each on a new page. */
export async function findLeaks(open: () => Promise<SlowPage>, count: number): Promise<LeakResult[]> {
  const all: LeakResult[] = []
  for (const way of Object.keys(cycles) as Way[]) {
    await using slow = await open()
    await slow.cdp.send('Performance.enable')
    await repeat(slow.page, way, warmUpCount)
    const before = await readMemory(slow.cdp)
    await repeat(slow.page, way, count)
    all.push({way: cycles[way], count, before, after: await readMemory(slow.cdp)})
  }
  return all
}

async function repeat(page: Page, way: Way, count: number): Promise<void> {
  for (let made = 0; made < count; made += batchSize)
    await page.evaluate(addAndRemove, {way, count: Math.min(batchSize, count - made)})
}

/** Reads memory use after several collections: one may release objects that only the next one can free. */
async function readMemory(cdp: CDPSession): Promise<MemoryUse> {
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
