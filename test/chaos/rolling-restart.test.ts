import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {after, test} from 'node:test'
import {Client} from 'pg'
import {openSqlOutbox} from '../../src/proxy/outbox/open.ts'
import type {StoredPlace} from '../../src/proxy/outbox/location.ts'
import {startContactApi} from '../support/contact-api.ts'
import {freshPath} from '../support/outbox.ts'
import {startPostgres} from '../support/postgres.ts'
import {person} from '../support/proxy.ts'
import {startProxyProcess, type ProxyProcess} from './proxy-process.ts'

const postgres = await startPostgres()
after(() => postgres.stop())

const visitors = 8
const restarts = 3

/** Sends a lead through one of the proxies, as a load balancer in front of them does. */
async function sendThrough(proxies: readonly ProxyProcess[]): Promise<number> {
  const proxy = proxies[Math.floor(Math.random() * proxies.length)]!
  const {status} = await fetch(proxy.endpoint, {
    method: 'POST',
    headers: {'content-type': 'application/json', 'idempotency-key': randomUUID()},
    body: JSON.stringify({...person, email: `${randomUUID()}@example.com`}),
  })
  return status
}

/** Replaces the proxies one after the other, each while a command reads everything. */
async function restart(proxies: ProxyProcess[], env: Record<string, string>, place: StoredPlace): Promise<void> {
  for (let round = 0; round < restarts; round += 1) {
    const [started] = await Promise.all([startProxyProcess(env), readEverything(place)])
    const stopped = proxies.shift()!
    proxies.push(started)
    await stopped.kill('SIGTERM')
  }
}

async function readEverything(place: StoredPlace): Promise<void> {
  const outbox = await openSqlOutbox({place}, place, {create: false})
  await outbox.evidence()
  await outbox.counts(Date.now())
  await outbox.close()
}

const places: [name: string, create: () => Promise<StoredPlace>][] = [
  ['SQLite', async () => ({kind: 'file', path: freshPath()})],
  ['PostgreSQL', async () => ({kind: 'postgres', url: await postgres.createDatabase('restarts')})],
]
for (const [name, create] of places)
  test(`${name}: accepts every lead while proxies are replaced and commands read the outbox`, async () => {
    await using api = await startContactApi()
    const place = await create()
    const env = {
      CONTACT_API_URL: api.url,
      OUTBOX: place.kind === 'file' ? `file:${place.path}` : place.url,
      RATE_LIMIT_ADDRESS: 'off',
      RATE_LIMIT_PERSON: 'off',
      RATE_LIMIT_TOTAL: '100000/60',
      DRAIN_TIME: '0.2',
    }
    const proxies = [await startProxyProcess(env), await startProxyProcess(env)]
    const statuses = new Map<number, number>()
    let isDone = false
    const visit = async () => {
      while (!isDone) {
        const status = await sendThrough(proxies)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
      }
    }
    await Promise.all([
      restart(proxies, env, place).finally(() => (isDone = true)),
      ...Array.from({length: visitors}, visit),
    ])
    await Promise.all(proxies.map(proxy => proxy.kill('SIGTERM')))
    assert.deepEqual([...statuses.keys()], [201], JSON.stringify([...statuses]))
    assert.ok(statuses.get(201)! > 50)
    assert.equal(api.requests.length, statuses.get(201))
    if (place.kind === 'postgres') assert.equal(await countDeadlocks(place.url), 0)
  })

async function countDeadlocks(url: string): Promise<number> {
  const client = new Client({connectionString: url})
  await client.connect()
  const {rows} = await client.query<{deadlocks: string}>(
    `SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()`,
  )
  await client.end()
  return Number(rows[0]!.deadlocks)
}
