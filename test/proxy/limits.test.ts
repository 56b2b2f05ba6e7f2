import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {test} from 'node:test'
import {openMemoryCounter, shareCounter} from '../../src/proxy/intake/limits/counter.ts'
import {openOutbox} from '../../src/proxy/outbox/open.ts'
import type {ProxyOptions} from '../../src/proxy/index.ts'
import {toMailbox, toNetwork} from '../../src/proxy/intake/limits/subjects.ts'
import {created, respond, startContactApi} from '../support/contact-api.ts'
import {freshPath, until} from '../support/outbox.ts'
import {person, post, proxyFor, verdict} from '../support/proxy.ts'

const newPerson = () => ({email: `${randomUUID()}@example.com`})

test('limits an address, and an IPv6 /64 as one', async () => {
  await using api = await startContactApi()
  const proxy = proxyFor(api, {rateLimitAddress: '2/60'})
  const statuses = async (...addresses: string[]) => {
    const seen = []
    for (const remoteAddress of addresses) seen.push((await proxy(post(newPerson()), {remoteAddress})).status)
    return seen
  }
  assert.deepEqual(
    await statuses('203.0.113.9', '::ffff:203.0.113.9', '203.0.113.9', '203.0.113.10'),
    [201, 201, 429, 201],
  )
  assert.deepEqual(
    await statuses('2001:db8::1', '2001:db8::ffff:1', '2001:db8::2', '2001:db8:0:1::1'),
    [201, 201, 429, 201],
  )
  assert.equal(api.requests.length, 6)
})

test('sends Retry-After and exposes it to pages of an allowed origin', async () => {
  await using api = await startContactApi()
  const proxy = proxyFor(api, {rateLimitTotal: '1/90'})
  await proxy(post(newPerson()))
  const response = await proxy(post(newPerson()))
  assert.ok(Number(response.headers.get('retry-after')) > 80 && Number(response.headers.get('retry-after')) <= 90)
  assert.equal(response.headers.get('access-control-allow-origin'), 'https://ok.example')
  assert.match(response.headers.get('access-control-expose-headers')!, /Retry-After/)
  assert.deepEqual(await verdict(response), [429, 'rate_limited'])
})

test('limits one mailbox across addresses and spellings', async () => {
  await using api = await startContactApi()
  const proxy = proxyFor(api, {rateLimitPerson: '3/3600'})
  const spellings = ['victim@example.com', 'Victim+1@Example.com', 'VICTIM@example.com', 'victim+x@example.com']
  const seen = await Promise.all(
    Array.from({length: 100}, (_, index) =>
      proxy(post({email: spellings[index % 4], name_first: `n${index}`}), {remoteAddress: `198.51.100.${index}`}).then(
        ({status}) => status,
      ),
    ),
  )
  assert.deepEqual(seen.sort().slice(0, 4), [201, 201, 201, 429])
  assert.equal(api.requests.length, 3)
})

test('limits a phone number in any notation', async () => {
  await using api = await startContactApi()
  const proxy = proxyFor(api, {rateLimitPerson: '1/60'})
  assert.equal((await proxy(post({phone: '+44 20 7946 0958', email: 'a@example.com'}))).status, 201)
  assert.equal(
    (await proxy(post({phone_countrycode: '44', phone_number: '020 7946 0958', email: 'b@example.com'}))).status,
    429,
  )
})

test('counts a retried lead once', async () => {
  await using api = await startContactApi((_request, response) => respond(response, 503))
  const proxy = proxyFor(api, {rateLimitAddress: '1/60', rateLimitPerson: '1/60'})
  const key = randomUUID()
  const send = (headers = {}) =>
    proxy(post(person, {'idempotency-key': key, ...headers}), {remoteAddress: '203.0.113.9'}).then(({status}) => status)
  assert.deepEqual(await Promise.all([send(), send(), send()]), [503, 503, 503])
  api.answer = created
  assert.deepEqual([await send(), await send()], [201, 201])
  assert.equal(await send({'idempotency-key': randomUUID()}), 429)
})

test('counts another person under the same key, and counts a lead again after 20 retries', async () => {
  await using api = await startContactApi((_request, response) => respond(response, 422))
  const proxy = proxyFor(api, {rateLimitAddress: '2/60'})
  const key = randomUUID()
  const send = (body: object) =>
    proxy(post(body, {'idempotency-key': key}), {remoteAddress: '203.0.113.9'}).then(({status}) => status)
  assert.deepEqual([await send(newPerson()), await send(newPerson()), await send(newPerson())], [422, 422, 429])
  const same = proxyFor(api, {rateLimitAddress: '1/60'})
  const seen = []
  for (let index = 0; index < 30; index += 1)
    seen.push((await same(post(person, {'idempotency-key': key}), {remoteAddress: '203.0.113.9'})).status)
  assert.equal(seen.filter(status => status === 422).length, 20)
})

