import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {test} from 'node:test'
import {sendByFetch} from '../../../src/proxy/contact-api/fetch-transport.ts'
import type {ProxyOptions} from '../../../src/proxy/index.ts'
import {readOptions} from '../../../src/proxy/config/options.ts'
import {DeliveryWorker} from '../../../src/proxy/outbox/worker.ts'
import {createLookUp} from '../../../src/proxy/contact-api/look-up.ts'
import type {SqlOutbox} from '../../../src/proxy/outbox/sql/sql-outbox.ts'
import {createUpstream} from '../../../src/proxy/contact-api/upstream.ts'
import {created, respond, startContactApi, type Answer, type ContactApi} from '../../support/contact-api.ts'
import {freshPath, openFile, until} from '../../support/outbox.ts'
import {person, post, proxyFor, secret, verdict} from '../../support/proxy.ts'

/** A proxy with a SQLite outbox of its own. */
async function stored(api: Pick<ContactApi, 'url'>, options: Partial<ProxyOptions> = {}, outbox?: SqlOutbox) {
  const store = outbox ?? (await openFile())
  const proxy = proxyFor(api, {outbox: store, deadline: 300, redeliveryRate: 20, ...options})
  return {
    proxy,
    outbox: store,
    [Symbol.asyncDispose]: async () => {
      await proxy.close()
      await store.close()
    },
  }
}

/** Gives a lead its turn now, and waits for what becomes of it. */
const hurried = (outbox: SqlOutbox, key: string, what: string, look: () => Promise<boolean> | boolean) =>
  until(what, async () => (await look()) || (await outbox.retry(key, Date.now()), false))

const html = {'content-type': 'text/html'}
const echo = JSON.stringify({error: `no account acc-1 ${secret} ${person.email}`})
const says =
  (status: number, headers?: Record<string, string>): Answer =>
  (_request, response) =>
    respond(response, status, echo, headers)
/** What the API does; what the visitor sees; where the lead is then; why; whether the queue pauses. */
const table: [string, Answer, number, string, string | undefined, string?][] = [
  ['201', created, 201, 'delivered', undefined],
  ['201 with a broken body', (_, response) => respond(response, 201, '{"id":'), 201, 'delivered', undefined],
  ['201 with an empty body', (_, response) => respond(response, 201), 201, 'delivered', undefined],
  ['201 with a web page', (_, response) => respond(response, 201, '<html>', html), 201, 'delivered', undefined],
  ['201 that never ends', (_, response) => void response.writeHead(201).write('{'), 201, 'delivered', undefined],
  [
    '201 that says it is packed',
    (_, response) => respond(response, 201, 'no gzip', {'content-encoding': 'gzip'}),
    201,
    'delivered',
    undefined,
  ],
  ['200 with JSON', (_, response) => respond(response, 200, '{"id":"1"}'), 201, 'delivered', undefined],
  ['200 with a web page', (_, response) => respond(response, 200, '<html>', html), 202, 'pending', 'unknown'],
  ['204', (_, response) => respond(response, 204), 202, 'pending', 'unknown'],
  ...[301, 302, 303, 307, 308].map(
    status =>
      [`${status}`, says(status, {location: '/'}), 202, 'pending', 'misconfigured', 'account'] as (typeof table)[0],
  ),
  ...[400, 422].map(status => [`${status}`, says(status), 422, 'dead', 'refused'] as (typeof table)[0]),
  ...[401, 402, 403, 404].map(
    status => [`${status}`, says(status), 202, 'pending', 'misconfigured', 'account'] as (typeof table)[0],
  ),
  ['409', says(409), 201, 'delivered', undefined],
  ...[408, 425, 500, 502, 504].map(
    status => [`${status}`, says(status), 202, 'pending', 'unknown'] as (typeof table)[0],
  ),
  ['429 with seconds', says(429, {'retry-after': '7'}), 202, 'pending', 'busy', 'busy'],
  [
    '503 with a date',
    says(503, {'retry-after': new Date(Date.now() + 9000).toUTCString()}),
    202,
    'pending',
    'busy',
    'busy',
  ],
  ['503 with nothing', says(503), 202, 'pending', 'busy', 'busy'],
  ['a reset', request => request.socket.destroy(), 202, 'pending', 'unknown'],
  ['silence', () => {}, 202, 'pending', 'unknown'],
  ['garbage', request => void request.socket.end('what?\r\n\r\n'), 202, 'pending', 'unknown'],
]
for (const [what, answer, status, state, reason, pause] of table)
  test(`when the API says ${what} the visitor sees ${status}, and the lead is ${state}`, async () => {
    await using api = await startContactApi(answer)
    await using at = await stored(api)
    const key = randomUUID()
    const response = await at.proxy(post(person, {'idempotency-key': key}))
    const said =
      JSON.stringify([...response.headers]) + (await response.clone().text()) + JSON.stringify(at.proxy.events)
    for (const canary of [secret, person.email, person.name_first, 'acc-1']) assert.ok(!said.includes(canary), canary)
    assert.deepEqual(await verdict(response), [status, status === 422 ? 'refused' : undefined])
    const known = await at.outbox.find(key)
    assert.deepEqual([known?.state, known?.reason], [state, reason])
    assert.equal((await at.outbox.counts(Date.now())).paused?.reason, pause)
    assert.equal(api.requests.length, 1)
  })

