import type {Browser, Page} from 'playwright-core'
import {Visitor} from '../../support/page/visitor.ts'
import type {EventValues, Stage, State} from '../apps/stage.ts'

/** A visitor of a page; warnings of the framework are among its faults. */
export function watch(page: Page): Visitor {
  const visitor = new Visitor(page)
  page.on('console', message => {
    if (message.type() === 'warning' && !message.text().startsWith('Lit is in dev mode'))
      visitor.faults.push(message.text())
  })
  page.setDefaultTimeout(20_000)
  return visitor
}

/** Opens a page. */
export async function visit(browser: Browser, url: string): Promise<Visitor> {
  const visitor = watch(await browser.newPage())
  await visitor.page.goto(url)
  await visitor.button.waitFor()
  return visitor
}

/** Changes the state of the page, as its own code would. */
export async function set({page}: Visitor, change: Partial<State>): Promise<void> {
  await page.evaluate(change => stage.set(change), change)
}

/** Waits for an event, and returns all events since the last call. */
export async function takeEvents({page}: Visitor, awaited: keyof EventValues): Promise<Stage['events']> {
  await page.waitForFunction(awaited => stage.events.some(([what]) => what === awaited), awaited)
  return page.evaluate(() => stage.events.splice(0))
}
