import assert from 'node:assert/strict'
import {randomBytes, randomUUID} from 'node:crypto'
import {writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {spawnSync} from 'node:child_process'
import {test} from 'node:test'
import {startProxyProcess} from '../../chaos/proxy-process.ts'
import {created, startContactApi} from '../../support/contact-api.ts'
import {freshPath, openFile, until, upTo} from '../../support/outbox.ts'
import {person} from '../../support/proxy.ts'

const send = (endpoint: string, key: string) =>
  fetch(endpoint, {
    method: 'POST',
    headers: {'content-type': 'application/json', 'idempotency-key': key, connection: 'close'},
    body: JSON.stringify(person),
  })

test('delivers an accepted lead after SIGKILL and a restart, and recognises its key', async () => {
  const api = await startContactApi()
  const port = Number(new URL(api.url).port)
  await api.close()
  const path = freshPath()
  const env = {CONTACT_API_URL: api.url, OUTBOX: `file:${path}`, OUTBOX_KEY: randomBytes(32).toString('base64')}
  const first = await startProxyProcess(env)
  const key = randomUUID()
  assert.equal((await send(first.endpoint, key)).status, 202)
  await first.kill('SIGKILL')
  await using restarted = await startContactApi(created, port)
  const second = await startProxyProcess(env)
  await until('delivery', () => restarted.requests.length === 1)
  assert.equal(restarted.requests[0]!.body.email, person.email)
  assert.equal((await send(second.endpoint, key)).status, 201)
  assert.equal(restarted.requests.length, 1)
  await second.kill('SIGTERM')
})

test('stops within ten seconds of SIGTERM while the API does not respond, and leaves the lead for the next start', async () => {
  let arrived = () => {}
  const reached = new Promise<void>(resolve => (arrived = resolve))
  await using api = await startContactApi(() => arrived())
  const path = freshPath()
  const proxy = await startProxyProcess({CONTACT_API_URL: api.url, OUTBOX: `file:${path}`, ANSWER_WITHIN: '0.5'})
  const key = randomUUID()
  const response = send(proxy.endpoint, key)
  await reached
  const startedAt = performance.now()
  await proxy.kill('SIGTERM')
  assert.ok(performance.now() - startedAt < 10_000)
  assert.equal((await response).status, 202)
  const outbox = await openFile(path)
  const now = Date.now()
  const [lead] = await outbox.claim({owner: 'next', now: now + 40_000, until: now + 80_000}, upTo(1))
  assert.equal(lead?.id, key)
  assert.ok(lead.interrupted || lead.maybeDelivered) // either way its outcome is unknown
  await outbox.close()
})

test('does not start on an outbox encrypted with another key, and says so in one line', async () => {
  const path = freshPath()
  const outbox = await openFile(path, {key: randomBytes(32)})
  await outbox.store(
    {key: randomUUID(), payload: '', content: '', person: {}, body: {}, record: {time: ''}, wordings: {}},
    0,
  )
  await outbox.close()
  const file = join(dirname(path), 'key')
  writeFileSync(file, randomBytes(32).toString('base64') + '\n')
  const env = {
    PATH: process.env.PATH,
    CONTACT_API_URL: 'https://a.example',
    CONTACT_ACCOUNT_ID: 'a',
    CONTACT_ACCOUNT_SECRET: 's',
    OUTBOX: `file:${path}`,
  }
  for (const [change, line] of [
    [{OUTBOX_KEY_FILE: file}, 'OUTBOX_KEY: expected the key that this outbox was encrypted with'],
    [{}, 'OUTBOX_KEY: missing, expected the key that this outbox was encrypted with'],
    [{OUTBOX_KEY_FILE: '/nowhere'}, 'OUTBOX_KEY_FILE: expected a readable file that holds 32 bytes in base64'],
    [
      {OUTBOX: 'postgres://user:CANARY@127.0.0.1:9/db'},
      'OUTBOX: expected a PostgreSQL server that accepts connections, this one refuses them',
    ],
  ] as const) {
    const {status, stderr} = spawnSync(process.execPath, ['src/proxy/cli.ts'], {
      env: {...env, ...change},
      encoding: 'utf8',
      timeout: 20_000,
    })
    assert.deepEqual([status, stderr], [1, `contact-signup-proxy: ${line}\n`])
  }
})
