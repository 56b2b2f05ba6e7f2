import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {test} from 'node:test'
import type {BrowserContextOptions} from 'playwright-core'
import {readTree} from '../support/page/accessibility-tree.ts'
import {useSite} from '../support/servers/site.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const browser = await useBrowser()
const site = await useSite()

const upright = {width: 390, height: 844}
const low = {width: 640, height: 180}

interface Setting {
  lang?: string
  fields?: string
  style?: string
  viewport?: {width: number; height: number}
  options?: BrowserContextOptions
}

/** Opens a page with nothing but a heading and the form, on a phone. */
async function visit({
  lang = 'en',
  fields = 'name_first email phone',
  style = '',
  viewport = upright,
  options,
}: Setting): Promise<Visitor> {
  const phone = {viewport, hasTouch: true, isMobile: true}
  const visitor = new Visitor(await (await browser.newContext(options ?? phone)).newPage())
  const head = `<meta name="viewport" content="width=device-width"><title>Signup</title><style>${style}</style><script type="module" src="/contact-signup.js"></script>`
  const form = `<contact-signup country="GB" fields="${fields}" terms-url="/terms"></contact-signup>`
  const dir = lang === 'ar' ? 'rtl' : 'ltr'
  await visitor.page.goto(
    site.put('/', `<!doctype html><html lang="${lang}" dir="${dir}">${head}<main><h1>Signup</h1>${form}</main>`),
  )
  await visitor.button.waitFor()
  return visitor
}

const options = (visitor: Visitor) => visitor.part('country-option')
const sheet = (visitor: Visitor) => visitor.page.locator('contact-signup :popover-open')
const close = (visitor: Visitor) => sheet(visitor).locator('button')

async function open(visitor: Visitor): Promise<void> {
  await visitor.part('country').tap()
  await options(visitor).nth(100).waitFor()
}

async function violationsOf({page}: Visitor): Promise<string[]> {
  await page.evaluate(axeSource)
  return page.evaluate(async () => {
    const {violations} = await (globalThis as unknown as {axe: typeof import('axe-core')}).axe.run()
    return violations.map(({id, nodes}) => `${id}: ${nodes.map(({html, failureSummary}) => html + failureSummary)}`)
  })
}

/** The number of options that are wholly in view, in the list and in the window. */
async function countShown(visitor: Visitor): Promise<number> {
  return visitor.part('country-list').evaluate(list => {
    const bottom = Math.min(list.getBoundingClientRect().bottom, innerHeight)
    return [...list.children].filter(option => option.getBoundingClientRect().bottom <= bottom).length
  })
}

const settings: Record<string, Setting> = {
  'a light page': {},
  'a page that is dark by its colours': {style: 'body { background: #14181c; color: #f2f2f2 }'},
  'a dark page': {style: ':root { color-scheme: dark }'},
  'an Arabic page': {lang: 'ar'},
  'a narrow screen': {viewport: {width: 320, height: 480}},
  'a phone on its side with its keyboard open': {viewport: low},
}
for (const [where, setting] of Object.entries(settings))
  test(`the country list covers ${where} and has no axe violation, open, searched and without a match`, async () => {
    const visitor = await visit(setting)
    await open(visitor)
    const {width, height} = setting.viewport ?? upright
    assert.deepEqual(await sheet(visitor).boundingBox(), {x: 0, y: 0, width, height})
    assert.ok((await countShown(visitor)) >= 3)
    assert.deepEqual(await violationsOf(visitor), [])
    await visitor.page.keyboard.type('+4')
    await options(visitor).nth(10).waitFor()
    assert.deepEqual(await violationsOf(visitor), [])
    await visitor.page.keyboard.type('xqx')
    await options(visitor).first().waitFor({state: 'detached'})
    assert.deepEqual(await violationsOf(visitor), [])
    await close(visitor).tap()
    await sheet(visitor).waitFor({state: 'detached'})
    assert.deepEqual(visitor.faults, [])
    await visitor.leave()
  })

test('a country is chosen from the list that covers the screen by a tap, and the page stays where it was', async () => {
  const visitor = await visit({fields: 'name_first phone', style: 'main { padding: 150vh 0 }'})
  await visitor.part('country').scrollIntoViewIfNeeded()
  const place = () => visitor.control('phone').boundingBox()
  const before = await place()
  assert.ok(before)
  await open(visitor)
  await visitor.page.keyboard.type('switz')
  await options(visitor).nth(1).waitFor({state: 'detached'})
  await options(visitor).first().tap()
  await sheet(visitor).waitFor({state: 'detached'})
  assert.equal(await visitor.control('phone_country').inputValue(), 'CH')
  assert.deepEqual(await place(), before)
  assert.ok(await visitor.part('country').evaluate(combobox => combobox.matches(':focus')))
  await visitor.leave()
})

test('a screen reader reads the search, the button and the list one after another, before the number', async () => {
  const visitor = await visit({})
  await open(visitor)
  const tree = await readTree(visitor.page)
  const isPart = ({role}: {role: string}) => /^(?:combobox|button|listbox|textbox|spinbutton)$/.test(role)
  const parts = tree.filter(isPart).map(({role, name}) => `${role} ${name}`)
  const start = parts.findIndex(part => part.startsWith('combobox'))
  assert.deepEqual(
    parts.slice(start, start + 4).map(part => part.replace(/ \(optional\)$/, '')),
    ['combobox Country code', 'button Close', 'listbox Country code', 'textbox Phone number'],
  )
  await visitor.leave()
})

for (const height of [180, 120])
  test(`the country list is usable with a mouse in a window of 640×${height}`, async () => {
    const visitor = await visit({options: {viewport: {width: 640, height}}})
    await visitor.part('country').click()
    await options(visitor).nth(100).waitFor()
    assert.equal(await sheet(visitor).locator('input').count(), 0)
    assert.ok((await countShown(visitor)) >= (height === 180 ? 3 : 1))
    await options(visitor).nth(2).click()
    assert.notEqual(await visitor.control('phone_country').inputValue(), 'GB')
    await visitor.leave()
  })
