import assert from 'node:assert/strict'
import {execFile} from 'node:child_process'
import {mkdtempSync, renameSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {DatabaseSync} from 'node:sqlite'
import {test, type TestContext} from 'node:test'
import {promisify} from 'node:util'
import manifest from '../../package.json' with {type: 'json'}
import {ConfigurationError, startProxy} from '../../src/proxy/node.ts'
import {otherEvents, requestEvents} from '../../src/proxy/http/log-event.ts'
import {startCommand} from '../support/command.ts'
import {respond, startContactApi} from '../support/contact-api.ts'
import {freshPath, until} from '../support/outbox.ts'
import {person} from '../support/proxy.ts'

const account = {CONTACT_ACCOUNT_ID: 'acc-1', CONTACT_ACCOUNT_SECRET: 'SECRET-CANARY', OUTBOX: 'none', PORT: '0'}
const token = 'metrics-token-0123456789'

const send = (endpoint: string, key = crypto.randomUUID()) =>
  fetch(endpoint, {
    method: 'POST',
    headers: {'content-type': 'application/json', 'idempotency-key': key},
    body: JSON.stringify({...person, email: `${key}@example.com`}),
  })

async function start(t: TestContext, env: Record<string, string>) {
  const api = await startContactApi()
  const proxy = await startProxy({...account, CONTACT_API_URL: api.url, ...env})
  t.after(() => proxy.close().then(() => api.close()))
  return {
    api,
    proxy,
    send: () => send(proxy.endpoint),
    get: (path: string, init = {}) => fetch(proxy.address + path, init),
  }
}

test('serves its health and its readiness, with the version of the numbering plans and no number of leads', async t => {
  const {get} = await start(t, {OUTBOX: `file:${freshPath()}`})
  assert.deepEqual(await (await get('/healthz')).json(), {status: 'ok'})
  assert.deepEqual(await (await get('/readyz')).json(), {
    status: 'ready',
    numbering_plans: `libphonenumber-js ${manifest.dependencies['libphonenumber-js']}`,
  })
  assert.equal((await get('/healthz', {method: 'POST'})).status, 405)
  assert.equal((await get('/healthz?x')).status, 404)
})

test('serves metrics for a bearer token only', async t => {
  const {get, send} = await start(t, {METRICS_TOKEN: token})
  await send()
  for (const authorization of ['', `Bearer ${token}x`, token, 'Bearer '])
    assert.equal((await get('/metrics', {headers: {authorization}})).status, 401)
  const text = await (await get('/metrics', {headers: {authorization: `Bearer ${token}`}})).text()
  assert.match(text, /^contact_signup_requests_total\{event="created"\} 1$/m)
  assert.match(text, /^contact_signup_request_seconds_count 1$/m)
  assert.ok(![person.name_first, 'SECRET-CANARY', '@'].some(canary => text.includes(canary)))
})

test('serves metrics on their own port only', async t => {
  const {get, proxy} = await start(t, {METRICS_PORT: '0', OUTBOX: `file:${freshPath()}`})
  assert.equal((await get('/metrics')).status, 404)
  assert.match(await (await fetch(proxy.metrics!)).text(), /^contact_signup_leads\{state="dead"\} 0$/m)
  assert.equal((await fetch(proxy.metrics!.replace('metrics', 'api/signup'), {method: 'POST'})).status, 404)
})

test('serves metrics on loopback only, wherever forms are posted, unless METRICS_HOST names another host', async t => {
  const forms = {HOST: '0.0.0.0', METRICS_PORT: '0'}
  assert.match((await start(t, forms)).proxy.metrics!, /^http:\/\/127\.0\.0\.1:/)
  assert.match((await start(t, {...forms, METRICS_HOST: '0.0.0.0'})).proxy.metrics!, /^http:\/\/0\.0\.0\.0:/)
})

test('serves no metrics unless they are configured', async t =>
  assert.equal((await (await start(t, {})).get('/metrics')).status, 404))

async function startWithMetrics(t: TestContext, env: Record<string, string> = {}) {
  const {get, ...rest} = await start(t, {OUTBOX: `file:${freshPath()}`, METRICS_TOKEN: token, ...env})
  const metrics = async () => (await get('/metrics', {headers: {authorization: `Bearer ${token}`}})).text()
  return {...rest, get, metrics}
}

async function run(t: TestContext, env: Record<string, string>) {
  const api = await startContactApi()
  const command = await startCommand({...account, CONTACT_API_URL: api.url, ...env})
  t.after(() => command.stop().then(() => api.close()))
  return {api, command}
}

test('logs one JSON line per event, without personal data', async t => {
  const {command} = await run(t, {})
  const response = await send(command.endpoint)
  const line = await until('the log', () => command.output().split('\n')[1])
  const {time, ms, ...event} = JSON.parse(line) as Record<string, unknown>
  assert.deepEqual(event, {
    level: 'info',
    event: 'created',
    request_id: response.headers.get('x-request-id'),
    upstream_status: 201,
  })
  assert.ok(Math.abs(Date.parse(String(time)) - Date.now()) < 10_000 && Number(ms) >= 0)
})

test('uses a new secret when its file changes, and keeps the old one if the file is invalid', async t => {
  const file = join(mkdtempSync(join(tmpdir(), 'signup-')), 'secret')
  const replaceSecret = (text: string) => (writeFileSync(`${file}.new`, text), renameSync(`${file}.new`, file))
  replaceSecret('FIRST\n')
  const {api, command} = await run(t, {CONTACT_ACCOUNT_SECRET: '', CONTACT_ACCOUNT_SECRET_FILE: file})
  const sentAuthorization = async () => (await send(command.endpoint), api.requests.at(-1)!.headers.authorization)
  assert.equal(await sentAuthorization(), 'Token token=FIRST')
  replaceSecret('two words')
  await until('the error', () => command.output().includes('secret_file_invalid'))
  assert.equal(await sentAuthorization(), 'Token token=FIRST')
  replaceSecret('SECOND')
  await until('the new secret', () => command.output().includes('secret_rotated'))
  assert.equal(await sentAuthorization(), 'Token token=SECOND')
  assert.doesNotMatch(command.output(), /FIRST|SECOND|two words/)
})

test('warns of variables that are probably misspelt, with the nearest name and without the value', async t => {
  const {command} = await run(t, {
    RATE_LIMIT_ADRESS: 'canary-1',
    ALLOWED_ORIGIN: 'canary-2',
    CONTACT_ACCOUNT_SECRET_FIEL: 'canary-3',
    OUTBOXX: 'canary-4',
    allowed_tags: 'canary-5',
    HOME: '/root',
    POST: 'canary-6',
    NODE_OPTIONS: '',
    KUBERNETES_PORT: 'tcp://10.0.0.1:443',
  })
  const lines = await until('the warnings', () => {
    const found = command
      .output()
      .split('\n')
      .filter(line => line.includes('variable_unknown'))
    return found.length >= 5 ? found : undefined
  })
  const warnings = lines.map(line => JSON.parse(line) as Record<string, string>)
  assert.deepEqual(Object.fromEntries(warnings.map(({variable, nearest}) => [variable, nearest])), {
    RATE_LIMIT_ADRESS: 'RATE_LIMIT_ADDRESS',
    ALLOWED_ORIGIN: 'ALLOWED_ORIGINS',
    CONTACT_ACCOUNT_SECRET_FIEL: 'CONTACT_ACCOUNT_SECRET_FILE',
    OUTBOXX: 'OUTBOX',
    allowed_tags: 'ALLOWED_TAGS',
  })
  assert.doesNotMatch(command.output(), /canary/)
})

const invalid: [env: Record<string, string>, message: RegExp][] = [
  [{METRICS_TOKEN: 'short'}, /METRICS_TOKEN: expected/],
  [{METRICS_PORT: 'x'}, /METRICS_PORT: expected a port/],
  [{METRICS_HOST: 'a b'}, /METRICS_HOST: expected a host name/],
  [{LOG_LEVEL: 'debug'}, /LOG_LEVEL: expected one of: info, warn, error/],
  [{DRAIN_TIME: '301'}, /DRAIN_TIME: expected a number of seconds, 0 to 300/],
  [{SIGNUP_PATH: '/healthz'}, /SIGNUP_PATH: expected another path/],
  [{HOST: '0.0.0.0', RATE_LIMIT_ADDRESS: 'off', RATE_LIMIT_PERSON: 'off'}, /RATE_LIMIT_TOTAL: expected a limit/],
]
for (const [env, message] of invalid)
  test(`does not start with ${JSON.stringify(env)}`, () =>
    assert.rejects(
      startProxy({...account, CONTACT_API_URL: 'https://api.example', ...env}),
      (error: Error) => error instanceof ConfigurationError && message.test(error.message),
    ))

test('has a counter for every event before it happens, and the times of the API and of the store', async t => {
  const {send, api, metrics} = await startWithMetrics(t)
  const before = await metrics()
  for (const event of requestEvents) assert.ok(before.includes(`contact_signup_requests_total{event="${event}"} 0\n`))
  for (const [event, levels] of Object.entries(otherEvents))
    for (const level of levels)
      assert.match(before, new RegExp(`^contact_signup_events_total\\{event="${event}",level="${level}"\\} [01]$`, 'm'))
  await send()
  api.answer = request => request.socket.destroy()
  await send()
  api.answer = (_request, response) => respond(response, 503)
  await send()
  for (const count of [
    'api_seconds_count\\{status="201"\\} 1',
    'api_seconds_count\\{status="none"\\} [1-9]',
    'api_seconds_count\\{status="503"\\} [1-9]',
    'store_seconds_count\\{operation="store"\\} 3',
    'store_seconds_count\\{operation="settle"\\} [3-9]',
  ])
    await until(count, async () => new RegExp(`^contact_signup_${count}`, 'm').test(await metrics()))
})

test('shows how many attempts are in flight, and how many may be', async t => {
  const {get} = await start(t, {OUTBOX: `file:${freshPath()}`, MAX_ATTEMPTS: '7', METRICS_TOKEN: token})
  const text = await (await get('/metrics', {headers: {authorization: `Bearer ${token}`}})).text()
  assert.match(text, /^contact_signup_attempts_in_flight 0$/m)
  assert.match(text, /^contact_signup_attempts_limit 7$/m)
})

test('logs events from LOG_LEVEL on, and counts all', async t => {
  const api = await startContactApi()
  t.after(() => api.close())
  const script = `const {startProxy} = await import('./src/proxy/node.ts')
    const proxy = await startProxy(process.env)
    const post = body => fetch(proxy.endpoint, {method: 'POST', headers: {'content-type': 'application/json', 'idempotency-key': crypto.randomUUID()}, body: JSON.stringify(body)})
    const statuses = [await post({email: 'a@example.com'}), await post({email: 'b@example.com', no_such: 1})].map(({status}) => status)
    const metrics = await fetch(proxy.address + '/metrics', {headers: {authorization: 'Bearer ${token}'}})
    console.error(statuses.join(), /requests_total\\{event="created"\\} 1/.test(await metrics.text()))
    await proxy.close()`
  const env = {...account, CONTACT_API_URL: api.url, METRICS_TOKEN: token, LOG_LEVEL: 'warn', PATH: process.env.PATH}
  const {stdout, stderr} = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {env})
  assert.equal(stderr, '201,422 true\n')
  assert.deepEqual(
    stdout
      .trim()
      .split('\n')
      .map(line => (JSON.parse(line) as {event: string}).event),
    ['not_allowed'],
  )
})