test('a lead that cannot be sent is safe, and follows when the API is back', async () => {
  const api = await startContactApi()
  const {port} = new URL(api.url)
  await api.close()
  await using at = await stored(api)
  const key = randomUUID()
  const answer = await at.proxy(post(person, {'idempotency-key': key}), {remoteAddress: '203.0.113.9'})
  assert.deepEqual([answer.status, await answer.json()], [202, {status: 'accepted'}])
  assert.deepEqual(await at.outbox.find(key), {id: key, state: 'pending', reason: 'not_sent'})
  const stored_at = Date.now()
  await using back = await startContactApi(created, Number(port))
  await hurried(at.outbox, key, 'delivery', async () => (await at.outbox.find(key))?.state === 'delivered')
  const {gdpr_date, ...body} = back.requests[0]!.body
  assert.deepEqual(body, {...person, gdpr_remote_ip: '203.0.113.9'})
  assert.ok(Date.parse(String(gdpr_date)) <= stored_at) // frozen when it was stored
})

test('answers within its deadline while the try goes on, and asks nobody again when it ends well', async () => {
  let finish = () => {}
  await using api = await startContactApi((request, response) => void (finish = () => created(request, response)))
  await using at = await stored(api, {answerWithin: 50, deadline: 5_000})
  const key = randomUUID()
  assert.equal((await at.proxy(post(person, {'idempotency-key': key}))).status, 202)
  assert.equal((await at.outbox.find(key))?.state, 'sending')
  finish()
  await until('delivery', async () => (await at.outbox.find(key))?.state === 'delivered')
  assert.equal((await at.proxy(post(person, {'idempotency-key': key}))).status, 201)
  assert.equal(api.requests.length, 1)
})

test('gives 50 equal posts under one key one call and 50 equal answers', async () => {
  await using api = await startContactApi((request, response) => void setTimeout(() => created(request, response), 30))
  await using at = await stored(api)
  const key = randomUUID()
  const answers = await Promise.all(Array.from({length: 50}, () => at.proxy(post(person, {'idempotency-key': key}))))
  const bodies = await Promise.all(answers.map(answer => answer.text()))
  assert.deepEqual([...new Set(answers.map(({status}) => status)), ...new Set(bodies)], [201, '{"status":"created"}'])
  assert.equal(api.requests.length, 1)
  assert.deepEqual(await verdict(await at.proxy(post({...person, name_first: 'Grace'}, {'idempotency-key': key}))), [
    422,
    'idempotency_key_reused',
  ])
})

test('gives the same person with the same contact under 50 keys one call and 50 equal answers', async () => {
  await using api = await startContactApi((request, response) => void setTimeout(() => created(request, response), 30))
  await using at = await stored(api)
  const answers = await Promise.all(
    Array.from({length: 50}, () => at.proxy(post({...person, consent: {page: `https://ok.example/${randomUUID()}`}}))),
  )
  assert.deepEqual([...new Set(answers.map(({status}) => status))], [201])
  assert.equal(api.requests.length, 1)
})

test('two proxies on one file give one key one call, and both the same answer', async () => {
  await using api = await startContactApi((request, response) => void setTimeout(() => created(request, response), 150))
  const path = freshPath()
  await using one = await stored(api, {deadline: 3000}, await openFile(path))
  await using other = await stored(api, {deadline: 3000}, await openFile(path))
  const key = randomUUID()
  const answers = await Promise.all(
    Array.from({length: 50}, (_, index) => (index % 2 ? one : other).proxy(post(person, {'idempotency-key': key}))),
  )
  assert.deepEqual([...new Set(answers.map(({status}) => status))], [201])
  assert.equal(api.requests.length, 1)
})

