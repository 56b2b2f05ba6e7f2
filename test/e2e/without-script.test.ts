import assert from 'node:assert/strict'
import {test, type TestContext} from 'node:test'
import type {Page} from 'playwright-core'
import {startProxy} from 'contact-signup/proxy/node'
import {prerender} from 'contact-signup/prerender'
import {respond, startContactApi, type ContactApi} from '../support/contact-api.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'
import {useSite} from '../support/servers/site.ts'

const browser = await useBrowser()
const site = await useSite()
const thanks = await useSite()

/** Opens a page of one origin, whose form posts to a proxy of another, in a browser without JavaScript. */
async function visit(t: TestContext, api: ContactApi, env: Record<string, string> = {}) {
  const proxy = await startProxy({
    CONTACT_API_URL: api.url,
    CONTACT_ACCOUNT_ID: 'site',
    CONTACT_ACCOUNT_SECRET: 'site-secret',
    ALLOWED_ORIGINS: site.origin,
    OUTBOX: 'none',
    PORT: '0',
    LOG_LEVEL: 'error',
    ...env,
  })
  const attributes = {
    endpoint: proxy.endpoint,
    fields: 'name_first* email phone full_address gender',
    country: 'GB',
    'terms-url': '/terms',
  }
  const url = site.put('/signup', `<!doctype html><html lang="en"><title>t</title>${await prerender({attributes})}`)
  const context = await browser.newContext({javaScriptEnabled: false})
  const visitor = new Visitor(await context.newPage())
  await visitor.page.goto(url)
  t.after(() => Promise.all([visitor.leave(), proxy.close()]))
  return {visitor, proxy}
}

async function fillIn({page}: Visitor, email: string): Promise<void> {
  const control = controlsOf(page)
  await control('name_first').fill('Ada')
  await control('email').fill(email)
  await control('phone').fill('020 7946 0958')
  await control('full_address').fill('12 St James’s Square\nLondon')
  await control('gender').selectOption('FEMALE')
  await control('gdpr_accept_terms').check()
}

const controlsOf = (page: Page) => (name: string) => page.locator(`[name=${name}]:not([form])`)

/** What the visitor sees in the form. */
async function read({page}: Visitor) {
  const control = controlsOf(page)
  return {
    name_first: await control('name_first').inputValue(),
    email: await control('email').inputValue(),
    phone: await control('phone').inputValue(),
    phone_country: await control('phone_country').inputValue(),
    full_address: await control('full_address').inputValue(),
    gender: await control('gender').inputValue(),
    terms: await control('gdpr_accept_terms').isChecked(),
    marketing: await control('gdpr_marketing_consent').isChecked(),
  }
}

const typed = {
  name_first: 'Ada',
  email: 'ada@example',
  phone: '020 7946 0958',
  phone_country: 'GB',
  full_address: '12 St James’s Square\nLondon',
  gender: 'FEMALE',
  terms: true,
  marketing: false,
}

test('without JavaScript, a form comes back with its errors, is corrected, and goes to the success URL', async t => {
  await using api = await startContactApi()
  const url = thanks.put('/thanks', '<!doctype html><title>t</title><h1>See you</h1>')
  const {visitor, proxy} = await visit(t, api, {SUCCESS_URL: url})
  const {page} = visitor
  await fillIn(visitor, 'ada@example')
  await visitor.button.click()
  await page.waitForURL(proxy.endpoint)
  assert.deepEqual(await read(visitor), typed)
  assert.equal(await page.title(), 'Please check your details – Sign up')
  assert.match(await visitor.part('error-email').innerText(), /full email address/)
  await page.keyboard.press('End') // in the first wrong field, which has the focus
  await page.keyboard.type('.com')
  await page.keyboard.press('Enter')
  await page.waitForURL(url)
  const {gdpr_date: _date, ...sent} = api.requests[0]!.body
  assert.deepEqual(sent, {
    name_first: 'Ada',
    email: 'ada@example.com',
    phone_countrycode: '44',
    phone_number: '2079460958',
    full_address: '12 St James’s Square\nLondon',
    gender: 'FEMALE',
    language: 'EN',
    gdpr_accept_terms: true,
    gdpr_marketing_consent: false,
    gdpr_remote_ip: '127.0.0.1',
  })
  assert.deepEqual(visitor.faults, [], 'nothing violated the policy of the page')
})

test('without JavaScript, a form comes back after a failure, and a reload of the page that thanks sends nothing', async t => {
  await using api = await startContactApi((_request, response) => respond(response, 503))
  const {visitor} = await visit(t, api)
  const {page} = visitor
  await fillIn(visitor, 'ada@example.com')
  await visitor.button.click()
  await page.getByText('We could not process your sign-up').waitFor()
  assert.deepEqual(await read(visitor), {...typed, email: 'ada@example.com'})
  api.answer = (_request, response) => respond(response, 201, '{}')
  await page.reload()
  await page.getByText('Thank you!').waitFor()
  await page.reload()
  await page.getByText('Thank you!').waitFor()
  assert.equal(api.requests.length, 2)
  assert.deepEqual(visitor.faults, [])
})
