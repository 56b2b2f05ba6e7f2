import assert from 'node:assert/strict'
import {test} from 'node:test'
import {sha256} from '../../src/proxy/delivery/canonical.ts'
import {readForm} from '../../src/proxy/http/form-body.ts'
import {startContactApi, respond} from '../support/contact-api.ts'
import {filled, submit} from '../support/plain-form.ts'
import {fastest} from '../support/processor-time.ts'
import {person, post, proxyFor, site, verdict} from '../support/proxy.ts'

test('accepts a form without JavaScript and responds with a page in its language', async () => {
  await using api = await startContactApi()
  const proxy = proxyFor(api, {allowedTags: ['one', 'two'], allowedLists: ['news']})
  const response = await proxy(
    submit([
      ...Object.entries(filled),
      ['phone', '020 7946 0958'],
      ['phone_country', 'GB'],
      ['born_date', ''],
      ['tags', 'one two'],
      ['list_ids', 'news'],
      ['gdpr_marketing_consent', 'true'],
    ]),
  )
  const {gdpr_date: _date, gdpr_remote_ip: _address, ...sent} = api.requests[0]!.body
  assert.deepEqual(sent, {
    name_first: 'Ada',
    email: 'ada@example.com',
    gdpr_accept_terms: true,
    gdpr_marketing_consent: true,
    phone_countrycode: '44',
    phone_number: '2079460958',
    tags: ['one', 'two'],
    list_subscriptions: [{list_id: 'news', subscribed: true}],
  })
  assert.equal(response.status, 201)
  assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8')
  assert.match(response.headers.get('content-security-policy')!, /^default-src 'none';/)
  assert.equal(response.headers.get('cache-control'), 'no-store')
  const page = await response.text()
  assert.match(page, /<html lang="es" dir="ltr">.*<h1>¡Muchas gracias!/)
  assert.doesNotMatch(page, /Ada|<script|style=/)
})

test('redirects to the success URL', async () => {
  await using api = await startContactApi()
  const response = await proxyFor(api, {successUrl: 'https://ok.example/thanks'})(submit())
  assert.deepEqual(
    [response.status, response.headers.get('location'), await response.text()],
    [303, 'https://ok.example/thanks', ''],
  )
})

test('creates one contact for a double click, and another for another person', async () => {
  await using api = await startContactApi()
  const proxy = proxyFor(api)
  const statuses = await Promise.all(
    [submit(), submit(), submit({...filled, email: 'grace@example.com'})].map(
      async request => (await proxy(request)).status,
    ),
  )
  assert.deepEqual([statuses, api.requests.length], [[201, 201, 201], 2])
})

const refusals: [string, () => Request, number, RegExp][] = [
  ['names the field in error', () => submit({...filled, email: 'ada@'}), 422, /lang="es".*correo/],
  [
    'names a repeated field by its label',
    () => submit([...Object.entries(filled), ['name_first', 'Eve']]),
    422,
    /Nombre/,
  ],
  [
    'names the limit of a text',
    () => submit({...filled, 'consent.lang': 'en', name_first: 'x'.repeat(101)}),
    422,
    /Please shorten “First name” to at most 100 characters\./,
  ],
  [
    'does not repeat the name of an own field',
    () => submit({...filled, 'consent.lang': 'en', vip: 'x'.repeat(1001)}),
    422,
    /^(?!.*vip).*could not be accepted/,
  ],
  [
    'names no country of an invalid phone',
    () => submit({...filled, 'consent.lang': 'en', phone: '+44 1', phone_country: 'GB'}),
    422,
    /Please enter a phone number with \+ and its country code\./,
  ],
  [
    'requires the terms that were shown',
    () => submit({email: 'a@example.com', 'consent.terms': 'I accept'}),
    422,
    /Please accept the terms/,
  ],
  [
    'uses the browser’s language when the form has none',
    () => submit({email: ''}, {'accept-language': 'ar-EG,en;q=0.5'}),
    422,
    /lang="ar" dir="rtl"/,
  ],
  ['falls back to English', () => submit({email: ''}, {'accept-language': '<script>'}), 422, /lang="en"/],
  ['refuses a malformed percent sequence', () => submit('email=%ff%fe'), 400, /lang="en"/],
]
for (const [behaviour, make, status, page] of refusals)
  test(`${behaviour}, on a page`, async () => {
    await using api = await startContactApi()
    const response = await proxyFor(api, {allowedFields: ['vip']})(make())
    assert.equal(response.status, status)
    assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8')
    assert.match(await response.text(), page)
    assert.equal(api.requests.length, 0)
  })

test('responds with a page when the API is unavailable, and accepts a retry of the same form', async () => {
  await using api = await startContactApi((_request, response) => respond(response, 503))
  const response = await proxyFor(api)(submit({...filled, 'consent.lang': 'de'}))
  assert.deepEqual([response.status, response.headers.get('retry-after')], [503, '60'])
  assert.match(await response.text(), /lang="de"/)
})

test('refuses a form of another site before reading it', async () => {
  await using api = await startContactApi()
  for (const origin of ['https://evil.example', 'null'])
    assert.deepEqual(await verdict(await proxyFor(api)(submit(filled, {origin}))), [403, 'origin_forbidden'])
  assert.equal((await proxyFor(api)(submit(filled, {origin: site}))).status, 201)
})

const malformed = ['a=%ff', 'a=%c3', 'a=%c3&b=%a9', '%c3=%a9', 'a=%', 'a=%z1', 'a=%u00e9', 'a=%ed%a0%80', '%=b']
for (const text of malformed)
  test(`refuses the body ${text}`, () => assert.throws(() => readForm(text), {code: 'body_invalid'}))

test('reads pluses, percent sequences, equals signs and a replacement character', () =>
  assert.deepEqual(readForm('&a+b=c+%2B+%C3%A9&d=e=f&&g&h=%EF%BF%BD'), {
    'a b': 'c + é',
    d: 'e=f',
    g: '',
    h: '\ufffd',
  }))

test('reads 8,000 fields of one name in less than 20 ms', () => {
  const milliseconds = fastest(() => readForm('a&'.repeat(8190)))
  assert.ok(milliseconds < 20, `${milliseconds} ms`)
})

test('derives a key that other clients cannot predict', async () => {
  await using api = await startContactApi()
  const proxy = proxyFor(api)
  await proxy(submit({email: person.email}))
  const digest = await sha256(`form ${new Date().toISOString().slice(0, 10)} ${JSON.stringify({email: person.email})}`)
  const key = digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5')
  assert.equal((await proxy(post({email: 'eve@example.com'}, {'idempotency-key': key}))).status, 201)
})
