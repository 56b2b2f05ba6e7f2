import assert from 'node:assert/strict'
import {test} from 'node:test'
import type {Route} from 'playwright-core'
import {prerender, type PrerenderOptions} from 'contact-signup/prerender'
import {defer} from '../support/deferred.ts'
import {startSite} from '../support/servers/site.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'
import {after} from 'node:test'

const browser = await useBrowser()
const site = await startSite()
after(() => site.close())

/** A page with a prerendered form, whose late scripts wait until they are let through. */
async function visitLate(options: PrerenderOptions = {}, change = (html: string) => html) {
  const visitor = new Visitor(await browser.newPage())
  const script = defer<void>()
  await visitor.page.route(/contact-signup\.js$/, async (route: Route) => {
    await script.promise
    await route.continue()
  })
  const html = change(await prerender({attributes: {country: 'GB'}, ...options}))
  const url = site.put(
    '/prerendered',
    `<!doctype html><html lang="en"><title>t</title><script type="module" src="/contact-signup.js"></script>${html}`,
  )
  await visitor.page.goto(url, {waitUntil: 'commit'})
  await visitor.button.waitFor()
  return {visitor, hydrate: () => hydrate(visitor, script.resolve)}
}

async function hydrate({page}: Visitor, start: () => void): Promise<void> {
  start()
  await page.waitForFunction(() => document.querySelector('contact-signup')?.matches(':defined'))
  await page.waitForFunction(() =>
    document.querySelector('contact-signup')!.shadowRoot!.querySelector('form[novalidate]'),
  )
}

test('keeps the elements of a prerendered form, with what was typed, the focus and the selection', async () => {
  const {visitor, hydrate} = await visitLate()
  const {page} = visitor
  await visitor.type('name_first', 'Ada')
  await visitor.control('gdpr_marketing_consent').check()
  await visitor.type('email', 'ada@example')
  await visitor.type('name_last', 'Lovelace')
  await page.keyboard.press('Shift+ArrowLeft')
  await page.evaluate(() => {
    const root = document.querySelector('contact-signup')!.shadowRoot!
    Object.assign(globalThis, {elements: [...root.querySelectorAll('form, input:not([type=hidden]), button, label')]})
  })
  await hydrate()
  const state = await page.evaluate(() => {
    const root = document.querySelector('contact-signup')!.shadowRoot!
    const {elements} = globalThis as unknown as {elements: Element[]}
    const active = root.activeElement as HTMLInputElement
    const values = [...root.querySelectorAll<HTMLInputElement>('input:is([name^=name], [name=email])')]
    return {
      gone: elements.filter(element => !element.isConnected).map(element => element.outerHTML),
      values: values.map(({value}) => value),
      ticked: root.querySelector<HTMLInputElement>('[name=gdpr_marketing_consent]')!.checked,
      active: [active.name, active.selectionStart, active.selectionEnd],
      text: root.querySelector('form')!.innerText,
    }
  })
  assert.deepEqual(
    state.gone.filter(html => !html.includes('phone_country_code')),
    [],
  )
  assert.deepEqual(state.values, ['Ada', 'Lovelace', 'ada@example'])
  assert.equal(state.ticked, true)
  assert.deepEqual(state.active, ['name_last', 7, 8])
  assert.deepEqual(visitor.faults, [])
  await visitor.page.close()
})