test('is not ready from a failed write until the next successful one, and logs one line for all refusals', async t => {
  const path = freshPath()
  const {command} = await run(t, {OUTBOX: `file:${path}`, METRICS_TOKEN: token})
  const ready = async () => {
    const response = await fetch(`${command.address}/readyz`)
    return [response.status, ((await response.json()) as {status: string}).status]
  }
  assert.deepEqual(await ready(), [200, 'ready'])
  const other = new DatabaseSync(path)
  other.exec('BEGIN IMMEDIATE') // the database can be read, but not written
  const statuses = await Promise.all(Array.from({length: 5}, async () => (await send(command.endpoint)).status))
  assert.deepEqual(new Set(statuses), new Set([503]))
  assert.deepEqual(await ready(), [503, 'store_unavailable'])
  other.exec('ROLLBACK')
  other.close()
  await until('the proxy to be ready without a lead', async () => (await ready())[0] === 200)
  const metrics = await fetch(`${command.address}/metrics`, {headers: {authorization: `Bearer ${token}`}})
  assert.match(await metrics.text(), /^contact_signup_requests_total\{event="store_unavailable"\} 5$/m)
  await command.stop()
  const lines = command
    .output()
    .split('\n')
    .filter(line => line.includes('"store_unavailable"') && line.includes('"5"'))
    .map(line => JSON.parse(line) as {count?: number; level: string})
  assert.deepEqual(
    lines.map(({level}) => level),
    ['error', 'error'],
  )
  assert.ok(lines[0]!.count === undefined && lines[1]!.count! >= 4) // those of the delivery worker among them
})
