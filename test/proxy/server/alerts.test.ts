import assert from 'node:assert/strict'
import {randomBytes} from 'node:crypto'
import {once} from 'node:events'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {text} from 'node:stream/consumers'
import {test, type TestContext} from 'node:test'
import {Webhook} from 'standardwebhooks'
import type {LogEvent} from '../../../src/proxy/http/log-event.ts'
import {ConfigurationError, startProxy} from '../../../src/proxy/node.ts'
import {Alerts, type AlertPolicy} from '../../../src/proxy/server/alerts.ts'
import {respond, startContactApi} from '../../support/contact-api.ts'
import {freshPath, until} from '../../support/outbox.ts'
import {person} from '../../support/proxy.ts'

const secret = `whsec_${randomBytes(32).toString('base64')}`
const hour = 3_600_000
const quick: AlertPolicy = {retryDelayMs: 5, maxAgeMs: 60_000, repeatIntervalMs: hour}

interface Alert {
  id: string
  type: string
  data: Record<string, unknown>
}

/** A receiver on a real socket that verifies each signature by the library of the standard. */
async function startReceiver(t: TestContext, statuses: number[] = []) {
  const verifier = new Webhook(secret)
  const received: Alert[] = []
  const bodies: string[] = []
  const server = createServer(async (request, response) => {
    const body = await text(request)
    const headers = request.headers as Record<string, string> // none of these is repeated
    bodies.push(body)
    received.push({id: headers['webhook-id']!, ...(verifier.verify(body, headers) as Omit<Alert, 'id'>)})
    response.writeHead(statuses.shift() ?? 204, {location: '/elsewhere'}).end()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const {port} = server.address() as AddressInfo // it listens on TCP
  return {url: `http://127.0.0.1:${port}/hook?token=x`, received, bodies}
}

async function start(
  t: TestContext,
  {statuses = [], policy = quick}: {statuses?: number[]; policy?: AlertPolicy} = {},
) {
  const receiver = await startReceiver(t, statuses)
  const logged: LogEvent[] = []
  const alerts = new Alerts({webhook: {url: receiver.url, secret}, log: event => logged.push(event), policy})
  t.after(() => alerts.close())
  return {...receiver, alerts, logged}
}

const deadLetter: LogEvent = {
  level: 'error',
  event: 'dead_letter',
  lead: 'id-canary',
  reason: 'refused',
  upstream_status: 422,
}

test('sends one signed alert for all events of a cause, and one for each further cause', async t => {
  const {alerts, received, bodies} = await start(t)
  for (let sent = 0; sent < 100; sent += 1) alerts.onEvent(deadLetter)
  alerts.onEvent({...deadLetter, reason: 'exhausted', upstream_status: 503})
  alerts.onEvent({level: 'error', event: 'outcome_not_recorded', fault: '13'})
  alerts.onEvent({level: 'error', event: 'store_unavailable', fault: '13'})
  alerts.onEvent({level: 'error', event: 'queue_paused', reason: 'busy'})
  alerts.onEvent({level: 'info', event: 'created'})
  await until('the alerts', () => received.length === 3)
  assert.deepEqual(received.map(({type}) => type).toSorted(), [
    'contact_signup.dead_letter',
    'contact_signup.dead_letter',
    'contact_signup.store_unavailable',
  ])
  assert.ok(!bodies.join().includes('id-canary'))
  await alerts.close()
  assert.equal(received.length, 3)
})

test('says after the interval how often it happened since', async t => {
  const {alerts, received} = await start(t, {policy: {...quick, repeatIntervalMs: 50}})
  for (let sent = 0; sent < 10; sent += 1) alerts.onEvent(deadLetter)
  await until('the second alert', () => received.length === 2)
  assert.deepEqual(
    received.map(({data}) => data.count),
    [1, 9],
  )
})

test('alerts of a new outage at once after the API was reached', async t => {
  const {alerts, received} = await start(t)
  const outage: LogEvent = {level: 'error', event: 'api_unreachable', fault: 'ENOTFOUND'}
  for (const event of [outage, outage, {level: 'info', event: 'api_reachable'} as const, outage]) alerts.onEvent(event)
  await until('the alerts', () => received.length === 3)
  assert.deepEqual(received.map(({type}) => type.split('.')[1]).toSorted(), [
    'api_reachable',
    'api_unreachable',
    'api_unreachable',
  ])
})

test('alerts of a new fault of one form at once, and of no other', async t => {
  const {alerts, received} = await start(t)
  const pause = (form: string): LogEvent => ({level: 'error', event: 'queue_paused', form, reason: 'account'})
  const resumed: LogEvent = {level: 'info', event: 'queue_resumed', form: '/a'}
  for (const event of [pause('/a'), pause('/b'), resumed, pause('/b'), pause('/a')]) alerts.onEvent(event)
  await until('the alerts', () => received.length === 3)
  await alerts.close()
  assert.deepEqual(received.map(({data}) => data.form).toSorted(), ['/a', '/a', '/b'])
})

test('sends an alert again under its id until it is received, and follows no redirect', async t => {
  const {alerts, received, logged} = await start(t, {statuses: [500, 302, 404, 200]})
  alerts.onEvent(deadLetter)
  await until('the fourth attempt', () => received.length === 4)
  assert.equal(new Set(received.map(({id}) => id)).size, 1)
  assert.deepEqual(logged, [{level: 'warn', event: 'alert_postponed', alert: 'dead_letter', upstream_status: 500}])
})

for (const [end, statuses, policy, failure] of [
  ['its time is over', [500, 500, 500, 500], {...quick, maxAgeMs: 12}, {upstream_status: 500}],
  ['the receiver wants no more', [410], quick, {upstream_status: 410}],
] as const)
  test(`gives an alert up and logs it when ${end}`, async t => {
    const {alerts, logged} = await start(t, {statuses: [...statuses], policy})
    alerts.onEvent(deadLetter)
    const last = await until('the end', () => logged.find(({event}) => event === 'alert_not_sent'))
    assert.deepEqual(last, {level: 'error', event: 'alert_not_sent', alert: 'dead_letter', ...failure})
  })

test('keeps a bounded number of alerts while the webhook fails, and gives them up when it is closed', async t => {
  const {alerts, logged} = await start(t, {
    policy: {...quick, retryDelayMs: hour, maxAgeMs: 2 * hour},
    statuses: Array<number>(40).fill(500),
  })
  for (let cause = 0; cause < 40; cause += 1) alerts.onEvent({...deadLetter, upstream_status: cause})
  const countOf = (name: string) => logged.filter(({event}) => event === name).length
  assert.equal(countOf('alert_not_sent'), 8)
  await until('the first attempts', () => countOf('alert_postponed') === 32)
  await alerts.close()
  assert.equal(countOf('alert_not_sent'), 40)
})

const env = {CONTACT_ACCOUNT_ID: 'acc-1', CONTACT_ACCOUNT_SECRET: 'SECRET-CANARY', PORT: '0'}

test('tells the operator of a rejected account and of a dead letter, without personal data', async t => {
  const receiver = await startReceiver(t)
  const api = await startContactApi((_request, response) => respond(response, 500))
  const proxy = await startProxy({
    ...env,
    UNKNOWN_OUTCOME: 'hold',
    CONTACT_API_URL: api.url,
    OUTBOX: `file:${freshPath()}`,
    ALERT_URL: receiver.url,
    ALERT_SECRET: secret,
  })
  t.after(() => proxy.close().then(() => api.close()))
  const send = (email: string) =>
    fetch(proxy.endpoint, {
      method: 'POST',
      headers: {'content-type': 'application/json', 'idempotency-key': crypto.randomUUID()},
      body: JSON.stringify({...person, email}),
    })
  assert.equal((await send(person.email)).status, 202)
  api.answer = (_request, response) => respond(response, 401)
  assert.equal((await send(`second.${person.email}`)).status, 202)
  const {received, bodies} = receiver
  await until('both alerts', () => received.length === 2)
  assert.deepEqual(
    received.map(({type, data}) => [type, data.reason, data.upstream_status, typeof data.proxy]),
    [
      ['contact_signup.dead_letter', 'outcome_unknown', 500, 'string'],
      ['contact_signup.queue_paused', 'account', 401, 'string'],
    ],
  )
  for (const canary of [person.email, person.name_first, 'SECRET-CANARY', secret])
    assert.ok(!bodies.join().includes(canary))
})

for (const [settings, message] of [
  [{ALERT_URL: 'https://hooks.example'}, /^ALERT_SECRET: missing, expected whsec_/],
  [{ALERT_SECRET: secret}, /^ALERT_URL: missing, expected/],
  [{ALERT_URL: 'http://hooks.example', ALERT_SECRET: secret}, /^ALERT_URL: expected an https URL/],
  [{ALERT_URL: 'https://u:p@hooks.example', ALERT_SECRET: secret}, /^ALERT_URL: expected an https URL/],
  [{ALERT_URL: 'https://hooks.example', ALERT_SECRET: 'whsec_short'}, /^ALERT_SECRET: expected whsec_/],
] as const)
  test(`does not start with ${Object.keys(settings).join(' and ')} that says ${message.source}`, () =>
    assert.rejects(
      startProxy({...env, OUTBOX: 'none', CONTACT_API_URL: 'https://api.example', ...settings}),
      (error: Error) => error instanceof ConfigurationError && message.test(error.message),
    ))
