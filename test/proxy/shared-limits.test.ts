import assert from 'node:assert/strict'
import {hash, randomBytes} from 'node:crypto'
import {statSync} from 'node:fs'
import {DatabaseSync} from 'node:sqlite'
import {test, type TestContext} from 'node:test'
import {setImmediate} from 'node:timers/promises'
import {Client} from 'pg'
import {startProxy} from '../../src/proxy/node.ts'
import {openOutbox} from '../../src/proxy/outbox/open.ts'
import {openSharedLimits} from '../../src/proxy/server/shared-limits.ts'
import type {OutboxLocation} from '../../src/proxy/outbox/location.ts'
import {startContactApi} from '../support/contact-api.ts'
import {freshPath, until} from '../support/outbox.ts'
import {startPostgres} from '../support/postgres.ts'

const rate = {leads: 2, seconds: 60}

/** Two proxies share the count of each subject, and what is given back; names are counted separately. */
async function checkSharedCounts(location: OutboxLocation): Promise<void> {
  const events: string[] = []
  const both = await Promise.all(
    [1, 2].map(() => openSharedLimits({place: location}, ({event}) => void events.push(event))),
  )
  const [one, two] = both.map(limits => limits!.open('address', rate))
  assert.deepEqual([await one!('a'), await two!('a'), await one!('b')], [0, 0, 0])
  const waits = [await one!('a'), await two!('a')]
  assert.ok(
    waits.every(wait => wait > 50 && wait <= 60),
    String(waits),
  )
  assert.equal(await both[0]!.open('email', rate)('a'), 0)
  assert.deepEqual([await one!('c'), await two!('c')], [0, 0])
  await one!.giveBack('c')
  assert.deepEqual([await two!('c'), (await one!('c')) > 50], [0, true])
  assert.deepEqual(events, [])
  for (const limits of both) await limits!.close()
}

test('shares limits between proxies on one SQLite file', () => checkSharedCounts({kind: 'file', path: freshPath()}))

test('creates the limits file readable by its user only', async () => {
  const path = freshPath()
  const limits = (await openSharedLimits({place: {kind: 'file', path}}, () => {}))!
  await limits.open('address', rate)('a')
  for (const file of [`${path}-limits`, `${path}-limits-wal`]) assert.equal(statSync(file).mode & 0o777, 0o600)
  await limits.close()
})

test('accepts leads while the limits file is locked', async () => {
  const path = freshPath()
  const events: string[] = []
  const limits = (await openSharedLimits({place: {kind: 'file', path}}, ({event}) => void events.push(event)))!
  const other = new DatabaseSync(`${path}-limits`)
  other.exec('BEGIN EXCLUSIVE')
  const counter = limits.open('address', rate)
  assert.deepEqual([await counter('a'), await counter('a'), (await counter('a')) > 50], [0, 0, true])
  assert.deepEqual(events, ['limits_store_down'])
  other.close()
  await limits.close()
})

test('deletes expired counts, also after it was locked at that time, and not once it is closed', async t => {
  t.mock.timers.enable({apis: ['setTimeout', 'setInterval']})
  const path = freshPath()
  const limits = (await openSharedLimits({place: {kind: 'file', path}}, () => {}))!
  for (const name of ['address', 'email']) await limits.open(name, rate)('a')
  const other = new DatabaseSync(`${path}-limits`)
  const keys = () =>
    other
      .prepare('SELECT key FROM signup_limits ORDER BY key')
      .all()
      .map(row => row.key)
  other.prepare("INSERT INTO signup_limits VALUES ('old', 1, ?)").run(Date.now() - 7_200_000)
  other.exec('BEGIN IMMEDIATE')
  await passFiveMinutes(t)
  assert.deepEqual(keys(), ['address:a', 'email:a', 'old'])
  other.exec('COMMIT')
  await passFiveMinutes(t)
  assert.deepEqual(keys(), ['address:a', 'email:a'])
  other.close()
  await limits.close()
  await passFiveMinutes(t)
})

/** Resolves when what the timers have started is done. A rejection that is not handled fails the test. */
async function passFiveMinutes({mock}: TestContext): Promise<void> {
  mock.timers.tick(300_000)
  await setImmediate()
}

test('shares limits between proxies on one PostgreSQL, and counts in memory while it is down', async t => {
  const postgres = await startPostgres()
  t.after(() => postgres.stop())
  const url = await postgres.createDatabase('limits')
  await (await openOutbox({place: {kind: 'postgres', url}}))!.close() // it creates the tables of the limits too
  await checkSharedCounts({kind: 'postgres', url})
  const events: string[] = []
  const limits = (await openSharedLimits({place: {kind: 'postgres', url}}, ({event}) => void events.push(event)))!
  const counter = limits.open('phone', rate)
  assert.equal(await counter('a'), 0)
  await postgres.whileStopped(async () =>
    assert.deepEqual([await counter('b'), await counter('b'), (await counter('b')) > 50], [0, 0, true]),
  )
  assert.deepEqual([await counter('c'), await counter('c')], [0, 0]) // in memory, while the store is not asked
  await counter.giveBack('c')
  assert.deepEqual([await counter('c'), (await counter('c')) > 50], [0, true])
  assert.deepEqual(events, ['limits_store_down'])
  await limits.close()
})

