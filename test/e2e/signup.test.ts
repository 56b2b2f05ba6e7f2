import assert from 'node:assert/strict'
import {mkdtempSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {test} from 'node:test'
import {startContactApi, created, respond} from '../support/contact-api.ts'
import {contactsOf, startDemo, useDemo} from '../support/servers/demo.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'

const browser = await useBrowser()
const demo = await useDemo()

test('creates a contact from what a visitor types', async () => {
  const visitor = await Visitor.visit(browser, `${demo.landing}?utm_source=letter`)
  await visitor.type('name_first', 'Ada')
  await visitor.type('name_last', 'Lovelace')
  await visitor.type('email', 'ada@example.com')
  await visitor.part('country').click()
  await visitor.page.keyboard.type('united k') // faster than the list loads
  await visitor.page.keyboard.press('Enter')
  await visitor.type('phone', '07400 123456')
  await visitor.control('gdpr_accept_terms').check()
  await visitor.control('gdpr_marketing_consent').check()
  await visitor.button.click()
  await visitor.page.getByText('See you in spring!').waitFor()
  const {id, gdpr_date, ...contact} = (await contactsOf(demo)).at(-1)!
  assert.match(String(id), /^[0-9a-f]{24}$/)
  assert.match(String(gdpr_date), /Z$/)
  assert.deepEqual(contact, {
    name_first: 'Ada',
    name_last: 'Lovelace',
    email: 'ada@example.com',
    phone_countrycode: '44',
    phone_number: '7400123456',
    language: 'EN',
    tags: ['landing', 'spring'],
    list_subscriptions: [{list_id: 'offers', subscribed: true}],
    gdpr_accept_terms: true,
    gdpr_marketing_consent: true,
    gdpr_remote_ip: '127.0.0.1',
    utm_source: 'letter',
  })
  assert.deepEqual(visitor.faults, [], 'nothing was reported, no violation of the page’s policy either')
  await visitor.page.goto(demo.api)
  await visitor.page.getByText('Ada Lovelace').waitFor()
  await visitor.leave()
})

test('finds a country that was typed and confirmed before its list has loaded', async () => {
  const visitor = await Visitor.visit(browser, demo.landing)
  let release = () => {}
  const held = new Promise<void>(resolve => (release = resolve))
  await visitor.page.route(/phone-field/, route => held.then(() => route.continue()))
  await visitor.part('country').click()
  await visitor.page.keyboard.type('schw')
  await visitor.page.keyboard.press('Enter') // would submit a form that the field belonged to
  await visitor.type('phone', '078 123 45 67')
  await visitor.control('gdpr_accept_terms').check()
  await visitor.button.click()
  release()
  await visitor.part('success').waitFor()
  const {phone_countrycode, phone_number} = (await contactsOf(demo)).at(-1)!
  assert.deepEqual([phone_countrycode, phone_number], ['41', '781234567'])
  await visitor.leave()
})

const enough: [string, (visitor: Visitor) => Promise<void>, Record<string, unknown>][] = [
  ['an e-mail', visitor => visitor.type('email', 'only@example.com'), {email: 'only@example.com'}],
  [
    'a phone',
    visitor => visitor.type('phone', '+49 (0)30 901820'),
    {phone_countrycode: '49', phone_number: '30901820'},
  ],
]
for (const [what, fill, expected] of enough)
  test(`accepts ${what} alone`, async () => {
    const visitor = await Visitor.visit(browser, demo.landing)
    await fill(visitor)
    await visitor.control('gdpr_accept_terms').check()
    await visitor.button.click()
    await visitor.part('success').waitFor()
    const contact = (await contactsOf(demo)).at(-1)!
    assert.deepEqual(Object.fromEntries(Object.keys(expected).map(name => [name, contact[name]])), expected)
    assert.equal('list_subscriptions' in contact, false)
    await visitor.leave()
  })

test('sends nothing without an e-mail or phone, or without the terms', async () => {
  const visitor = await Visitor.visit(browser, demo.landing)
  const before = (await contactsOf(demo)).length
  await visitor.type('name_first', 'Nobody')
  await visitor.button.click()
  await visitor.part('summary').waitFor()
  assert.match(await visitor.part('error-email').innerText(), /email address or a phone number/)
  assert.match(await visitor.part('error-gdpr_accept_terms').innerText(), /accept the terms/)
  assert.equal(await visitor.control('name_first').inputValue(), 'Nobody')
  assert.equal((await contactsOf(demo)).length, before)
  await visitor.leave()
})

test('creates one contact on a double click', async () => {
  const visitor = await Visitor.visit(browser, demo.landing)
  const before = (await contactsOf(demo)).length
  await visitor.type('email', 'twice@example.com')
  await visitor.control('gdpr_accept_terms').check()
  await visitor.button.dblclick()
  await visitor.part('success').waitFor()
  assert.equal((await contactsOf(demo)).length, before + 1)
  await visitor.leave()
})

test('goes to the success URL', async () => {
  const visitor = await Visitor.visit(browser, demo.landing)
  await visitor.page.locator('contact-signup').evaluate(form => form.setAttribute('success-url', '/terms'))
  await visitor.type('email', 'next@example.com')
  await visitor.control('gdpr_accept_terms').check()
  await visitor.button.click()
  await visitor.page.waitForURL('**/terms')
  assert.equal((await contactsOf(demo)).at(-1)!.email, 'next@example.com')
  await visitor.leave()
})

test('quarantines a filled honeypot, and shows the same thank-you', async () => {
  const visitor = await Visitor.visit(browser, demo.landing)
  const posted = visitor.page.waitForRequest(demo.endpoint)
  await visitor.page
    .locator('contact-signup #more_comments')
    .evaluate((honeypot: HTMLTextAreaElement) => (honeypot.value = 'https://spam.example'))
  await visitor.type('email', 'bot@example.com')
  await visitor.control('gdpr_accept_terms').check()
  await visitor.button.click()
  await visitor.page.getByText('See you in spring!').waitFor()
  const {more_comments, form_elapsed} = (await posted).postDataJSON() as Record<string, unknown>
  assert.ok(more_comments === 'https://spam.example' && Number(form_elapsed) > 0)
  assert.ok(!(await contactsOf(demo)).some(({email}) => email === 'bot@example.com'))
  await visitor.leave()
})

test('loses nothing that was typed when the API fails, and sends it on a retry', async () => {
  await using api = await startContactApi()
  const account = {CONTACT_ACCOUNT_ID: 'real', CONTACT_ACCOUNT_SECRET: 'REAL-SECRET-CANARY'}
  const other = await startDemo({CONTACT_API_URL: api.url, ...account, OUTBOX: 'none'})
  const visitor = await Visitor.visit(browser, other.landing)
  await visitor.type('name_first', 'Ada')
  await visitor.type('email', 'ada@example.com')
  await visitor.control('gdpr_accept_terms').check()
  const failures: [number, RegExp][] = [
    [401, /just now/],
    [422, /could not be accepted/],
    [500, /just now/],
    [503, /just now/],
  ]
  for (const [status, words] of failures) {
    api.answer = (_request, response) => respond(response, status, '{"error":"REAL-SECRET-CANARY real"}')
    const answered = visitor.page.waitForResponse(other.endpoint)
    await visitor.button.click()
    await answered
    await visitor.part('status').getByText(words).waitFor()
    assert.equal(await visitor.control('email').inputValue(), 'ada@example.com')
    assert.equal(await visitor.control('gdpr_accept_terms').isChecked(), true)
  }
  api.answer = (request, response) => void setTimeout(() => created(request, response), 400)
  await visitor.button.click()
  await visitor.page.locator('contact-signup:state(sending)').waitFor()
  await visitor.part('success').waitFor()
  assert.equal(api.requests.at(-1)!.headers.authorization, 'Token token=REAL-SECRET-CANARY')
  assert.ok(visitor.seen.length > 10)
  assert.deepEqual(
    visitor.seen.filter(text => text.includes('REAL-SECRET-CANARY')),
    [],
  )
  assert.ok(!other.output().includes('REAL-SECRET-CANARY'))
  await visitor.leave()
  await other.stop()
})

test('tells a contact API that is down from a proxy that is down', async () => {
  const api = await startContactApi()
  await api.close()
  const other = await startDemo({
    CONTACT_API_URL: api.url,
    CONTACT_ACCOUNT_ID: 'real',
    CONTACT_ACCOUNT_SECRET: 'x',
    OUTBOX: 'none',
  })
  const visitor = await Visitor.visit(browser, other.landing)
  await visitor.type('email', 'ada@example.com')
  await visitor.control('gdpr_accept_terms').check()
  await visitor.button.click()
  await visitor
    .part('status')
    .getByText(/just now/)
    .waitFor()
  await other.stop()
  await visitor.button.click()
  await visitor
    .part('status')
    .getByText(/could not reach the server/)
    .waitFor()
  assert.equal(await visitor.control('email').inputValue(), 'ada@example.com')
  await visitor.leave()
})

test('keeps the contacts of the stand-in across restarts, and refuses a wrong secret', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'signup-')), 'contacts.jsonl')
  const first = await startDemo({DEMO_CONTACTS: file})
  const headers = {'content-type': 'application/json', 'idempotency-key': crypto.randomUUID()}
  const sent = await fetch(first.endpoint, {method: 'POST', headers, body: '{"email":"kept@example.com"}'})
  assert.equal(sent.status, 201)
  const refused = await fetch(`${first.api}v2/account/hotel-faro/contact/`, {
    method: 'POST',
    headers,
    body: '{"email":"a@b.co"}',
  })
  assert.equal(refused.status, 401)
  await first.stop()
  const second = await startDemo({DEMO_CONTACTS: file})
  assert.deepEqual(
    (await contactsOf(second)).map(({email}) => email),
    ['kept@example.com'],
  )
  await second.stop()
})
