import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {test} from 'node:test'
import {sendByFetch} from '../../../src/proxy/contact-api/fetch-transport.ts'
import type {ProxyOptions} from '../../../src/proxy/index.ts'
import {readOptions} from '../../../src/proxy/config/options.ts'
import {DeliveryWorker} from '../../../src/proxy/outbox/worker.ts'
import {createLookUp} from '../../../src/proxy/contact-api/look-up.ts'
import type {State} from '../../../src/proxy/outbox/outbox.ts'
import type {StoredOutbox} from '../../../src/proxy/outbox/stored-outbox.ts'
import {createUpstream} from '../../../src/proxy/contact-api/upstream.ts'
import {created, respond, startContactApi, type Answer, type ContactApi} from '../../support/contact-api.ts'
import {freshPath, openFile, until} from '../../support/outbox.ts'
import {person, post, proxyFor, secret, verdict} from '../../support/proxy.ts'

/** Creates a proxy with a SQLite outbox. */
async function startStored(api: Pick<ContactApi, 'url'>, options: Partial<ProxyOptions> = {}, outbox?: StoredOutbox) {
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

/** Makes a lead due again and again, until a condition is met. */
const retryUntil = (
  outbox: StoredOutbox,
  key: string,
  description: string,
  condition: () => Promise<boolean> | boolean,
) => until(description, async () => (await condition()) || (await outbox.retry(key, Date.now()), false))

const html = {'content-type': 'text/html'}
const echo = JSON.stringify({error: `no account acc-1 ${secret} ${person.email}`})
const responds =
  (status: number, headers?: Record<string, string>): Answer =>
  (_request, response) =>
    respond(response, status, echo, headers)

interface Row {
  /** What the contact API does. */
  api: string
  answer: Answer
  /** The visitor's response, and the lead afterwards. */
  status: number
  state: State
  reason?: string
  /** Why the queue pauses. */
  pause?: string
}

const delivered = {status: 201, state: 'delivered'} as const
const refused = {status: 422, state: 'refused', reason: 'refused'} as const
const unknown = {status: 202, state: 'pending', reason: 'unknown'} as const
const busy = {status: 202, state: 'pending', reason: 'busy', pause: 'busy'} as const
const misconfigured = {status: 202, state: 'pending', reason: 'misconfigured', pause: 'account'} as const

const rows: Row[] = [
  {api: '201', answer: created, ...delivered},
  {api: '201 with a broken body', answer: (_, response) => respond(response, 201, '{"id":'), ...delivered},
  {api: '201 with an empty body', answer: (_, response) => respond(response, 201), ...delivered},
  {api: '201 with an HTML page', answer: (_, response) => respond(response, 201, '<html>', html), ...delivered},
  {api: '201 that never ends', answer: (_, response) => void response.writeHead(201).write('{'), ...delivered},
  {
    api: '201 with a false content-encoding',
    answer: (_, response) => respond(response, 201, 'no gzip', {'content-encoding': 'gzip'}),
    ...delivered,
  },
  {api: '200 with JSON', answer: (_, response) => respond(response, 200, '{"id":"1"}'), ...delivered},
  {api: '200 with an HTML page', answer: (_, response) => respond(response, 200, '<html>', html), ...unknown},
  {api: '204', answer: (_, response) => respond(response, 204), ...unknown},
  ...[301, 302, 303, 307, 308].map(status => ({
    api: `${status}`,
    answer: responds(status, {location: '/'}),
    ...misconfigured,
  })),
  ...[400, 422].map(status => ({api: `${status}`, answer: responds(status), ...refused})),
  ...[401, 402, 403, 404].map(status => ({api: `${status}`, answer: responds(status), ...misconfigured})),
  {
    api: '422 that never ends',
    answer: (_, response) => void response.writeHead(422).write('{'),
    ...refused,
  },
  {
    api: '422 that breaks off',
    answer: (_, response) => void response.writeHead(422).write('{', () => response.destroy()),
    ...refused,
  },
  {api: '409', answer: responds(409), ...delivered},
  ...[408, 425, 500, 502, 504].map(status => ({api: `${status}`, answer: responds(status), ...unknown})),
  {api: '429 with seconds', answer: responds(429, {'retry-after': '7'}), ...busy},
  {
    api: '503 with a date',
    answer: responds(503, {'retry-after': new Date(Date.now() + 9000).toUTCString()}),
    ...busy,
  },
  {api: '503 without Retry-After', answer: responds(503), ...busy},
  {api: 'a connection reset', answer: request => request.socket.destroy(), ...unknown},
  {api: 'no response', answer: () => {}, ...unknown},
  {api: 'no HTTP', answer: request => void request.socket.end('what?\r\n\r\n'), ...unknown},
]
for (const {api: what, answer, status, state, reason, pause} of rows)
  test(`after ${what} from the API the visitor gets ${status} and the lead is ${state}`, async () => {
    await using api = await startContactApi(answer)
    await using stored = await startStored(api)
    const key = randomUUID()
    const response = await stored.proxy(post(person, {'idempotency-key': key}))
    const visible =
      JSON.stringify([...response.headers]) + (await response.clone().text()) + JSON.stringify(stored.proxy.events)
    for (const canary of [secret, person.email, person.name_first, 'acc-1'])
      assert.ok(!visible.includes(canary), canary)
    assert.deepEqual(await verdict(response), [status, status === 422 ? 'refused' : undefined])
    const lead = await stored.outbox.find(key)
    assert.deepEqual([lead?.state, lead?.reason], [state, reason])
    assert.equal((await stored.outbox.counts(Date.now())).paused?.reason, pause)
    assert.equal(api.requests.length, 1)
  })

test('stores a lead while the API is unreachable, and delivers it when the API is back', async () => {
  const api = await startContactApi()
  const {port} = new URL(api.url)
  await api.close()
  await using stored = await startStored(api)
  const key = randomUUID()
  const consenting = {...person, gdpr_marketing_consent: true}
  const response = await stored.proxy(post(consenting, {'idempotency-key': key}), {remoteAddress: '203.0.113.9'})
  assert.deepEqual([response.status, await response.json()], [202, {status: 'accepted'}])
  assert.deepEqual(await stored.outbox.find(key), {id: key, state: 'pending', reason: 'not_sent'})
  const {event, lead, reason, fault} = stored.proxy.events[0]!
  assert.deepEqual([event, lead, reason, fault], ['postponed', key, 'not_sent', 'ECONNREFUSED'])
  const storedAt = Date.now()
  await using restarted = await startContactApi(created, Number(port))
  await retryUntil(stored.outbox, key, 'delivery', async () => (await stored.outbox.find(key))?.state === 'delivered')
  const {gdpr_date, ...body} = restarted.requests[0]!.body
  assert.deepEqual(body, {...consenting, gdpr_remote_ip: '203.0.113.9'})
  assert.ok(Date.parse(String(gdpr_date)) <= storedAt) // not the time of delivery
})

test('responds after `answerWithin` while the attempt continues, and does not send the lead again after its success', async () => {
  let finish = () => {}
  await using api = await startContactApi((request, response) => void (finish = () => created(request, response)))
  await using stored = await startStored(api, {answerWithin: 50, deadline: 5_000})
  const key = randomUUID()
  assert.equal((await stored.proxy(post(person, {'idempotency-key': key}))).status, 202)
  assert.equal((await stored.outbox.find(key))?.state, 'sending')
  finish()
  await until('delivery', async () => (await stored.outbox.find(key))?.state === 'delivered')
  assert.equal((await stored.proxy(post(person, {'idempotency-key': key}))).status, 201)
  assert.equal(api.requests.length, 1)
})

test('sends one request and gives 50 equal responses for 50 equal posts with one key', async () => {
  await using api = await startContactApi((request, response) => void setTimeout(() => created(request, response), 30))
  await using stored = await startStored(api)
  const key = randomUUID()
  const responses = await Promise.all(
    Array.from({length: 50}, () => stored.proxy(post(person, {'idempotency-key': key}))),
  )
  const bodies = await Promise.all(responses.map(response => response.text()))
  assert.deepEqual([...new Set(responses.map(({status}) => status)), ...new Set(bodies)], [201, '{"status":"created"}'])
  assert.equal(api.requests.length, 1)
  assert.deepEqual(
    await verdict(await stored.proxy(post({...person, name_first: 'Grace'}, {'idempotency-key': key}))),
    [422, 'idempotency_key_reused'],
  )
})

test('sends one request and gives 50 equal responses for one contact under 50 keys', async () => {
  await using api = await startContactApi((request, response) => void setTimeout(() => created(request, response), 30))
  await using stored = await startStored(api)
  const responses = await Promise.all(
    Array.from({length: 50}, () =>
      stored.proxy(post({...person, consent: {page: `https://ok.example/${randomUUID()}`}})),
    ),
  )
  assert.deepEqual([...new Set(responses.map(({status}) => status))], [201])
  assert.equal(api.requests.length, 1)
})

test('sends one request for one key at two proxies on one file, which give equal responses', async () => {
  await using api = await startContactApi((request, response) => void setTimeout(() => created(request, response), 150))
  const path = freshPath()
  await using one = await startStored(api, {deadline: 3000}, await openFile(path))
  await using other = await startStored(api, {deadline: 3000}, await openFile(path))
  const key = randomUUID()
  const responses = await Promise.all(
    Array.from({length: 50}, (_, index) => (index % 2 ? one : other).proxy(post(person, {'idempotency-key': key}))),
  )
  assert.deepEqual([...new Set(responses.map(({status}) => status))], [201])
  assert.equal(api.requests.length, 1)
})

test('repeats the refusal of a refused lead without sending it again', async () => {
  await using api = await startContactApi(responds(422))
  await using stored = await startStored(api)
  const key = randomUUID()
  for (let round = 0; round < 2; round += 1)
    assert.deepEqual(await verdict(await stored.proxy(post(person, {'idempotency-key': key}))), [422, 'refused'])
  assert.equal(api.requests.length, 1)
})

for (const [status, leadEvent, requestEvent] of [
  [201, 'delivered', 'created'],
  [500, 'postponed', 'accepted'],
  [422, 'refused', 'refused'],
] as const)
  test(`names the request and the lead in both log lines of a lead that is ${leadEvent}`, async () => {
    await using api = await startContactApi(responds(status))
    await using stored = await startStored(api)
    const key = randomUUID()
    const requestId = (await stored.proxy(post(person, {'idempotency-key': key}))).headers.get('x-request-id')
    const lines = stored.proxy.events.map(({event, lead, request_id}) => [event, lead, request_id])
    assert.deepEqual(lines, [
      [leadEvent, key, requestId],
      [requestEvent, key, requestId],
    ])
  })

test('reports a refusal that a visitor was shown as no alarm, unless refusals pile up', async () => {
  await using api = await startContactApi(responds(422))
  await using stored = await startStored(api)
  const visit = async () => verdict(await stored.proxy(post({email: `${randomUUID()}@example.com`})))
  for (let visits = 0; visits < 9; visits += 1) assert.deepEqual(await visit(), [422, 'refused'])
  const linesOfLeads = () => stored.proxy.events.filter(({ms}) => ms === undefined)
  const events = () => linesOfLeads().map(({level, event, upstream_status}) => [level, event, upstream_status])
  assert.deepEqual(events(), Array(9).fill(['info', 'refused', 422]))
  for (let visits = 0; visits < 5; visits += 1) await visit()
  const errors = stored.proxy.events.filter(({level}) => level === 'error')
  assert.deepEqual(errors, [{level: 'error', event: 'refusals_piling_up', count: 10}])
})

test('makes a refusal that comes after the visitor’s response a dead letter, and raises an alarm', async () => {
  let refuse = () => {}
  await using api = await startContactApi((request, response) => void (refuse = () => responds(422)(request, response)))
  await using stored = await startStored(api, {answerWithin: 50, deadline: 5_000})
  const key = randomUUID()
  assert.equal((await stored.proxy(post(person, {'idempotency-key': key}))).status, 202)
  await until('the request', () => api.requests.length === 1)
  refuse()
  await until('the dead letter', async () => (await stored.outbox.find(key))?.state === 'dead')
  assert.deepEqual(
    stored.proxy.events.filter(({level}) => level === 'error').map(({event, reason}) => [event, reason]),
    [['dead_letter', 'refused']],
  )
  assert.deepEqual(await verdict(await stored.proxy(post(person, {'idempotency-key': key}))), [422, 'refused'])
})

test('passes what the API answered to a refusal on to the store, 2 KB of it at most', async () => {
  await using api = await startContactApi((_, response) => respond(response, 422, 'x'.repeat(5_000)))
  const outbox = await openFile()
  const answers: (string | undefined)[] = []
  const settle = outbox.settle.bind(outbox)
  outbox.settle = (lead, lease, settlement) => {
    answers.push(settlement.answer)
    return settle(lead, lease, settlement)
  }
  await using stored = await startStored(api, {}, outbox)
  assert.equal((await stored.proxy(post())).status, 422)
  assert.deepEqual(answers, ['x'.repeat(2048)])
})

test('sends nothing while an account error pauses the queue, and everything after the operator resumes it', async () => {
  await using api = await startContactApi(responds(401))
  await using stored = await startStored(api)
  assert.equal((await stored.proxy(post({email: 'first@example.com'}))).status, 202)
  for (const email of ['a@example.com', 'b@example.com']) assert.equal((await stored.proxy(post({email}))).status, 202)
  assert.equal(api.requests.length, 1)
  assert.deepEqual(
    stored.proxy.events.filter(({level}) => level === 'error').map(({event, reason}) => [event, reason]),
    [['queue_paused', 'account']],
  )
  api.answer = created
  await stored.outbox.resume()
  await until(
    'delivery of all',
    async () =>
      (await stored.outbox.counts(Date.now())).pending + (await stored.outbox.counts(Date.now())).sending === 0,
  )
  assert.equal(api.requests.length, 4)
})

test('handles a lead of a crashed process as `unknownOutcome` says', async () => {
  for (const [unknownOutcome, state, calls] of [
    ['retry', 'delivered', 1],
    ['hold', 'dead', 0],
    ['reconcile', 'delivered', 1],
  ] as const) {
    await using api = await startContactApi((request, response) =>
      request.method === 'GET' ? respond(response, 200, '[]') : created(request, response),
    )
    const path = freshPath()
    const crashed = await openFile(path)
    const key = randomUUID()
    const now = Date.now()
    await crashed.store(
      {key, payload: 'p', content: 't', person: {}, body: {...person, user_id: key}, record: {time: ''}, wordings: {}},
      now,
      {owner: 'crashed', now, until: now},
    )
    await crashed.close()
    await using stored = await startStored(api, {unknownOutcome}, await openFile(path))
    await until(`${unknownOutcome}: settled`, async () => (await stored.outbox.find(key))?.state === state)
    assert.equal(api.requests.filter(({method}) => method === 'POST').length, calls)
  }
})

test('looks a contact up before it sends it again after an unknown outcome', async () => {
  let contacts: unknown[] = []
  await using api = await startContactApi((request, response) =>
    request.method === 'GET' ? respond(response, 200, JSON.stringify({contacts})) : respond(response, 500),
  )
  await using stored = await startStored(api, {unknownOutcome: 'reconcile'})
  const key = randomUUID()
  assert.equal((await stored.proxy(post(person, {'idempotency-key': key}))).status, 202)
  const posts = () => api.requests.filter(({method}) => method === 'POST')
  await retryUntil(stored.outbox, key, 'a second attempt', () => posts().length === 2)
  assert.deepEqual(
    posts().map(({body}) => body.user_id),
    [key, key],
  )
  contacts = [{id: '1', user_id: key}]
  await retryUntil(stored.outbox, key, 'delivery', async () => (await stored.outbox.find(key))?.state === 'delivered')
  assert.ok(
    api.requests.some(({method, path}) => method === 'GET' && path === `/v2/account/acc-1/contact?user_id=${key}`),
  )
  assert.ok(posts().length <= 3)
})

test('does not send a quarantined lead until it is released', async () => {
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
  const quarantined = {status: 'accepted', leadId: key, isQuarantined: true}
  assert.deepEqual(await worker.deliver(lead), quarantined)
  assert.deepEqual(await worker.deliver(lead), {...quarantined, isDuplicate: true})
  assert.deepEqual(await outbox.find(key), {id: key, state: 'quarantined', reason: 'honeypot'})
  assert.equal(api.requests.length, 0)
  assert.equal(await outbox.release(key, Date.now()), true)
  await until('delivery', async () => (await outbox.find(key))?.state === 'delivered')
  await worker.close()
  await outbox.close()
})
