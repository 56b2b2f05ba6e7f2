import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {test} from 'node:test'
import {setImmediate} from 'node:timers/promises'
import {startContactApi, created, respond, type Answer} from '../support/contact-api.ts'
import {endpoint, person, post, proxyFor, secret, site, verdict} from '../support/proxy.ts'

test('sends the documented request for the documented body, and adds the evidence', async () => {
  await using api = await startContactApi()
  const john = {
    name_first: 'John',
    name_last: 'Doe',
    email: 'johndoe@example.com',
    phone_countrycode: '44',
    phone_number: '7712345678',
    tags: ['tag1', 'tag2'],
  }
  const proxy = proxyFor(api, {allowedTags: ['tag1', 'tag2']})
  const response = await proxy(post({...john, gdpr_accept_terms: true}), {remoteAddress: '::ffff:203.0.113.9'})
  assert.deepEqual([response.status, await response.json()], [201, {status: 'created'}])
  const [{method, path, headers, body}] = api.requests as [(typeof api.requests)[0]]
  assert.deepEqual([method, path], ['POST', '/v2/account/acc-1/contact/'])
  assert.deepEqual(
    [headers.accept, headers['content-type'], headers.authorization],
    ['application/json', 'application/json', `Token token=${secret}`],
  )
  const {gdpr_date, gdpr_accept_terms: _terms, ...rest} = body
  assert.match(String(gdpr_date), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  assert.ok(Math.abs(Date.parse(String(gdpr_date)) - Date.now()) < 60_000)
  assert.deepEqual(rest, {...john, gdpr_remote_ip: '203.0.113.9'})
})

const sent: [string, Record<string, unknown>, Parameters<typeof proxyFor>[1], Record<string, unknown>][] = [
  ['a birthday as an instant', {born_date: '1990-12-31'}, {}, {born_date: '1990-12-31T00:00:00Z'}],
  [
    'lists with marketing consent',
    {gdpr_marketing_consent: true, list_ids: ['a', 'a', 'b']},
    {allowedLists: ['a', 'b']},
    {
      gdpr_marketing_consent: true,
      list_subscriptions: [
        {list_id: 'a', subscribed: true},
        {list_id: 'b', subscribed: true},
      ],
    },
  ],
  [
    'no lists without marketing consent',
    {list_ids: ['a'], gdpr_marketing_consent: false},
    {allowedLists: ['a']},
    {gdpr_marketing_consent: false},
  ],
  [
    'e-mail validation as configured',
    {},
    {emailValidation: {validate: true, create_if_invalid: true}},
    {email_validation: {validate: true, create_if_invalid: true}},
  ],
  [
    'allowed fields only',
    {user_id: '17', room: 'sea'},
    {allowedFields: ['user_id', 'room']},
    {user_id: '17', room: 'sea'},
  ],
  ['a country as its code', {country: 'es'}, {}, {country: 'ES'}],
  ['a country as its English name', {country: 'es'}, {countryAs: 'name'}, {country: 'Spain'}],
  [
    'one list as an object',
    {gdpr_marketing_consent: true, list_ids: ['a', 'a']},
    {allowedLists: ['a'], listSubscriptionsAs: 'object'},
    {gdpr_marketing_consent: true, list_subscriptions: {list_id: 'a', subscribed: true}},
  ],
  [
    'several lists as an array, since one object cannot name them',
    {gdpr_marketing_consent: true, list_ids: ['a', 'b']},
    {allowedLists: ['a', 'b'], listSubscriptionsAs: 'object'},
    {
      gdpr_marketing_consent: true,
      list_subscriptions: [
        {list_id: 'a', subscribed: true},
        {list_id: 'b', subscribed: true},
      ],
    },
  ],
  [
    'tags with spaces',
    {tags: ['early bird', 'vip']},
    {allowedTags: ['early bird', 'vip']},
    {tags: ['early bird', 'vip']},
  ],
  [
    'custom fields whose names have dashes or letters of any alphabet, also arrays',
    {'Loyalty-Level': 'gold', ciudadanía: 'MX', _x: 1, 興味: ['海', '空']},
    {allowedFields: ['Loyalty-Level', 'ciudadanía', '_x', '興味']},
    {'Loyalty-Level': 'gold', ciudadanía: 'MX', _x: 1, 興味: ['海', '空']},
  ],
  ['a birthday in its own notation', {born_date: '1990-12-31T00:00:00Z'}, {}, {born_date: '1990-12-31T00:00:00Z'}],
  ['nothing of the consent record', {consent: {marketing: 'Yes', page: 'https://ok.example/', lang: 'en'}}, {}, {}],
]
for (const [content, input, options, expected] of sent)
  test(`sends ${content}`, async () => {
    await using api = await startContactApi()
    assert.equal((await proxyFor(api, options)(post({...person, ...input}))).status, 201)
    const {gdpr_date: _date, gdpr_remote_ip: _address, ...body} = api.requests[0]!.body
    assert.deepEqual(body, {...person, ...expected})
  })

test('gives a body eight seconds', async t => {
  await using api = await startContactApi()
  const proxy = proxyFor(api)
  t.mock.timers.enable({apis: ['setTimeout']})
  let isCanceled = false
  const body = new ReadableStream({
    start: controller => controller.enqueue(new TextEncoder().encode('{"email":')),
    cancel: () => void (isCanceled = true),
  })
  const response = proxy(post(body))
  await setImmediate() // until the body is being read
  t.mock.timers.tick(7_999)
  assert.equal(await Promise.race([response, setImmediate('waiting')]), 'waiting')
  t.mock.timers.tick(1)
  assert.deepEqual(await verdict(await response), [408, 'timeout'])
  assert.ok(isCanceled)
})

test('refuses a body that breaks off as the client’s error, not as its own', async () => {
  await using api = await startContactApi()
  const proxy = proxyFor(api)
  const body = () =>
    new ReadableStream({
      pull: controller => controller.error(new TypeError(`disconnected after ${person.email}`)),
    })
  for (const type of ['application/json', 'application/x-www-form-urlencoded'])
    assert.equal((await proxy(post(body(), {'content-type': type}))).status, 400)
  assert.deepEqual(
    proxy.events.map(({level, event}) => [level, event]),
    [
      ['info', 'body_invalid'],
      ['info', 'body_invalid'],
    ],
  )
  assert.doesNotMatch(JSON.stringify(proxy.events), /canary/)
})

test('logs the names of what it does not allow, and no value', async () => {
  await using api = await startContactApi()
  const proxy = proxyFor(api, {allowedTags: ['vip'], allowedFields: ['room']})
  const refused = {tags: ['vip', 'canary-tag'], list_ids: ['canary-list'], shoe_size: 'canary-size', room: 'sea'}
  assert.deepEqual(await verdict(await proxy(post({...person, ...refused}))), [422, 'contact_invalid'])
  const [{level, event, fields}] = proxy.events as [(typeof proxy.events)[0]]
  assert.deepEqual([level, event, fields], ['warn', 'not_allowed', 'shoe_size tags list_ids'])
  assert.doesNotMatch(JSON.stringify(proxy.events), /canary/)
  assert.equal(api.requests.length, 0)
})

test('logs at most ten names of what it does not allow', async () => {
  await using api = await startContactApi()
  const proxy = proxyFor(api)
  await proxy(post({...person, ...Object.fromEntries(Array.from({length: 50}, (_, index) => [`field_${index}`, 1]))}))
  assert.equal(String(proxy.events[0]!.fields).split(' ').length, 10)
})

const boxes: [string, Record<string, unknown>, boolean][] = [
  ['accepted terms', {gdpr_accept_terms: true}, true],
  ['a box left unticked', {gdpr_marketing_consent: false}, true],
  ['a box left unticked in a form without JavaScript', {consent: {marketing: 'Yes, send me news.'}}, true],
  ['no box', {}, false],
  ['no box, but the page', {consent: {page: 'https://ok.example/', lang: 'en'}}, false],
]
for (const [form, input, isSent] of boxes)
  test(`${isSent ? 'sends' : 'sends no'} date and address of consent for a form with ${form}`, async () => {
    await using api = await startContactApi()
    const response = await proxyFor(api)(post({...person, ...input}), {remoteAddress: '203.0.113.9'})
    assert.equal(response.status, 201)
    const {body} = api.requests[0]!
    assert.deepEqual(['gdpr_date' in body, body.gdpr_remote_ip], [isSent, isSent ? '203.0.113.9' : undefined])
  })

const bytes = (size: number) =>
  JSON.stringify({...person, padding: 'x'.repeat(size - JSON.stringify({...person, padding: ''}).length)})
const chunked = () =>
  new ReadableStream({
    start(controller) {
      for (let chunk = 0; chunk < 40; chunk += 1) controller.enqueue(new TextEncoder().encode('x'.repeat(512)))
      controller.close()
    },
  })
const refusals: [string, () => Request, number, string][] = [
  ...[
    'https://evil.example',
    'null',
    'https://ok.example.evil',
    'http://ok.example',
    'https://ok.example:444',
    'https://OK.example',
    `${site}/`,
  ].map(
    origin =>
      [`the origin ${origin}`, () => post(person, {origin}), 403, 'origin_forbidden'] as [
        string,
        () => Request,
        number,
        string,
      ],
  ),
  [
    'another site without an Origin header',
    () => post(person, {origin: undefined, 'sec-fetch-site': 'cross-site'}),
    403,
    'origin_forbidden',
  ],
  ...[
    'text/plain',
    'application/json; charset=utf-16',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/x-www-form-urlencoded; charset=iso-8859-1',
    '',
  ].map(
    type =>
      [`the media type “${type}”`, () => post(person, {'content-type': type}), 415, 'media_type_unsupported'] as [
        string,
        () => Request,
        number,
        string,
      ],
  ),
  ['a compressed body', () => post(person, {'content-encoding': 'gzip'}), 415, 'media_type_unsupported'],
  ['16 KiB and a byte', () => post(bytes(16 * 1024 + 1)), 413, 'body_too_large'],
  ['more than 16 KiB in chunks', () => post(chunked()), 413, 'body_too_large'],
  ['a Content-Length over the limit', () => post(person, {'content-length': '99999'}), 413, 'body_too_large'],
  ['malformed UTF-8', () => post(new Uint8Array([0xff, 0xfe, 0x7b])), 400, 'body_invalid'],
  ['malformed JSON', () => post('{"email":'), 400, 'body_invalid'],
  ['an empty body', () => post(''), 400, 'body_invalid'],
  ['no idempotency key', () => post(person, {'idempotency-key': undefined}), 400, 'idempotency_key_invalid'],
  ['a key that is not a UUID', () => post(person, {'idempotency-key': '1'}), 400, 'idempotency_key_invalid'],
  ['another path', () => post(person, {}, 'https://forms.example.com/api/'), 404, 'not_found'],
  ['a query', () => post(person, {}, `${endpoint}?account_id=x`), 404, 'not_found'],
  ['dot segments', () => post(person, {}, `${endpoint}/../x`), 404, 'not_found'],
  ['PUT', () => new Request(endpoint, {method: 'PUT', headers: {origin: site}}), 405, 'method_not_allowed'],
  ['GET', () => new Request(endpoint), 405, 'method_not_allowed'],
  ...[
    ['a list', []],
    ['a user id', {...person, user_id: '1'}],
    ['a date of consent', {...person, gdpr_date: '2020-01-01'}],
    ['an address of consent', {...person, gdpr_remote_ip: '1.1.1.1'}],
    ['e-mail validation', {...person, email_validation: {validate: true}}],
    ['subscriptions', {...person, list_subscriptions: [{list_id: 'a'}]}],
    ['an unlisted custom field', {...person, vip: true}],
    ['an unlisted tag', {...person, tags: ['vip']}],
    ['an unlisted list', {...person, list_ids: ['vip'], gdpr_marketing_consent: true}],
    ['terms not accepted', {...person, gdpr_accept_terms: false}],
    ['a bidirectional override', {...person, name_last: 'Ada\u202eevil'}],
  ].map(([kind, body]) => [kind, () => post(body), 422, 'contact_invalid'] as [string, () => Request, number, string]),
  ['a __proto__ field', () => post('{"email":"a@b.co","__proto__":{"x":1}}'), 422, 'contact_invalid'],
  ['a lone surrogate', () => post('{"email":"a@b.co","name_first":"\\ud800"}'), 422, 'contact_invalid'],
]
for (const [kind, make, status, code] of refusals)
  test(`refuses ${kind} with ${status} without calling the API`, async () => {
    await using api = await startContactApi()
    const request = make()
    const allowed = request.headers.get('origin') === site
    const response = await proxyFor(api)(request)
    assert.equal(response.headers.get('content-type'), 'application/problem+json')
    assert.equal(response.headers.get('cache-control'), 'no-store')
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
    assert.equal(response.headers.get('vary'), 'Origin')
    assert.equal(response.headers.get('access-control-allow-origin'), allowed ? site : null)
    assert.deepEqual(await verdict(response), [status, code])
    assert.equal(api.requests.length, 0)
  })

test('names the invalid fields', async () => {
  await using api = await startContactApi()
  const response = await proxyFor(api)(post({email: 'ada@', name_first: '\0', vip: 1}))
  const {issues} = (await response.json()) as {issues: unknown}
  assert.deepEqual(issues, [
    {field: 'name_first', code: 'characters_invalid'},
    {field: 'email', code: 'email_invalid'},
  ])
})

test('accepts 16 KiB, a charset, and requests without Origin', async () => {
  await using api = await startContactApi()
  const proxy = proxyFor(api, {allowedFields: ['padding']})
  assert.deepEqual(await verdict(await proxy(post(bytes(16 * 1024)))), [422, 'contact_invalid']) // validated, so it was read
  assert.equal((await proxy(post(person, {'content-type': 'Application/JSON; Charset="UTF-8"'}))).status, 201)
  assert.equal((await proxy(post(person, {origin: undefined}))).status, 201)
})

test('accepts the origins of previews: one label in place of *, on https and that port', async () => {
  await using api = await startContactApi()
  const proxy = proxyFor(api, {allowedOrigins: ['https://*.example.dev', 'https://*.other.example:8443']})
  const origins: [origin: string, status: number][] = [
    ['https://pr-7.example.dev', 201],
    ['https://xn--bcher-kva.example.dev', 201],
    ['https://a.other.example:8443', 201],
    ['https://a.other.example', 403],
    ['https://pr-7.example.dev:8443', 403],
    ['http://pr-7.example.dev', 403],
    ['https://a.b.example.dev', 403],
    ['https://example.dev', 403],
    ['https://.example.dev', 403],
    ['https://*.example.dev', 403],
    ['https://*', 403],
    ['https://evilexample.dev', 403],
    ['https://evil.example/.example.dev', 403],
    ['https://evil.example#.example.dev', 403],
    ['https://evil@pr-7.example.dev', 403],
    ['https://pr-7.example.dev.evil.example', 403],
    ['https://pr-7.example.dev/', 403],
    ['https://PR-7.example.dev', 403],
    ['null', 403],
  ]
  for (const [origin, status] of origins) {
    const response = await proxy(post(person, {origin}))
    assert.equal(response.status, status, origin)
    const allowed = response.headers.get('access-control-allow-origin')
    assert.equal(allowed, status === 201 ? origin : null)
  }
})

test('accepts any port of this machine where it is allowed', async () => {
  await using api = await startContactApi()
  const proxy = proxyFor(api, {allowedOrigins: ['http://localhost:*', 'http://[::1]:*']})
  const origins: [origin: string, status: number][] = [
    ['http://localhost:5173', 201],
    ['http://localhost', 201],
    ['http://[::1]:3000', 201],
    ['https://localhost:5173', 403],
    ['http://127.0.0.1:5173', 403],
    ['http://localhost:*', 403],
    ['http://localhost:', 403],
    ['http://localhost:5173:80', 403],
    ['http://localhost.evil.example:5173', 403],
    ['http://evil.localhost:5173', 403],
  ]
  for (const [origin, status] of origins) assert.equal((await proxy(post(person, {origin}))).status, status, origin)
})

test('accepts only its own origin when none is configured', async () => {
  await using api = await startContactApi()
  const proxy = proxyFor(api, {allowedOrigins: []})
  const seen = []
  for (const origin of [
    'https://forms.example.com',
    site,
    'null',
    'http://forms.example.com',
    'https://forms.example.com:8443',
  ])
    seen.push((await proxy(post(person, {origin}))).status)
  assert.deepEqual(seen, [201, 403, 403, 403, 403])
})

test('answers preflights with fixed headers', async () => {
  await using api = await startContactApi()
  const preflight = (origin: string) =>
    proxyFor(api)(
      new Request(endpoint, {method: 'OPTIONS', headers: {origin, 'access-control-request-headers': 'x-evil'}}),
    )
  const response = await preflight(site)
  assert.equal(response.status, 204)
  assert.equal(response.headers.get('access-control-allow-origin'), site)
  assert.equal(response.headers.get('access-control-allow-methods'), 'POST')
  assert.equal(response.headers.get('access-control-allow-headers'), 'Content-Type, Idempotency-Key')
  assert.equal((await preflight('https://evil.example')).status, 403)
})

test('makes one API call for 50 concurrent posts under one key, with 50 equal responses', async () => {
  await using api = await startContactApi((request, response) => setTimeout(() => created(request, response), 30))
  const proxy = proxyFor(api)
  const key = randomUUID()
  const responses = await Promise.all(Array.from({length: 50}, () => proxy(post(person, {'idempotency-key': key}))))
  const bodies = await Promise.all(responses.map(response => response.text()))
  assert.deepEqual([...new Set(responses.map(({status}) => status)), ...new Set(bodies)], [201, '{"status":"created"}'])
  assert.equal(api.requests.length, 1)
  assert.deepEqual(await verdict(await proxy(post({...person, name_first: 'Grace'}, {'idempotency-key': key}))), [
    422,
    'idempotency_key_reused',
  ])
})

test('retries under the same key after the API was down', async () => {
  await using api = await startContactApi((_request, response) => respond(response, 503))
  const proxy = proxyFor(api)
  const key = randomUUID()
  assert.equal((await proxy(post(person, {'idempotency-key': key}))).status, 503)
  api.answer = created
  assert.equal((await proxy(post(person, {'idempotency-key': key}))).status, 201)
  assert.equal(api.requests.length, 2)
})

const accountId = 'account-canary' // not hexadecimal: request ids cannot contain it
const echo = JSON.stringify({error: `no account ${accountId} ${secret} ${person.email}`})
const apiResponses: [string, Answer, number, string | undefined, string?][] = [
  ['201 with a broken body', (_, response) => respond(response, 201, '{"id":'), 201, undefined],
  [
    '201 with an HTML page',
    (_, response) => respond(response, 201, '<html>', {'content-type': 'text/html'}),
    201,
    undefined,
  ],
  ['201 with an endless body', (_, response) => void response.writeHead(201).write('{'), 201, undefined],
  ['200 with JSON', (_, response) => respond(response, 200, '{"id":"1"}'), 201, undefined],
  [
    '200 with an HTML page',
    (_, response) => respond(response, 200, '<html>', {'content-type': 'text/html'}),
    504,
    'upstream_unknown',
  ],
  ['204', (_, response) => respond(response, 204), 504, 'upstream_unknown'],
  ['409', (_, response) => respond(response, 409, echo), 201, undefined],
  ...[400, 422].map(
    status =>
      [`${status}`, (_: unknown, response: never) => respond(response, status, echo), 422, 'refused'] as [
        string,
        Answer,
        number,
        string,
      ],
  ),
  ...[401, 402, 403, 404].map(
    status =>
      [
        `${status}`,
        (_: unknown, response: never) => respond(response, status, echo),
        502,
        'upstream_misconfigured',
      ] as [string, Answer, number, string],
  ),
  ...[408, 425, 500, 502, 504].map(
    status =>
      [`${status}`, (_: unknown, response: never) => respond(response, status, echo), 504, 'upstream_unknown'] as [
        string,
        Answer,
        number,
        string,
      ],
  ),
  [
    '429 with Retry-After in seconds',
    (_, response) => respond(response, 429, echo, {'retry-after': '7'}),
    503,
    'upstream_unavailable',
    '7',
  ],
  [
    '503 with a long Retry-After',
    (_, response) => respond(response, 503, echo, {'retry-after': '99999'}),
    503,
    'upstream_unavailable',
    '3600',
  ],
  [
    '503 with Retry-After in the past',
    (_, response) => respond(response, 503, echo, {'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT'}),
    503,
    'upstream_unavailable',
    '1',
  ],
  [
    '503 with a malformed Retry-After',
    (_, response) => respond(response, 503, echo, {'retry-after': 'soon'}),
    503,
    'upstream_unavailable',
    '60',
  ],
  ['a connection reset', request => request.socket.destroy(), 504, 'upstream_unknown'],
  ['no response', () => {}, 504, 'upstream_unknown'],
  ['a malformed response', request => void request.socket.end('what?\r\n\r\n'), 504, 'upstream_unknown'],
]
for (const [kind, answer, status, code, retryAfter] of apiResponses)
  test(`responds ${status} to ${kind} of the API without repeating it`, async () => {
    await using api = await startContactApi(answer)
    const proxy = proxyFor(api, {deadline: 300, accountId})
    const response = await proxy(post())
    if (retryAfter) assert.equal(response.headers.get('retry-after'), retryAfter)
    const output =
      JSON.stringify([...response.headers]) + (await response.clone().text()) + JSON.stringify(proxy.events)
    for (const canary of [secret, person.email, person.name_first, accountId])
      assert.ok(!output.includes(canary), canary)
    assert.deepEqual(await verdict(response), [status, code])
    assert.equal(api.requests.length, 1)
    assert.equal(proxy.events.length, 1)
  })

for (const status of [301, 302, 303, 307, 308])
  test(`does not follow a ${status} redirect`, async () => {
    await using other = await startContactApi()
    await using api = await startContactApi((_request, response) =>
      respond(response, status, '', {location: `${other.url}/v2/`}),
    )
    assert.deepEqual(await verdict(await proxyFor(api)(post())), [502, 'upstream_misconfigured'])
    assert.equal(other.requests.length, 0)
  })

test('responds 503 when the API refuses connections', async () => {
  const api = await startContactApi()
  await api.close()
  const response = await proxyFor(api)(post())
  assert.equal(response.headers.get('retry-after'), '60')
  assert.deepEqual(await verdict(response), [503, 'upstream_unavailable'])
})

test('refuses another contact under the key of a failed one', async () => {
  await using api = await startContactApi((_request, response) => respond(response, 500))
  const proxy = proxyFor(api)
  const key = randomUUID()
  const send = async (email: string) => verdict(await proxy(post({email}, {'idempotency-key': key})))
  assert.deepEqual(
    [await send('a@example.com'), await send('b@example.com'), await send('a@example.com')],
    [
      [504, 'upstream_unknown'],
      [422, 'idempotency_key_reused'],
      [504, 'upstream_unknown'],
    ],
  )
  assert.equal(api.requests.length, 2)
})