test('answers a refused lead with the refusal again, and asks nobody', async () => {
  await using api = await startContactApi(says(422))
  await using at = await stored(api)
  const key = randomUUID()
  for (let round = 0; round < 2; round += 1)
    assert.deepEqual(await verdict(await at.proxy(post(person, {'idempotency-key': key}))), [422, 'refused'])
  assert.equal(api.requests.length, 1)
})

test('sends nothing while the queue is paused, and all of it when an account fault is mended', async () => {
  await using api = await startContactApi(says(401))
  await using at = await stored(api)
  assert.equal((await at.proxy(post({email: 'first@example.com'}))).status, 202)
  for (const email of ['a@example.com', 'b@example.com']) assert.equal((await at.proxy(post({email}))).status, 202)
  assert.equal(api.requests.length, 1)
  assert.deepEqual(
    at.proxy.events.filter(({level}) => level === 'error').map(({event, reason}) => [event, reason]),
    [['queue_paused', 'account']],
  )
  api.answer = created
  await at.outbox.resume()
  await until(
    'delivery of all',
    async () => (await at.outbox.counts(Date.now())).pending + (await at.outbox.counts(Date.now())).sending === 0,
  )
  assert.equal(api.requests.length, 4)
})

test('treats what a dead process left behind as the setting says', async () => {
  for (const [unknownOutcome, state, calls] of [
    ['retry', 'delivered', 1],
    ['hold', 'dead', 0],
    ['reconcile', 'delivered', 1],
  ] as const) {
    await using api = await startContactApi((request, response) =>
      request.method === 'GET' ? respond(response, 200, '[]') : created(request, response),
    )
    const path = freshPath()
    const dead = await openFile(path)
    const key = randomUUID()
    const now = Date.now()
    await dead.store(
      {key, payload: 'p', content: 't', person: {}, body: {...person, user_id: key}, record: {time: ''}, wordings: {}},
      now,
      {owner: 'dead', now, until: now},
    )
    await dead.close()
    await using at = await stored(api, {unknownOutcome}, await openFile(path))
    await until(`${unknownOutcome}: settled`, async () => (await at.outbox.find(key))?.state === state)
    assert.equal(api.requests.filter(({method}) => method === 'POST').length, calls)
  }
})

test('looks an unknown outcome up before it sends again', async () => {
  let known: unknown[] = []
  await using api = await startContactApi((request, response) =>
    request.method === 'GET' ? respond(response, 200, JSON.stringify({contacts: known})) : respond(response, 500),
  )
  await using at = await stored(api, {unknownOutcome: 'reconcile'})
  const key = randomUUID()
  assert.equal((await at.proxy(post(person, {'idempotency-key': key}))).status, 202)
  const posts = () => api.requests.filter(({method}) => method === 'POST')
  await hurried(at.outbox, key, 'a second try', () => posts().length === 2)
  assert.deepEqual(
    posts().map(({body}) => body.user_id),
    [key, key],
  )
  known = [{id: '1', user_id: key}]
  await hurried(at.outbox, key, 'delivery', async () => (await at.outbox.find(key))?.state === 'delivered')
  assert.ok(
    api.requests.some(({method, path}) => method === 'GET' && path === `/v2/account/acc-1/contact?user_id=${key}`),
  )
  assert.ok(posts().length <= 3)
})

test('keeps a quarantined lead apart until it is released', async () => {
  await using api = await startContactApi()
  const outbox = await openFile()
  const settings = readOptions({
    url: api.url,
    accountId: 'acc-1',
    accountSecret: secret,
    redeliveryRate: 20,
    log: () => {},
  })
  const worker = new DeliveryWorker(
    outbox,
    createUpstream(settings, sendByFetch(settings.fetch)),
    createLookUp(settings),
    settings,
  ).start()
  const key = randomUUID()
  const lead = {key, contact: person, evidence: {gdpr_date: '2026-01-01T00:00:00Z'}, quarantine: 'honeypot'}
  assert.deepEqual(await worker.deliver(lead), {status: 'accepted'})
  assert.deepEqual(await worker.deliver(lead), {status: 'accepted'})
  assert.deepEqual(await outbox.find(key), {id: key, state: 'quarantined', reason: 'honeypot'})
  assert.equal(api.requests.length, 0)
  assert.equal(await outbox.release(key, Date.now()), true)
  await until('delivery', async () => (await outbox.find(key))?.state === 'delivered')
  await worker.close()
  await outbox.close()
})
