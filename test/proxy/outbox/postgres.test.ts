import assert from 'node:assert/strict'
import {randomBytes} from 'node:crypto'
import {after, test} from 'node:test'
import {Client} from 'pg'
import {openOutbox} from '../../../src/proxy/outbox/open.ts'
import type {SqlOutbox} from '../../../src/proxy/outbox/sql/sql-outbox.ts'
import {startContactApi} from '../../support/contact-api.ts'
import {entry, lease, until} from '../../support/outbox.ts'
import {post, proxyFor, verdict} from '../../support/proxy.ts'
import {startPostgres} from '../../support/postgres.ts'
import {keepsTheContract} from './contract.ts'

const postgres = await startPostgres()
after(() => postgres.stop())

const retention = 30 * 24 * 3_600_000
for (const [name, key] of [
  ['PostgreSQL', undefined],
  ['PostgreSQL, sealed', randomBytes(32)],
] as const) {
  const url = await postgres.createDatabase(key ? 'sealed' : 'plain')
  keepsTheContract(name, () => openOutbox({place: {kind: 'postgres', url}, key, retention}) as Promise<SqlOutbox>) // postgres is no `none`
}

test('leaves no tickets behind', async () => {
  const url = await postgres.createDatabase('tickets')
  const outbox = (await openOutbox({place: {kind: 'postgres', url}}))!
  const client = new Client({connectionString: url})
  await client.connect()
  const tickets = async () =>
    (await client.query('SELECT id FROM contact_signup_jobs.job WHERE name = $1', ['contact-signup'])).rowCount
  const now = Date.now()
  const [tried, waiting] = [entry(), entry()]
  await outbox.store(tried, now, lease(now))
  await outbox.store(waiting, now)
  assert.equal(await tickets(), 2)
  const delivered = {state: 'delivered', due: now, maybeDelivered: false} as const
  await outbox.settle({id: tried.key, probe: false}, lease(now), delivered)
  assert.deepEqual(
    (await outbox.claim(lease(now), 9)).map(({id}) => id),
    [waiting.key],
  )
  assert.equal(await tickets(), 1) // for the end of the lease
  await outbox.settle({id: waiting.key, probe: false}, lease(now), delivered)
  assert.equal(await tickets(), 0)
  const gone = entry()
  await outbox.store(gone, now)
  await outbox.discard(gone.key)
  assert.deepEqual(await outbox.claim(lease(now), 9), [])
  assert.equal(await tickets(), 0)
  await client.end()
  await outbox.close()
})

test('says 503 while PostgreSQL is away, and goes on when it is back', async () => {
  await using api = await startContactApi()
  const outbox = (await openOutbox({place: {kind: 'postgres', url: await postgres.createDatabase('away')}}))!
  const proxy = proxyFor(api, {outbox})
  assert.equal((await proxy(post())).status, 201)
  await postgres.whileStopped(async () => {
    const answer = await proxy(post({email: 'later@example.com'}))
    assert.equal(answer.headers.get('retry-after'), '30')
    assert.deepEqual(await verdict(answer), [503, 'store_unavailable'])
    assert.equal(api.requests.length, 1)
  })
  await until('an answer', async () => (await proxy(post({email: 'later@example.com'}))).status === 201)
  assert.equal(api.requests.length, 2)
  await proxy.close()
  await outbox.close()
})
