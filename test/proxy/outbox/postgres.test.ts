import assert from 'node:assert/strict'
import {randomBytes} from 'node:crypto'
import {after, test} from 'node:test'
import {Client} from 'pg'
import {openOutbox} from '../../../src/proxy/outbox/open.ts'
import type {SqlOutbox} from '../../../src/proxy/outbox/sql/sql-outbox.ts'
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
  testOutboxContract(name, () => openOutbox({place: {kind: 'postgres', url}, key, ...keeping}) as Promise<SqlOutbox>) // undefined for `none` only
}

test('leaves no pg-boss jobs behind', async () => {
  const url = await postgres.createDatabase('jobs')
  const outbox = (await openOutbox({place: {kind: 'postgres', url}}))!
  const client = new Client({connectionString: url})
  await client.connect()
  const countJobs = async () =>
    (await client.query('SELECT id FROM contact_signup_jobs.job WHERE name = $1', ['contact-signup'])).rowCount
  const now = Date.now()
  const [attempted, pending] = [entry(), entry()]
  await outbox.store(attempted, now, lease(now))
  await outbox.store(pending, now)
  assert.equal(await countJobs(), 2)
  const delivered = {state: 'delivered', due: now, maybeDelivered: false} as const
  await outbox.settle({id: attempted.key, probe: false}, lease(now), delivered)
  assert.deepEqual(
    (await outbox.claim(lease(now), upTo(9))).map(({id}) => id),
    [pending.key],
  )
  assert.equal(await countJobs(), 1) // makes the lead due when its lease expires
  await outbox.settle({id: pending.key, probe: false}, lease(now), delivered)
  assert.equal(await countJobs(), 0)
  const discarded = entry()
  await outbox.store(discarded, now)
  await outbox.discard(discarded.key)
  assert.deepEqual(await outbox.claim(lease(now), upTo(9)), [])
  assert.equal(await countJobs(), 0)
  await client.end()
  await outbox.close()
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
