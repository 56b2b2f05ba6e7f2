import {after} from 'node:test'
import {chromium, type Browser, type BrowserContextOptions, type Locator, type Page} from 'playwright-core'
import {findBrowser} from '../browsers/browser.ts'

/** @param options which Chromium, where it matters: a whole one fills in forms by itself */
export async function openBrowser(options?: Parameters<typeof findBrowser>[0]): Promise<Browser> {
  const {executablePath, args, env} = await findBrowser(options)
  return chromium.launch({executablePath, args, env: toEnvironment(env)})
}

/** Playwright takes no undefined values. */
function toEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/** Opens a browser for all tests of a file, and closes it after them. */
export async function useBrowser(...args: Parameters<typeof openBrowser>): Promise<Browser> {
  const browser = await openBrowser(...args)
  after(() => browser.close())
  return browser
}

/** A visitor of a page with the form. */
export class Visitor {
  readonly page: Page
  /** Headers and bodies of all responses. */
  readonly seen: string[] = []
  /** Errors of the page and in its console. */
  readonly faults: string[] = []

  constructor(page: Page) {
    this.page = page
    page.on('pageerror', error => this.faults.push(String(error)))
    page.on('console', message => {
      // The browser reports refused and failed requests, which tests provoke.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        this.faults.push(message.text())
    })
    page.on('response', async response => {
      this.seen.push(JSON.stringify(response.headers()), await response.text().catch(() => ''))
    })
  }

  static async visit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await browser.newContext(options)
    const visitor = new Visitor(await context.newPage())
    await visitor.page.goto(url)
    await visitor.hydrated()
    return visitor
  }

  /** Waits until the script has rendered the form, or has taken over a prerendered one. */
  async hydrated(): Promise<void> {
    await this.page.locator('contact-signup form[novalidate]').first().waitFor()
  }

  get button(): Locator {
    return this.page.locator('contact-signup [part=submit]')
  }

  control(name: string): Locator {
    return this.page.locator(`contact-signup [name=${name}]:not(slot)`)
  }

  part(name: string): Locator {
    return this.page.locator(`contact-signup [part~=${name}]`)
  }

  async type(name: string, text: string): Promise<void> {
    await this.control(name).click()
    await this.page.keyboard.type(text)
  }

  async leave(): Promise<void> {
    await this.page.context().close()
  }
}
