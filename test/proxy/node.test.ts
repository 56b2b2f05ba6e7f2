import assert from 'node:assert/strict'
import {spawn} from 'node:child_process'
import {randomBytes} from 'node:crypto'
import {once} from 'node:events'
import {mkdtempSync, writeFileSync} from 'node:fs'
import {connect} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {text} from 'node:stream/consumers'
import {test} from 'node:test'
import {openOutbox, startProxy} from '../../src/proxy/node.ts'
import {created, startContactApi} from '../support/contact-api.ts'
import {defer} from '../support/deferred.ts'
import {freshPath, until} from '../support/outbox.ts'
import {person} from '../support/proxy.ts'

const account = {CONTACT_ACCOUNT_ID: 'acc-1', CONTACT_ACCOUNT_SECRET: 'CLI-SECRET-CANARY', OUTBOX: 'none'}
const send = (endpoint: string, key: string = crypto.randomUUID(), contact: object = person) =>
  fetch(endpoint, {
    method: 'POST',
    headers: {'content-type': 'application/json', 'idempotency-key': key},
    body: JSON.stringify({...contact, gdpr_accept_terms: true}),
  })

/** Starts the command as an operator does; resolves parts of it when it listens and when it exits. */
async function run(env: Record<string, string>) {
  const child = spawn(process.execPath, ['src/proxy/cli.ts'], {
    env: {PATH: process.env.PATH, ...env},
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = Promise.all([once(child, 'exit'), text(child.stderr)]).then(([[code], stderr]) => ({
    code: code as number,
    stderr,
  }))
  let output = ''
  child.stdout.on('data', chunk => (output += chunk))
  const listening = once(child.stdout, 'data').then(
    ([line]) => (JSON.parse(String(line)) as {endpoint: string}).endpoint,
  )
  return {child, exited, listening, output: () => output}
}

test('serves over a real socket and sends the visitor’s address to the API', async () => {
  await using api = await startContactApi()
  const proxy = await startProxy({...account, CONTACT_API_URL: api.url, PORT: '0'})
  assert.equal((await send(proxy.endpoint)).status, 201)
  assert.equal(api.requests[0]!.body.gdpr_remote_ip, '127.0.0.1')
  assert.equal((await fetch(`${proxy.address}/`)).status, 404)
  await proxy.close()
})

for (const [mode, env] of [
  ['no outbox', {OUTBOX: 'none'}],
  ['a SQLite outbox', {OUTBOX: `file:${freshPath()}`}],
  ['trusted proxies', {OUTBOX: 'none', CLIENT_IP: 'x-forwarded-for', TRUSTED_PROXIES: '10.0.0.0/8'}],
] as const)
  test(`limits an address that resets its connections, with ${mode}`, async () => {
    await using api = await startContactApi()
    const proxy = await startProxy({...account, ...env, CONTACT_API_URL: api.url, PORT: '0'})
    const {port} = new URL(proxy.address)
    const shots = 60
    for (let shot = 0; shot < shots; shot += 1) await reset(Number(port), `rst${shot}@example.com`)
    const last = {email: 'last@example.com'}
    await until(
      'the end of the shots',
      async () => (await send(proxy.endpoint, crypto.randomUUID(), last)).status === 429,
    )
    assert.ok(api.requests.length <= 10, String(api.requests.length))
    assert.ok(api.requests.length > 0)
    await proxy.close()
  })

/** Sends a complete lead and resets the connection at once. */
async function reset(port: number, email: string): Promise<void> {
  const body = JSON.stringify({email, gdpr_accept_terms: true})
  const head = [
    'POST /api/signup HTTP/1.1',
    'Host: 127.0.0.1',
    'Content-Type: application/json',
    `Idempotency-Key: ${crypto.randomUUID()}`,
    `Content-Length: ${body.length}`,
  ]
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  await new Promise(resolve => socket.write(`${head.join('\r\n')}\r\n\r\n${body}`, resolve))
  socket.resetAndDestroy()
}

test('finishes the API call when the visitor disconnects', async () => {
  let arrived = () => {}
  const reached = new Promise<void>(resolve => (arrived = resolve))
  let finished = (_done: boolean) => {}
  const outcome = new Promise<boolean>(resolve => (finished = resolve))
  await using api = await startContactApi((request, response) => {
    request.socket.once('close', () => finished(false))
    arrived()
    left.then(() => {
      created(request, response)
      response.once('finish', () => finished(true))
    })
  })
  let leave = () => {}
  const left = new Promise<void>(resolve => (leave = resolve))
  const proxy = await startProxy({...account, CONTACT_API_URL: api.url, PORT: '0'})
  const client = connect(Number(new URL(proxy.address).port), '127.0.0.1')
  const body = JSON.stringify(person)
  client.write(
    `POST /api/signup HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nIdempotency-Key: ${crypto.randomUUID()}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  )
  await reached
  client.destroy()
  await once(client, 'close')
  leave()
  assert.equal(await outcome, true)
  await proxy.close()
})

test('starts from the environment, reads the secret from a file, and finishes requests in flight on SIGTERM', async () => {
  let release = () => {}
  const held = new Promise<void>(resolve => (release = resolve))
  let arrived = () => {}
  const reached = new Promise<void>(resolve => (arrived = resolve))
  await using api = await startContactApi((request, response) => {
    arrived()
    void held.then(() => created(request, response))
  })
  const file = join(mkdtempSync(join(tmpdir(), 'signup-')), 'secret')
  writeFileSync(file, 'FROM-A-FILE\n')
  const {child, exited, listening, output} = await run({
    CONTACT_API_URL: api.url,
    CONTACT_ACCOUNT_ID: 'acc-1',
    CONTACT_ACCOUNT_SECRET_FILE: file,
    OUTBOX: 'none',
    PORT: '0',
  })
  const response = send(await listening)
  await reached
  child.kill('SIGTERM')
  release()
  assert.equal((await response).status, 201)
  assert.equal(api.requests[0]!.headers.authorization, 'Token token=FROM-A-FILE')
  assert.deepEqual(await exited, {code: 0, stderr: ''})
  for (const canary of ['FROM-A-FILE', person.email, person.name_first]) assert.ok(!output().includes(canary))
  assert.match(output(), /"event":"created"/)
})

/** A contact API that holds each response until it is released. */
async function startHeldApi() {
  const [held, reached] = [defer<void>(), defer<void>()]
  const api = await startContactApi((request, response) => {
    reached.resolve()
    void held.promise.then(() => created(request, response))
  })
  return {api, reached: reached.promise, release: () => held.resolve()}
}

for (const signal of ['SIGINT', 'SIGHUP', 'SIGQUIT'] as const)
  test(`finishes requests in flight on ${signal}`, async () => {
    const {api, reached, release} = await startHeldApi()
    const {child, exited, listening} = await run({...account, CONTACT_API_URL: api.url, PORT: '0'})
    const response = send(await listening)
    await reached
    child.kill(signal)
    release()
    assert.equal((await response).status, 201)
    assert.deepEqual(await exited, {code: 0, stderr: ''})
    await api.close()
  })

test('ends at once on a second signal', async () => {
  const {api, reached} = await startHeldApi()
  const {child, exited, listening} = await run({...account, CONTACT_API_URL: api.url, PORT: '0'})
  const endpoint = await listening
  const response = send(endpoint).catch(() => undefined)
  await reached
  child.kill('SIGTERM')
  await until('the proxy to stop accepting', () =>
    fetch(endpoint).then(
      () => false,
      () => true,
    ),
  )
  child.kill('SIGINT')
  assert.deepEqual(await exited, {code: 130, stderr: ''})
  await response
  await api.close()
})

test('accepts leads for DRAIN_TIME after a signal, while it is not ready and closes connections', async () => {
  await using api = await startContactApi()
  const {child, exited, listening} = await run({...account, CONTACT_API_URL: api.url, PORT: '0', DRAIN_TIME: '2'})
  const endpoint = await listening
  const ready = async () => {
    const response = await fetch(new URL('/readyz', endpoint), {headers: {connection: 'close'}})
    return [response.status, ((await response.json()) as {status: string}).status]
  }
  assert.deepEqual(await ready(), [200, 'ready'])
  const startedAt = performance.now()
  child.kill('SIGTERM')
  await until('the proxy to say that it stops', async () => (await ready())[0] === 503)
  assert.deepEqual(await ready(), [503, 'stopping'])
  const {status, headers} = await send(endpoint)
  assert.deepEqual([status, headers.get('connection')], [201, 'close'])
  assert.deepEqual(await exited, {code: 0, stderr: ''})
  assert.ok(performance.now() - startedAt >= 1_900)
})

const refused: [string, Record<string, string>, RegExp][] = [
  ['a missing URL', account, /^contact-signup-proxy: CONTACT_API_URL: missing, expected an https URL\n$/],
  [
    'a malformed port',
    {...account, CONTACT_API_URL: 'https://a.example', PORT: '99999'},
    /^contact-signup-proxy: PORT: expected a port from 0 to 65535\n$/,
  ],
  [
    'a missing secret file',
    {CONTACT_API_URL: 'https://a.example', CONTACT_ACCOUNT_ID: 'a', CONTACT_ACCOUNT_SECRET_FILE: '/nowhere'},
    /^contact-signup-proxy: CONTACT_ACCOUNT_SECRET_FILE: expected/,
  ],
  [
    'a secret that is also in a file',
    {...account, CONTACT_API_URL: 'https://a.example', CONTACT_ACCOUNT_SECRET_FILE: '/nowhere'},
    /^contact-signup-proxy: CONTACT_ACCOUNT_SECRET, CONTACT_ACCOUNT_SECRET_FILE: expected one of them, both are set\n$/,
  ],
]
for (const [problem, env, line] of refused)
  test(`exits with one line that names the variable for ${problem}`, async () => {
    const {exited, listening} = await run(env)
    listening.catch(() => {})
    const {code, stderr} = await exited
    assert.equal(code, 1)
    assert.match(stderr, line)
    assert.ok(!stderr.includes(account.CONTACT_ACCOUNT_SECRET))
  })

test('reports the errors of all settings at once, and then those that are probably misspelt', async () => {
  const {exited, listening} = await run({
    CONTACT_API_URL: 'ftp://a.example',
    CONTACT_ACCOUNT_ID: 'acc-1',
    CONTACT_ACCOUNT_SECRET_FILE: '/nowhere',
    PORT: '99999',
    OUTBOX: 'none',
    OUTBOX_KEY: 'short',
    METRICS_TOKEN: 'x'.repeat(16),
    METRICS_TOKEN_FILE: '/nowhere',
    CLIENT_IP: 'x-forwarded-for',
    RATE_LIMIT_STORE: 'outbox',
    PROOF_OF_WORK: 'on',
    PROOF_OF_WORK_KEY: 'short',
    SIGNUP_PATH: '/healthz',
    RATE_LIMIT_ADRESS: 'canary',
  })
  listening.catch(() => {})
  const {code, stderr} = await exited
  const names = stderr
    .trim()
    .split('\n')
    .map(line => line.split(': ').slice(1, 2).join())
  assert.equal(code, 1)
  assert.deepEqual(names.toSorted(), [
    'CONTACT_ACCOUNT_SECRET_FILE',
    'CONTACT_API_URL',
    'METRICS_TOKEN, METRICS_TOKEN_FILE',
    'OUTBOX_KEY',
    'PORT',
    'PROOF_OF_WORK_KEY',
    'RATE_LIMIT_ADRESS',
    'RATE_LIMIT_STORE',
    'SIGNUP_PATH',
    'TRUSTED_PROXIES',
  ])
  assert.match(stderr, /: RATE_LIMIT_ADRESS: unknown, RATE_LIMIT_ADDRESS is probably meant\n$/)
  assert.doesNotMatch(stderr, /canary/)
})

test('names the variable when the port is in use', async () => {
  await using api = await startContactApi()
  const {port} = new URL(api.url)
  const {exited, listening} = await run({...account, CONTACT_API_URL: api.url, PORT: port})
  listening.catch(() => {})
  assert.deepEqual(await exited, {
    code: 1,
    stderr: `contact-signup-proxy: PORT: expected a free port, ${port} is in use\n`,
  })
})

test('reads every secret from a file', async t => {
  await using api = await startContactApi()
  const folder = mkdtempSync(join(tmpdir(), 'signup-'))
  const secrets = {
    CONTACT_ACCOUNT_SECRET: 'SECRET-CANARY',
    OUTBOX: `file:${freshPath()}`,
    OUTBOX_KEY: randomBytes(32).toString('base64'),
    METRICS_TOKEN: 'token-canary-0123456789',
    PROOF_OF_WORK_KEY: 'proof-canary-0123456789-0123456789',
    ALERT_URL: 'http://127.0.0.1:9/hook',
    ALERT_SECRET: `whsec_${randomBytes(32).toString('base64')}`,
  }
  const files = Object.entries(secrets).map(([name, value]) => {
    const file = join(folder, name)
    writeFileSync(file, `${value}\n`)
    return [`${name}_FILE`, file]
  })
  const env = {CONTACT_API_URL: api.url, CONTACT_ACCOUNT_ID: 'acc-1', PORT: '0', PROOF_OF_WORK: 'off'}
  const proxy = await startProxy({...env, ...Object.fromEntries(files)})
  t.after(() => proxy.close())
  assert.equal((await send(proxy.endpoint)).status, 201)
  assert.equal(api.requests[0]!.headers.authorization, 'Token token=SECRET-CANARY')
  const metrics = (authorization: string) => fetch(`${proxy.address}/metrics`, {headers: {authorization}})
  assert.equal((await metrics('Bearer wrong-token-0123456789')).status, 401)
  assert.equal((await metrics(`Bearer ${secrets.METRICS_TOKEN}`)).status, 200)
  await assert.rejects(
    openOutbox({place: {kind: 'file', path: secrets.OUTBOX.slice('file:'.length)}}),
    /OUTBOX_KEY: missing/,
  )
  for (const name of Object.keys(secrets))
    await assert.rejects(
      startProxy({...env, ...Object.fromEntries(files), [`${name}_FILE`]: '/nowhere'}),
      new RegExp(`${name}_FILE: expected a readable file that holds `),
    )
})
