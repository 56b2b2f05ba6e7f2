import assert from 'node:assert/strict'
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {DatabaseSync} from 'node:sqlite'
import {after, test} from 'node:test'
import {setTimeout as sleep} from 'node:timers/promises'
import {Client} from 'pg'
import {openOutbox} from '../../src/proxy/outbox/open.ts'
import type {OutboxLocation} from '../../src/proxy/outbox/location.ts'
import {freshPath} from '../support/outbox.ts'
import {startPostgres} from '../support/postgres.ts'
import {FaultServer} from './fault-server.ts'
import {writeFirstFormat, type Query, type Row} from '../support/first-format.ts'
import {startProxyProcess} from './proxy-process.ts'
import {createRandom, newSeed} from './random.ts'

const proxies = 3
const kills = 6
const leads = 1000
const pollTimeoutMs = 5_000

const postgres = await startPostgres()
after(() => postgres.stop())

interface Store {
  /** A little more than the upgrade takes. */
  upgradeMs: number
  variable: string
  place: OutboxLocation
  query: Query
}

const stores: [name: string, create: (name: string) => Promise<Store>][] = [
  [
    'SQLite',
    async () => {
      const path = freshPath()
      const database = new DatabaseSync(path)
      after(() => database.close())
      database.exec('PRAGMA synchronous = OFF') // the test writes the leads of the first format itself
      return {
        upgradeMs: 200,
        variable: `file:${path}`,
        place: {kind: 'file', path},
        query: async (text, ...values) => database.prepare(text).all(...values),
      }
    },
  ],
  [
    'PostgreSQL',
    async name => {
      const url = await postgres.createDatabase(name)
      const client = new Client({connectionString: url})
      await client.connect()
      after(() => client.end())
      return {
        upgradeMs: 800,
        variable: url,
        place: {kind: 'postgres', url},
        query: async (text, ...values) => (await client.query<Row>(text.replace(/\?(\d+)/g, '$$$1'), values)).rows,
      }
    },
  ],
]

for (const [name, create] of stores) {
  test(`${name}: starts three proxies at once on an empty store, and each delivers`, async () => {
    const api = new FaultServer()
    await api.listen()
    api.endFaults()
    const {variable} = await create('empty')
    const env = {CONTACT_API_URL: api.url, OUTBOX: variable}
    const started = await Promise.all(Array.from({length: proxies}, () => startProxyProcess(env)))
    const statuses = await Promise.all(started.map(({endpoint, sender}) => submit(endpoint, sender)))
    assert.deepEqual(statuses, [201, 201, 201])
    assert.deepEqual([...api.ledger.keys()].sort(), started.map(({sender}) => sender).sort())
    await Promise.all(started.map(proxy => proxy.kill()))
    await api.stop()
  })

  test(`${name}: upgrades a store although the processes that do so are killed again and again`, async context => {
    const seed = newSeed()
    const random = createRandom(seed)
    const {variable, place, query, upgradeMs} = await create('first_format')
    const emails = await writeFirstFormat(query, leads)
    let interrupted = 0
    for (let kill = 0; kill < kills && (await countOldRecords(query)) > 0; kill += 1) {
      const before = await countOldRecords(query)
      const isUnderWay = async () => (await countOldRecords(query)) < before
      // Every second time both are killed at a random moment, as an upgrade in one transaction shows no progress.
      const until = kill % 2 === 0 ? () => pollUntil(isUnderWay) : () => sleep((upgradeMs * random() * kill) / kills)
      await Promise.all([openAndKill(variable, until), openAndKill(variable, until)])
      if ((await countOldRecords(query)) > 0) interrupted += 1
    }
    context.diagnostic(`seed ${seed}: ${interrupted} of ${kills} times the upgrade was not complete`)
    const outbox = (await openOutbox({place}))!
    const found: string[] = []
    for await (const {email = '', terms} of await outbox.evidence()) {
      assert.equal(terms?.text, 'I agree')
      found.push(email)
    }
    assert.deepEqual(found.sort(), emails.toSorted())
    assert.equal((await outbox.counts(Date.now())).quarantined, leads)
    await outbox.close()
  })
}

async function submit(endpoint: string, name: string): Promise<number> {
  const {status} = await fetch(endpoint, {
    method: 'POST',
    headers: {'content-type': 'application/json', 'idempotency-key': crypto.randomUUID()},
    body: JSON.stringify({email: `${name}@example.com`}),
  })
  return status
}

/** Counts the consent records that an upgrade has not moved yet. */
async function countOldRecords(query: Query): Promise<number> {
  const [row] = await query(`SELECT COUNT(*) AS count FROM signup_evidence`).catch(() => []) // it may be dropped
  return Number(row?.count ?? 0)
}

/** The upgrade takes less time than the limit, and the process ends the wait when the store is open. */
async function pollUntil(condition: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + pollTimeoutMs
  while (performance.now() < deadline && !(await condition())) await sleep(1)
}

/** Starts a process that opens the store, and kills it once `until` resolves or the store is open. */
async function openAndKill(variable: string, until: () => Promise<unknown>): Promise<void> {
  const child = spawn(process.execPath, ['test/chaos/open-outbox.ts'], {
    env: {PATH: process.env.PATH, OUTBOX: variable},
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  await once(child.stdout, 'data') // it is about to open the store
  const opened = once(child.stdout, 'data')
  await Promise.race([until(), opened, exited])
  child.kill('SIGKILL')
  await exited
}
