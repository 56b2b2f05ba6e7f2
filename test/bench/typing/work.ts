import {setTimeout as wait} from 'node:timers/promises'
import type {Browser, Page} from 'playwright-core'
import {typeKeys} from './keystrokes.ts'

/**
 * Returns a function that types keys and measures the average CPU time of a key, in milliseconds, over all page
 * processes. Other programs on the machine do not change CPU time.
 */
export async function openCpuTimer(
  browser: Browser,
): Promise<(page: Page, keys: readonly string[]) => Promise<number[]>> {
  const cdp = await browser.newBrowserCDPSession()
  const read = async () => {
    const {processInfo} = await cdp.send('SystemInfo.getProcessInfo')
    return processInfo.filter(({type}) => type === 'renderer').reduce((sum, {cpuTime}) => sum + cpuTime * 1000, 0)
  }
  return async (page, keys) => {
    await wait(300) // until earlier work has ended
    const start = await read()
    await typeKeys(page, keys)
    return [((await read()) - start) / keys.length]
  }
}
