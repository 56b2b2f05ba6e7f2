import assert from 'node:assert/strict'
import {test} from 'node:test'
import {sha256} from '../../src/proxy/delivery/canonical.ts'
import {readForm} from '../../src/proxy/http/form-body.ts'
import {startContactApi, respond} from '../support/contact-api.ts'
import {person, post, proxyFor, site, verdict} from '../support/proxy.ts'

const filled = {
  name_first: 'Ada',
  email: 'ada@example.com',
  gdpr_accept_terms: 'on',
  'consent.terms': 'I accept',
  'consent.lang': 'es',
}
const submit = (
  fields: Record<string, string> | [string, string][] | string = filled,
  headers: Record<string, string | undefined> = {},
) =>
  post(typeof fields === 'string' ? fields : String(new URLSearchParams(fields)), {
    'content-type': 'application/x-www-form-urlencoded',
    'idempotency-key': undefined,
    ...headers,
  })

test('takes a form without script, and thanks in its language', async () => {
  await using api = await startContactApi()
  const proxy = proxyFor(api, {allowedTags: ['one', 'two'], allowedLists: ['news']})
  const answer = await proxy(
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
  const {gdpr_date: _date, ...sent} = api.requests[0]!.body
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
  assert.equal(answer.status, 201)
  assert.equal(answer.headers.get('content-type'), 'text/html; charset=utf-8')
  assert.match(answer.headers.get('content-security-policy')!, /^default-src 'none';/)
  assert.equal(answer.headers.get('cache-control'), 'no-store')
  const page = await answer.text()
  assert.match(page, /<html lang="es" dir="ltr">.*<h1>¡Muchas gracias!/)
  assert.doesNotMatch(page, /Ada|<script|style=/)
})

test('leads to the operator’s own thanks', async () => {
  await using api = await startContactApi()
  const answer = await proxyFor(api, {successUrl: 'https://ok.example/thanks'})(submit())
  assert.deepEqual(
    [answer.status, answer.headers.get('location'), await answer.text()],
    [303, 'https://ok.example/thanks', ''],
  )
})

test('posts once for two clicks, and again for another person', async () => {
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
  ['names the field to mend', () => submit({...filled, email: 'ada@'}), 422, /lang="es".*correo/],
  [
    'names a field of many by its label',
    () => submit([...Object.entries(filled), ['name_first', 'Eve']]),
    422,
    /Nombre/,
  ],
  [
    'wants the terms that were shown',
    () => submit({email: 'a@example.com', 'consent.terms': 'I accept'}),
    422,
    /Please accept the terms/,
  ],
  [
    'repeats nothing of an unknown name',
    () => submit({...filled, 'consent.lang': 'en', 'vip<b>': '1', vip: '1'}),
    422,
    /^(?!.*vip).*could not be accepted/,
  ],
  [
    'speaks the browser’s language where the form says none',
    () => submit({email: ''}, {'accept-language': 'ar-EG,en;q=0.5'}),
    422,
    /lang="ar" dir="rtl"/,
  ],
  [
    'speaks English where it knows no better',
    () => submit({email: ''}, {'accept-language': '<script>'}),
    422,
    /lang="en"/,
  ],
  ['takes no broken escape', () => submit('email=%ff%fe'), 400, /lang="en"/],
]
for (const [what, make, status, page] of refusals)
  test(`${what}, on a page`, async () => {
    await using api = await startContactApi()
    const answer = await proxyFor(api)(make())
    assert.equal(answer.status, status)
    assert.equal(answer.headers.get('content-type'), 'text/html; charset=utf-8')
    assert.match(await answer.text(), page)
    assert.equal(api.requests.length, 0)
  })

test('says on a page that the API cannot be had, and lets the same form try again', async () => {
  await using api = await startContactApi((_request, response) => respond(response, 503))
  const answer = await proxyFor(api)(submit({...filled, 'consent.lang': 'de'}))
  assert.deepEqual([answer.status, answer.headers.get('retry-after')], [503, '60'])
  assert.match(await answer.text(), /lang="de"/)
})

test('refuses a form of another site before it reads it', async () => {
  await using api = await startContactApi()
  for (const origin of ['https://evil.example', 'null'])
    assert.deepEqual(await verdict(await proxyFor(api)(submit(filled, {origin}))), [403, 'origin_forbidden'])
  assert.equal((await proxyFor(api)(submit(filled, {origin: site}))).status, 201)
})

test('reads 8,000 fields of one name in less than 20 ms', () => {
  const quickest = Math.min(
    ...[1, 2, 3].map(() => {
      const started = performance.now()
      readForm('a&'.repeat(8190))
      return performance.now() - started
    }),
  )
  assert.ok(quickest < 20, `${quickest} ms`)
})

test('has a key that nobody else can work out', async () => {
  await using api = await startContactApi()
  const proxy = proxyFor(api)
  await proxy(submit({email: person.email}))
  const digest = await sha256(`form ${new Date().toISOString().slice(0, 10)} ${JSON.stringify({email: person.email})}`)
  const key = digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5')
  assert.equal((await proxy(post({email: 'eve@example.com'}, {'idempotency-key': key}))).status, 201)
})
