import assert from 'node:assert/strict'
import {test} from 'node:test'
import {defer} from '../support/deferred.ts'
import {runWith} from '../support/operator.ts'
import {freshPath} from '../support/outbox.ts'
import {contactsOf, useDemo} from '../support/servers/demo.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'

const browser = await useBrowser()
const OUTBOX = `file:${freshPath()}`
const demo = await useDemo({OUTBOX})

/** Opens a page with nothing but forms, and records the scripts that it requests, by their names without a hash. */
async function visitBare(form: string): Promise<{visitor: Visitor; scripts: string[]}> {
  const visitor = new Visitor(await browser.newPage())
  const scripts: string[] = []
  visitor.page.on('request', request => {
    if (request.resourceType() === 'script')
      scripts.push(new URL(request.url()).pathname.replace(/^\/|-[\w-]{8}(?=\/|\.js)/g, ''))
  })
  const html = `<!doctype html><html lang="en"><title>Bare</title><script type="module" src="/contact-signup.js"></script>${form}`
  await visitor.page.route(`${demo.landing}bare`, route => route.fulfill({contentType: 'text/html', body: html}))
  await visitor.page.goto(`${demo.landing}bare`, {waitUntil: 'networkidle'})
  await visitor.button.first().waitFor()
  return {visitor, scripts}
}

const tag = (attributes: string) => `<contact-signup endpoint="${demo.endpoint}" ${attributes}></contact-signup>`

test('requests nothing before the first interaction, then each file once, the numbering plan beside its reader', async () => {
  const {visitor, scripts} = await visitBare(tag('country="GB"') + tag('country="GB"'))
  assert.deepEqual(scripts, ['contact-signup.js'])
  const loaded = visitor.page.waitForEvent('requestfinished', request => /phone-field/.test(request.url()))
  await visitor.control('phone').first().focus()
  await loaded
  assert.deepEqual(scripts.slice(1).sort(), ['chunks/interaction.js', 'chunks/phone-field.js', 'chunks/plans/GB.js'])
  await visitor.page.keyboard.type('07700 900123')
  await visitor.page.keyboard.press('Tab')
  await visitor
    .part('hint-phone')
    .getByText(/Is this number correct/)
    .waitFor()
  await visitor.control('phone').nth(1).focus()
  await visitor.page.getByText(/For example/).waitFor()
  assert.deepEqual(scripts.slice(4).sort(), ['chunks/contact.js', 'chunks/session.js'])
  await visitor.page.close()
})

test('requests one file of words for another language', async () => {
  const {visitor, scripts} = await visitBare(`<div lang="es">${tag('')}</div>`)
  assert.deepEqual(scripts, ['contact-signup.js', 'chunks/words/es.js'])
  await visitor.page.close()
})

const missing: [what: string, blocked: RegExp][] = [
  ['the plan of its country', /chunks\/plans/],
  ['the reader of phone numbers', /(?:chunks|retry)\/phone-field/],
]
for (const [what, blocked] of missing)
  test(`checks only the length of a phone without ${what}, and leaves the rest to the proxy`, async () => {
    const visitor = await Visitor.visit(browser, demo.landing)
    await visitor.page.route(blocked, route => route.abort())
    await visitor.type('phone', '+44 7400 1')
    await visitor.control('gdpr_accept_terms').check()
    assert.equal(await visitor.part('error').count(), 0, 'no error appears')
    await visitor.button.click()
    await visitor
      .part('summary')
      .getByText(/with \+ and its country code/)
      .waitFor() // by the proxy
    await visitor.type('phone', '23456')
    await visitor.button.click()
    await visitor.part('success').waitFor()
    const {phone_countrycode, phone_number} = (await contactsOf(demo)).at(-1)!
    assert.deepEqual([phone_countrycode, phone_number], ['44', '7400123456'])
    await visitor.leave()
  })

for (const [what, status] of [
  ['blocked', undefined],
  ['gone', 404],
] as const)
  test(`delivers a lead with its consent evidence although every late script is ${what}`, async () => {
    const visitor = await Visitor.visit(browser, demo.landing)
    await visitor.page.route(/\/(?:chunks|retry)\//, route => (status ? route.fulfill({status}) : route.abort()))
    const email = `${what}@example.com`
    await visitor.type('name_first', 'Ada')
    await visitor.type('email', email)
    await visitor.type('phone', '+44 7400 123456')
    await visitor.control('gdpr_accept_terms').check()
    await visitor.button.click()
    await visitor.part('success').waitFor()
    const contact = (await contactsOf(demo)).at(-1)!
    assert.deepEqual(
      [contact.email, contact.phone_countrycode, contact.phone_number, contact.tags, contact.gdpr_accept_terms],
      [email, '44', '7400123456', ['landing', 'spring'], true],
    )
    const {printed} = await runWith({OUTBOX}, 'evidence', '--email', email)
    const {page, lang, terms, marketing} = JSON.parse(printed[0]!) as Record<string, {accepted: boolean; text: string}>
    assert.deepEqual([page, lang, terms!.accepted, marketing!.accepted], [demo.landing, 'en', true, false])
    assert.match(terms!.text, /^I accept the terms .*\(http/)
    await visitor.leave()
  })

test('reads a number under the country that was typed before its list had loaded', async () => {
  const {visitor} = await visitBare(tag('country="DE" fields="phone" consent=""'))
  const {page} = visitor
  const loaded = defer<void>()
  await page.route('**/chunks/country-picker-*', async route => {
    await loaded.promise
    await route.continue()
  })
  await visitor.part('country').click()
  await page.keyboard.type('Italy')
  await visitor.type('phone', '332 1234567')
  await page.keyboard.press('Tab')
  await page.waitForFunction(
    () => document.querySelector('contact-signup')!.shadowRoot!.adoptedStyleSheets.length > 2, // the session has loaded
  )
  loaded.resolve()
  await page.waitForFunction(
    input => (input as HTMLInputElement).value === '332 123 4567',
    await visitor.control('phone').elementHandle(),
  )
  const posted = page.waitForRequest(request => request.method() === 'POST')
  await visitor.button.click()
  const {phone_countrycode, phone_number} = (await posted).postDataJSON() as Record<string, unknown>
  assert.deepEqual([phone_countrycode, phone_number], ['39', '3321234567'])
  await page.close()
})