test('does not count leads refused for other reasons', async () => {
  await using api = await startContactApi()
  const proxy = proxyFor(api, {rateLimitAddress: '1/60'})
  const at = {remoteAddress: '203.0.113.9'}
  for (const body of [{email: 'nobody'}, {...person, vip: 1}]) assert.equal((await proxy(post(body), at)).status, 422)
  assert.equal((await proxy(post(), at)).status, 201)
})

const sources: [source: string, options: Partial<ProxyOptions>, headers: Record<string, string>[]][] = [
  ['the socket', {}, [{}, {'x-forwarded-for': '203.0.113.7'}]],
  ['the edge', {clientIp: 'cf-connecting-ip'}, [{}, {'cf-connecting-ip': 'nonsense'}]],
  [
    'trusted proxies',
    {clientIp: 'x-forwarded-for', trustedProxies: ['127.0.0.1/32']},
    [{}, {'x-forwarded-for': '203.0.113.7'}],
  ],
]
for (const [source, options, headers] of sources)
  test(`counts all leads without an address from ${source} as one subject, and logs it once`, async () => {
    await using api = await startContactApi()
    const proxy = proxyFor(api, {rateLimitAddress: '2/60', ...options})
    const known = {'cf-connecting-ip': '203.0.113.9'}
    const at = {remoteAddress: '203.0.113.9'}
    for (let count = 0; count < 2; count += 1) assert.equal((await proxy(post(newPerson(), known), at)).status, 201)
    const seen = []
    for (let count = 0; count < 6; count += 1)
      seen.push((await proxy(post(newPerson(), headers[count % 2]), {})).status)
    assert.deepEqual(seen, [201, 201, 429, 429, 429, 429])
    assert.deepEqual(
      proxy.events.filter(({event}) => event === 'address_unknown').map(({level}) => level),
      ['error'],
    )
  })

test('logs once that addresses are unknown also where nothing is limited, because the consent record lacks them', async () => {
  await using api = await startContactApi()
  const proxy = proxyFor(api)
  for (let count = 0; count < 3; count += 1) await proxy(post(newPerson()), {})
  assert.deepEqual(
    proxy.events.map(({event}) => event),
    ['address_unknown', 'created', 'created', 'created'],
  )
})

test('does not count leads that the total refuses against the people who send them', async () => {
  await using api = await startContactApi()
  const proxy = proxyFor(api, {rateLimitTotal: '1/1', rateLimitPerson: '3/3600', rateLimitAddress: '3/3600'})
  const at = {remoteAddress: '203.0.113.9'}
  assert.equal((await proxy(post(newPerson()), {remoteAddress: '203.0.113.1'})).status, 201)
  for (let count = 0; count < 5; count += 1) {
    const response = await proxy(post({...person, phone: '+44 20 7946 0958'}), at)
    assert.deepEqual([response.status, response.headers.get('retry-after')], [429, '1'])
  }
  await until(
    'the end of the flood',
    async () => (await proxy(post({...person, phone: '+44 20 7946 0958'}), at)).status === 201,
  )
})

test('does not count suspect leads against the person whose address they name', async t => {
  await using api = await startContactApi()
  const outbox = await openOutbox({place: {kind: 'file', path: freshPath()}})
  const proxy = proxyFor(api, {outbox, rateLimitPerson: '2/3600', rateLimitAddress: '5/60'})
  t.after(() => proxy.close().then(() => outbox!.close()))
  const victim = {email: 'victim@example.com', phone: '+44 20 7946 0958'}
  const from = (index: number) => ({remoteAddress: `198.51.100.${index}`})
  for (const signals of [{more_comments: 'x'}, {form_elapsed: 1}, {form_elapsed: -1}]) {
    const seen = []
    for (let index = 0; index < 3; index += 1)
      seen.push((await proxy(post({...victim, name_first: `n${index}`, ...signals}), from(index))).status)
    assert.deepEqual(seen, [201, 201, 429], JSON.stringify(signals))
  }
  assert.equal((await proxy(post(victim), from(9))).status, 201)
  assert.deepEqual(
    api.requests.map(({body}) => body.email),
    ['victim@example.com'],
  )
})

