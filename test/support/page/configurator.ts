import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import type {Browser, BrowserContextOptions, FrameLocator, Locator, Page} from 'playwright-core'
import {Visitor} from './visitor.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The page of the configurator, as its visitor uses it. */
export class Configurator {
  readonly visitor: Visitor
  readonly page: Page

  constructor(visitor: Visitor) {
    this.visitor = visitor
    this.page = visitor.page
  }

  /** Opens the page, and waits until it has measured the form and printed everything. */
  static async visit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Configurator> {
    const context = await browser.newContext(options)
    const configurator = new Configurator(new Visitor(await context.newPage()))
    await configurator.page.goto(url)
    await configurator.snippet('height').waitFor()
    return configurator
  }

  get frame(): FrameLocator {
    return this.page.frameLocator('iframe[name=preview]')
  }

  get form(): Locator {
    return this.frame.locator('contact-signup')
  }

  /** The control of a setting, by its name in the manifest. */
  control(key: string): Locator {
    return this.page.locator(`[id="${key}"]`)
  }

  snippet(id: string): Locator {
    return this.page.locator(`#text-${id}`)
  }

  async open(...titles: string[]): Promise<void> {
    for (const title of titles) await this.page.locator('.section > summary', {hasText: title}).click()
  }

  async openAll(): Promise<void> {
    await this.page.evaluate(() => document.querySelectorAll('details').forEach(each => (each.open = true)))
  }

  /** What axe finds. It is evaluated from outside: the page's policy allows no other script. */
  async violations(): Promise<string[]> {
    await this.page.evaluate(axe)
    return this.page.evaluate(async () => {
      const {violations} = await (globalThis as unknown as {axe: typeof import('axe-core')}).axe.run({iframes: false})
      return violations.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(' ')}`)
    })
  }

  async leave(): Promise<void> {
    assert.deepEqual(this.visitor.faults, [])
    await this.visitor.leave()
  }
}
