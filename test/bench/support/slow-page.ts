import type {Browser, BrowserContextOptions, CDPSession, Page} from 'playwright-core'

/** How much slower than this machine a visitor's is. What is left out is not slowed. */
export interface Slowness {
  /** Times the processor is slowed. */
  cpu?: number
  /** Milliseconds that are added to each request. */
  latency?: number
  /** Kilobits a second, down and up. */
  kbps?: number
}

/** A page of its own browser context, and the DevTools session that slows and measures it. */
export interface SlowPage extends AsyncDisposable {
  page: Page
  cdp: CDPSession
}

/** Opens an empty page in a new context, so that each starts with cold caches, in a process of its own. */
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
