import {setTimeout as wait} from 'node:timers/promises'
import type {Browser, Page} from 'playwright-core'
import {typeKeys} from './keystrokes.ts'

/**
 * Opens the clock of the processor's time in all pages together, which other programs on the machine do not move. What
 * it gives measures keys that are typed: milliseconds for one of them, on the average.
 */
export async function openClock(browser: Browser): Promise<(page: Page, keys: readonly string[]) => Promise<number[]>> {
  const cdp = await browser.newBrowserCDPSession()
  const read = async () => {
    const {processInfo} = await cdp.send('SystemInfo.getProcessInfo')
    return processInfo.filter(({type}) => type === 'renderer').reduce((sum, {cpuTime}) => sum + cpuTime * 1000, 0)
  }
  return async (page, keys) => {
    await wait(300) // until what was done before is over
    const start = await read()
    await typeKeys(page, keys)
    return [((await read()) - start) / keys.length]
  }
}
