import type {Browser, CDPSession} from 'playwright-core'
import {openSlowPage, type Slowness} from '../support/slow-page.ts'
import {Trace} from '../support/trace.ts'
import {Traffic} from '../support/traffic.ts'
import type {Page} from './pages.ts'
import {installProbe, type Seen} from './probe.ts'

/** What a visit measures: milliseconds, bytes, and a sum of layout shifts. NaN where a page has no such thing. */
export type Measure =
  | 'firstField'
  | 'controls'
  | 'complaint'
  | 'bytesToControls'
  | 'bytesAtRest'
  | 'bytesAfterTouch'
  | 'script'
  | 'layout'
  | 'busy'
  | 'blocking'
  | 'shift'
  | 'heap'
export type Measures = Record<Measure, number>

/** A phone of the middle range on a slow mobile network. */
export const slowness: Slowness = {cpu: 4, latency: 150, kbps: 1600}
const screen = {viewport: {width: 412, height: 915}}

/** Too short in Britain, which every page can tell: intl-tel-input's usual check knows lengths only. */
const wrongPhone = '0123'

/** Visits a page twice with cold caches: with a probe that looks for what is on the screen, and undisturbed. */
export async function measure(browser: Browser, page: Page, url: string): Promise<Measures> {
  return {...(await measureTimes(browser, page, url)), ...(await measureWork(browser, url))}
}

async function measureTimes(browser: Browser, {fields, controls, phone, complaint}: Page, url: string) {
  await using slow = await openSlowPage(browser, slowness, screen)
  const {page, cdp} = slow
  const traffic = new Traffic(cdp)
  await page.addInitScript(installProbe, {fields, controls, phone, complaint})
  await page.goto(url)
  const seen = await evaluate<Seen>(cdp, 'bench.seen')
  await rest(cdp, traffic)
  const bytesAtRest = traffic.bytes()
  const bytesToControls = traffic.bytes(seen.controls)
  if (!phone) return {...seen, bytesToControls, bytesAtRest, complaint: NaN, bytesAfterTouch: NaN}
  const waited = await evaluate<number>(cdp, `bench.touch('${wrongPhone}')`)
  await traffic.quiet()
  return {...seen, bytesToControls, bytesAtRest, complaint: waited, bytesAfterTouch: traffic.bytes()}
}

async function measureWork(browser: Browser, url: string) {
  await using slow = await openSlowPage(browser, slowness, screen)
  const {page, cdp} = slow
  const traffic = new Traffic(cdp)
  const trace = await Trace.start(cdp)
  await page.goto(url)
  await traffic.quiet(1000) // watched from without: what asked the page whether it rests would be in the trace
  await trace.stop()
  return {...trace.work(url), shift: await evaluate<number>(cdp, shiftSoFar), heap: await readHeap(cdp)}
}

/** Nothing on its way, and nothing left to do. */
async function rest(cdp: CDPSession, traffic: Traffic): Promise<void> {
  await traffic.quiet()
  await evaluate(cdp, 'new Promise(done => requestIdleCallback(() => done(), {timeout: 2000}))')
  await traffic.quiet(100)
}

/** By bare DevTools: Playwright's own evaluation brings scripts along, which would count as the page's. */
async function evaluate<T = void>(cdp: CDPSession, expression: string): Promise<T> {
  const {result, exceptionDetails} = await cdp.send('Runtime.evaluate', {
    expression,
    awaitPromise: true,
    returnByValue: true,
  })
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
  return result.value as T // what the probe gives
}

/** From what the browser kept. */
const shiftSoFar = `(() => {
  const observer = new PerformanceObserver(() => {})
  observer.observe({type: 'layout-shift', buffered: true})
  return observer.takeRecords().reduce((sum, {value}) => sum + value, 0)
})()`

/** Bytes that scripts hold, once all that nobody needs has gone. */
async function readHeap(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.enable')
  for (let times = 0; times < 3; times += 1) await cdp.send('HeapProfiler.collectGarbage')
  return (await cdp.send('Runtime.getHeapUsage')).usedSize
}
