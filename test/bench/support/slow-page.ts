import type {Browser, BrowserContextOptions, CDPSession, Page} from 'playwright-core'

/** How a visitor's device is emulated. A property that is left out is not slowed. */
export interface Slowness {
  /** Factor by which the processor is slowed. */
  cpu?: number
  /** Milliseconds of latency of each request. */
  latency?: number
  /** Kilobits a second, down and up. */
  kbps?: number
}

/** A page in a new browser context, and the DevTools session that slows and measures it. */
export interface SlowPage extends AsyncDisposable {
  page: Page
  cdp: CDPSession
}

/** Opens an empty page in a new context: each starts with an empty cache, in its own process. */
export async function openSlowPage(
  browser: Browser,
  slowness: Slowness = {},
  options: BrowserContextOptions = {},
): Promise<SlowPage> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await slow(cdp, slowness)
  return {page, cdp, [Symbol.asyncDispose]: () => context.close()}
}

async function slow(cdp: CDPSession, {cpu = 1, latency = 0, kbps}: Slowness): Promise<void> {
  const bytesPerSecond = kbps ? (kbps * 1000) / 8 : -1
  await cdp.send('Network.enable')
  await cdp.send('Network.emulateNetworkConditions', {
    offline: false,
    latency,
    downloadThroughput: bytesPerSecond,
    uploadThroughput: bytesPerSecond,
  })
  await cdp.send('Emulation.setCPUThrottlingRate', {rate: cpu})
}
