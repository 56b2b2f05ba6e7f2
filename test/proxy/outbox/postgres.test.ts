import assert from 'node:assert/strict'
import {randomBytes} from 'node:crypto'
import {after, test} from 'node:test'
import {Client} from 'pg'
import {openDriver, openOutbox} from '../../../src/proxy/outbox/open.ts'
import {rows} from '../../../src/proxy/outbox/sql/steps.ts'
import type {StoredOutbox} from '../../../src/proxy/outbox/stored-outbox.ts'
import {startContactApi} from '../../support/contact-api.ts'
import {entry, lease, until, upTo} from '../../support/outbox.ts'
import {post, proxyFor, verdict} from '../../support/proxy.ts'
import {startPostgres} from '../../support/postgres.ts'
import {testOutboxContract} from './contract.ts'

const postgres = await startPostgres()
after(() => postgres.stop())

const day = 24 * 3_600_000
const keeping = {retention: 30 * day, leadRetention: 20 * day}
for (const [name, key] of [
  ['PostgreSQL', undefined],
  ['PostgreSQL, encrypted', randomBytes(32)],
] as const) {
  const url = await postgres.createDatabase(key ? 'encrypted' : 'plain')
  testOutboxContract(name, () => openOutbox({place: {kind: 'postgres', url}, key, ...keeping}) as Promise<StoredOutbox>) // undefined for `none` only
}

test('waits for the disk at every commit, whatever the default of the database is', async () => {
  const url = await postgres.createDatabase('asynchronous')
  const client = new Client({connectionString: url})
  await client.connect()
  await client.query('ALTER DATABASE asynchronous SET synchronous_commit = off')
  await client.end()
  const {driver} = await openDriver({kind: 'postgres', url})
  assert.deepEqual(await driver.read(() => rows('SHOW synchronous_commit')), [{synchronous_commit: 'on'}])
  await driver.close()
})

test('responds 503 while PostgreSQL is stopped, and delivers when it runs again', async () => {
  await using api = await startContactApi()
  const outbox = (await openOutbox({place: {kind: 'postgres', url: await postgres.createDatabase('stopped')}}))!
  const proxy = proxyFor(api, {outbox})
  assert.equal((await proxy(post())).status, 201)
  await postgres.whileStopped(async () => {
    const response = await proxy(post({email: 'later@example.com'}))
    assert.equal(response.headers.get('retry-after'), '30')
    assert.deepEqual(await verdict(response), [503, 'store_unavailable'])
    assert.equal(api.requests.length, 1)
  })
  await until('a response', async () => (await proxy(post({email: 'later@example.com'}))).status === 201)
  assert.equal(api.requests.length, 2)
  await proxy.close()
  await outbox.close()
})

test('changes nothing and frees its connections after a timeout', async () => {
  const url = await postgres.createDatabase('locked')
  const outbox = (await openOutbox({place: {kind: 'postgres', url}, connections: 3}))!
  const now = Date.now()
  await outbox.store(entry(), now)
  const other = new Client({connectionString: url})
  await other.connect()
  await other.query('BEGIN; LOCK TABLE signup_lead IN EXCLUSIVE MODE')
  const results = await Promise.allSettled([
    outbox.claim(lease(now), upTo(10)),
    outbox.store(entry(), now, lease(now)),
    outbox.store(entry(), now, lease(now)),
  ])
  for (const result of results) assert.equal(result.status, 'rejected')
  assert.deepEqual(await outbox.health(Date.now(), ['']), {paused: undefined}) // though the lock is still held
  await other.query('COMMIT')
  const {pending, sending} = await outbox.counts(now)
  assert.deepEqual({pending, sending}, {pending: 1, sending: 0})
  await other.end()
  await outbox.close()
})
