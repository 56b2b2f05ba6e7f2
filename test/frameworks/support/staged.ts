import type {Browser} from 'playwright-core'
import {Visitor} from '../../support/visitor.ts'
import type {Heard, Stage, State} from '../apps/stage.ts'

/** Opens a page, and counts among its faults what frameworks warn their developers of. */
export async function visit(browser: Browser, url: string): Promise<Visitor> {
  const visitor = new Visitor(await browser.newPage())
  visitor.page.on('console', message => {
    if (message.type() === 'warning' && !message.text().startsWith('Lit is in dev mode'))
      visitor.faults.push(message.text())
  })
  visitor.page.setDefaultTimeout(20_000)
  await visitor.page.goto(url)
  await visitor.button.waitFor()
  return visitor
}

/** Changes the state of the page, as its own code would. */
export async function set({page}: Visitor, change: Partial<State>): Promise<void> {
  await page.evaluate(change => stage.set(change), change)
}

/** What the page's handlers have heard since they were last asked, as soon as that is among it. */
export async function heard({page}: Visitor, awaited: keyof Heard): Promise<Stage['heard']> {
  await page.waitForFunction(awaited => stage.heard.some(([what]) => what === awaited), awaited)
  return page.evaluate(() => stage.heard.splice(0))
}
