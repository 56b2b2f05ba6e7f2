import type {Browser, CDPSession} from 'playwright-core'
import {openSlowPage, type Slowness} from '../support/slow-page.ts'
import {Trace} from '../support/trace.ts'
import {Traffic} from '../support/traffic.ts'
import type {Page} from './pages.ts'
import {installProbe, type StartTimes} from './probe.ts'

/** Measured in a visit: milliseconds, bytes, and a sum of layout shifts. NaN where it does not apply to a page. */
export type Measure =
  | 'firstField'
  | 'controls'
  | 'error'
  | 'bytesToControls'
  | 'bytesAtRest'
  | 'bytesAfterInteraction'
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

/** Too short in Britain. Every page can detect that: intl-tel-input's default check knows lengths only. */
const wrongPhone = '0123'

/** Visits a page twice with cold caches: once with the probe, which looks for the controls, and once without it. */
export async function measure(browser: Browser, page: Page, url: string): Promise<Measures> {
  return {...(await measureTimes(browser, page, url)), ...(await measureWork(browser, url))}
}

async function measureTimes(browser: Browser, {fields, controls, phone, error}: Page, url: string) {
  await using slow = await openSlowPage(browser, slowness, screen)
  const {page, cdp} = slow
  const traffic = new Traffic(cdp)
  await page.addInitScript(installProbe, {fields, controls, phone, error})
  await page.goto(url)
  const times = await evaluate<StartTimes>(cdp, 'bench.startTimes')
  await rest(cdp, traffic)
  const bytesAtRest = traffic.bytes()
  const bytesToControls = traffic.bytes(times.controls)
  if (!phone) return {...times, bytesToControls, bytesAtRest, error: NaN, bytesAfterInteraction: NaN}
  const errorTime = await evaluate<number>(cdp, `bench.interact('${wrongPhone}')`)
  await traffic.quiet()
  return {...times, bytesToControls, bytesAtRest, error: errorTime, bytesAfterInteraction: traffic.bytes()}
}

async function measureWork(browser: Browser, url: string) {
  await using slow = await openSlowPage(browser, slowness, screen)
  const {page, cdp} = slow
  const traffic = new Traffic(cdp)
  const trace = await Trace.start(cdp)
  await page.goto(url)
  await traffic.quiet(1000) // `rest` would run a script in the page, which the trace would count
  await trace.stop()
  return {...trace.work(url), shift: await evaluate<number>(cdp, shiftSoFar), heap: await readHeap(cdp)}
}

/** Waits until no request is open and the main thread is idle. */
async function rest(cdp: CDPSession, traffic: Traffic): Promise<void> {
  await traffic.quiet()
  await evaluate(cdp, 'new Promise(done => requestIdleCallback(() => done(), {timeout: 2000}))')
  await traffic.quiet(100)
}

/** Uses DevTools directly: Playwright's own evaluation adds scripts, which would count as the page's. */
async function evaluate<T = void>(cdp: CDPSession, expression: string): Promise<T> {
  const {result, exceptionDetails} = await cdp.send('Runtime.evaluate', {
    expression,
    awaitPromise: true,
    returnByValue: true,
  })
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
  return result.value as T // the type of the probe's result
}

/** The sum of the layout shifts that the browser has recorded. */
const shiftSoFar = `(() => {
  const observer = new PerformanceObserver(() => {})
  observer.observe({type: 'layout-shift', buffered: true})
  return observer.takeRecords().reduce((sum, {value}) => sum + value, 0)
})()`

/** Bytes in use on the JavaScript heap after garbage collection. Objects with finalizers take several collections. */
async function readHeap(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.enable')
  for (let times = 0; times < 3; times += 1) await cdp.send('HeapProfiler.collectGarbage')
  return (await cdp.send('Runtime.getHeapUsage')).usedSize
}