test('counts suspect leads with all others when there is no outbox, because they are sent', async () => {
  await using api = await startContactApi()
  const signals = [{}, {more_comments: 'x'}, {form_elapsed: 1}, {form_elapsed: -1}]
  for (const rates of [{rateLimitPerson: '2/60'}, {rateLimitAddress: '2/60'}, {rateLimitTotal: '2/60'}]) {
    api.requests.length = 0
    const proxy = proxyFor(api, rates)
    const seen = []
    for (const signal of [...signals, ...signals])
      seen.push((await proxy(post({...person, ...signal}), {remoteAddress: '203.0.113.9'})).status)
    assert.deepEqual(seen, [201, 201, 429, 429, 429, 429, 429, 429], JSON.stringify(rates))
    assert.equal(api.requests.length, 2)
  }
})

test('sends the whole window as Retry-After, which does not reveal when another lead was sent', async t => {
  t.mock.timers.enable({apis: ['Date']})
  await using api = await startContactApi()
  for (const [limit, seconds] of [
    ['rateLimitPerson', '3600'],
    ['rateLimitAddress', '600'],
  ] as const) {
    const proxy = proxyFor(api, {[limit]: `1/${seconds}`})
    const send = () => proxy(post(person), {remoteAddress: '203.0.113.9'})
    await send()
    t.mock.timers.tick(100_000)
    assert.equal((await send()).headers.get('retry-after'), seconds)
  }
})

test('counts Argentine mobile numbers with and without the 9 as one phone', async () => {
  await using api = await startContactApi()
  const proxy = proxyFor(api, {rateLimitPerson: '1/60'})
  assert.equal((await proxy(post({phone: '+54 9 11 2345 6789'}))).status, 201)
  assert.equal((await proxy(post({phone: '+54 11 2345 6789'}))).status, 429)
})

test('counts in memory while the shared store is down, and logs it once', async () => {
  const events: string[] = []
  const rate = {leads: 1, seconds: 60}
  const failures = {refuses: () => Promise.reject(new Error('down')), hangs: () => new Promise(() => {})}
  for (const [name, consume] of Object.entries(failures)) {
    const counter = shareCounter(
      {consume, reward: consume},
      openMemoryCounter('address', rate),
      ({event}) => void events.push(event),
    )
    assert.deepEqual([await counter('a'), (await counter('a')) > 50, await counter('b')], [0, true, 0], name)
  }
  assert.deepEqual(events, ['limits_store_down', 'limits_store_down'])
})

const mailboxes: [string, string][] = [
  ['Ada@Example.com', 'ada@example.com'],
  ['ada+news@example.com', 'ada@example.com'],
  ['+ada@example.com', '+ada@example.com'],
  ['a.d.a+x@googlemail.com', 'ada@gmail.com'],
  ['a.d.a@example.com', 'a.d.a@example.com'],
  ['ada@me.com', 'ada@icloud.com'],
  ['a.d-a_@pm.me', 'ada@proton.me'],
  ['ada.l@ya.ru', 'ada-l@yandex.com'],
  ['Ada-L+news@yandex.com.tr', 'ada-l@yandex.com'],
  ['ada@narod.ru', 'ada@yandex.com'],
  ['ada@yandex.example', 'ada@yandex.example'],
  ['news@ada.fastmail.com', 'ada@fastmail.com'],
  ['news+x@Ada.fastmail.fm', 'ada@fastmail.fm'],
  ['ada@fastmail.com', 'ada@fastmail.com'],
  ['a.da@hey.com', 'ada@hey.com'],
  ['news@a.da.example', 'news@a.da.example'],
  ['jörg@example.de', 'jörg@example.de'],
]
for (const [email, mailbox] of mailboxes)
  test(`counts ${email} as ${mailbox}`, () => assert.equal(toMailbox(email), mailbox))

const networks: [string, string][] = [
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::'],
  ['203.0.113.9', '203.0.113.9'],
  ['::1', '::'],
]
for (const [address, network] of networks)
  test(`counts ${address} as ${network}`, () => assert.equal(toNetwork(address), network))

test('drops the counts of those that sent least recently when a flood exceeds the maximum, and no others', async () => {
  const counter = openMemoryCounter('address', {leads: 1, seconds: 60})
  assert.deepEqual([await counter('first'), (await counter('first')) > 50], [0, true])
  for (let index = 0; index < 50_001; index += 1) await counter(`${index}`)
  assert.deepEqual(
    [await counter('first'), (await counter('50000')) > 50, (await counter('9999')) > 50],
    [0, true, true],
  )
})