test('deletes expired counts from PostgreSQL, with one timer for all counters', async t => {
  const postgres = await startPostgres()
  t.after(() => postgres.stop())
  const url = await postgres.createDatabase('expired')
  await (await openOutbox({place: {kind: 'postgres', url}}))!.close()
  const started = t.mock.method(globalThis, 'setInterval')
  const timeouts = t.mock.method(globalThis, 'setTimeout')
  const limits = (await openSharedLimits({place: {kind: 'postgres', url}}, () => {}))!
  const repeated = () =>
    [...started.mock.calls, ...timeouts.mock.calls].filter(({arguments: [, delay]}) => delay === 300_000)
  for (let index = 0; index < 20; index += 1) limits.open('address', rate)
  assert.equal(repeated().length, 1)
  await limits.open('address', rate)('a')
  const client = new Client({connectionString: url})
  await client.connect()
  await client.query("INSERT INTO signup_limits VALUES ('old', 1, $1)", [Date.now() - 7_200_000])
  repeated()[0]!.arguments[0]()
  const keys = async () => (await client.query('SELECT key FROM signup_limits')).rows.map(row => row.key)
  await until('the deletion', async () => (await keys()).join() === 'address:a')
  await client.end()
  await limits.close()
  repeated()[0]!.arguments[0]() // a query that fails must not end the process
  await setImmediate()
})

test('applies one limit per mailbox across two servers on one outbox', async t => {
  await using api = await startContactApi()
  const env = {
    CONTACT_API_URL: api.url,
    CONTACT_ACCOUNT_ID: 'a',
    CONTACT_ACCOUNT_SECRET: 's',
    OUTBOX: `file:${freshPath()}`,
    PORT: '0',
    RATE_LIMIT_STORE: 'outbox',
    RATE_LIMIT_PERSON: '3/3600',
  }
  const proxies = [await startProxy(env), await startProxy(env)]
  t.after(() => Promise.all(proxies.map(proxy => proxy.close())))
  const seen = []
  for (let index = 0; index < 8; index += 1) {
    const headers = {'content-type': 'application/json', 'idempotency-key': crypto.randomUUID()}
    seen.push(
      (
        await fetch(proxies[index % 2]!.endpoint, {
          method: 'POST',
          headers,
          body: JSON.stringify({email: 'a@example.com', name_first: `n${index}`}),
        })
      ).status,
    )
  }
  assert.deepEqual(seen, [201, 201, 201, 429, 429, 429, 429, 429])
})

for (const [name, key] of [
  ['with a key', randomBytes(32)],
  ['without a key', undefined],
] as const)
  test(`stores neither addresses nor digests that others can compute, ${name}`, async t => {
    const path = freshPath()
    await using api = await startContactApi()
    const env = {
      CONTACT_API_URL: api.url,
      CONTACT_ACCOUNT_ID: 'acc-1',
      CONTACT_ACCOUNT_SECRET: 's',
      OUTBOX: `file:${path}`,
      OUTBOX_KEY: key?.toString('base64'),
      PORT: '0',
      RATE_LIMIT_STORE: 'outbox',
    }
    const proxy = await startProxy(env)
    t.after(() => proxy.close())
    const headers = {'content-type': 'application/json', 'idempotency-key': crypto.randomUUID()}
    const body = JSON.stringify({email: 'a@example.com', phone: '+442079460958'})
    assert.equal((await fetch(proxy.endpoint, {method: 'POST', headers, body})).status, 201)
    const database = new DatabaseSync(`${path}-limits`)
    const stored = JSON.stringify(database.prepare('SELECT key FROM signup_limits').all())
    database.close()
    for (const subject of ['127.0.0.1', 'a@example.com', '+442079460958'])
      for (const guess of [
        subject,
        hash('sha256', `acc-1 ${subject}`).slice(0, 32),
        hash('sha256', subject).slice(0, 32),
      ])
        assert.ok(!stored.includes(guess), guess)
    assert.equal(stored.match(/"key":"(?:address|email|phone):[0-9a-f]{32}"/g)?.length, 3)
  })

test('computes the same digests in all processes of a store, and others in another store', async () => {
  const [path, key] = [freshPath(), randomBytes(32)]
  const digestsOf = async (settings: Parameters<typeof openSharedLimits>[0]) => {
    const limits = (await openSharedLimits(settings, () => {}))!
    const digest = await limits.digest('a@example.com')
    await limits.close()
    return digest
  }
  const place = {kind: 'file', path} as const
  const digests = [
    await digestsOf({place}),
    await digestsOf({place}),
    await digestsOf({place: {kind: 'file', path: freshPath()}}),
    await digestsOf({place, key}),
  ]
  assert.equal(digests[0], digests[1])
  assert.equal(new Set(digests).size, 3)
})

test('refuses to share limits without an outbox', () =>
  assert.rejects(
    startProxy({
      CONTACT_API_URL: 'https://a.example',
      CONTACT_ACCOUNT_ID: 'a',
      CONTACT_ACCOUNT_SECRET: 's',
      OUTBOX: 'none',
      RATE_LIMIT_STORE: 'outbox',
    }),
    /RATE_LIMIT_STORE: expected memory/,
  ))
