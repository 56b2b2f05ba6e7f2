/**
 * Compares an outbox with a million waiting leads with an almost empty one: `npm run bench:backlog`. Each figure is the
 * median time of one call, and its ratio to the same call on the other outbox in the same round. Also counts the pages that a
 * lead writes to SQLite.
 */
import {mkdtempSync, statSync} from 'node:fs'
import {DatabaseSync} from 'node:sqlite'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {Client} from 'pg'
import {openSqlOutbox} from '../../src/proxy/outbox/open.ts'
import type {StoredPlace} from '../../src/proxy/outbox/location.ts'
import type {SqlOutbox} from '../../src/proxy/outbox/sql/sql-outbox.ts'
import {entry, lease} from '../support/outbox.ts'
import {startPostgres} from '../support/postgres.ts'
import {median} from './support/statistics.ts'
import {toTable} from './support/table.ts'

const {LEADS = '1000000', ROUNDS = '25'} = process.env
const fewLeads = 1_000

const columns = `(id, state, is_retry, body, payload, content, stored, since, due)`
const recordColumns = `(id, lead, email, at, record)`
const body = '{"email":"ada@example.com","name_first":"Ada"}'

/** Half of the leads have been tried before; their retries are due over the last quarter of an hour. */
const fill: Record<'sqlite' | 'postgres', (count: number, now: number) => string[]> = {
  sqlite: (count, now) => [
    `WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < ${count})
      INSERT INTO signup_lead ${columns} SELECT randomblob(16), 'pending', n % 2, '${body}', randomblob(16), randomblob(16),
        ${now} - 86400000 + n, ${now} - 86400000 + n, ${now} - abs(random() % 900000) FROM i`,
    `INSERT INTO signup_consent ${recordColumns} SELECT randomblob(16), id, randomblob(16), stored, '{"time":""}' FROM signup_lead`,
  ],
  postgres: (count, now) => [
    `INSERT INTO signup_lead ${columns} SELECT decode(md5(n::text), 'hex'), 'pending', n % 2, '${body}', decode(md5('p' || n), 'hex'),
        decode(md5('c' || n), 'hex'), ${now} - 86400000 + n, ${now} - 86400000 + n, ${now} - (random() * 900000)::bigint
        FROM generate_series(1, ${count}) AS n`,
    `INSERT INTO signup_consent ${recordColumns} SELECT decode(md5('r' || n), 'hex'), id, decode(md5('e' || n), 'hex'), stored, '{"time":""}' FROM signup_lead`,
    `ANALYZE signup_lead, signup_consent`,
  ],
}

/** Opens an outbox with so many waiting leads. */
async function openFilled(place: StoredPlace, count: number): Promise<SqlOutbox> {
  await (await openSqlOutbox({place}, place)).close()
  const now = Date.now()
  if (place.kind === 'file') {
    const database = new DatabaseSync(place.path)
    for (const statement of fill.sqlite(count, now)) database.exec(statement)
    database.close()
  } else {
    const client = new Client({connectionString: place.url})
    await client.connect()
    for (const statement of fill.postgres(count, now)) await client.query(statement)
    await client.query('VACUUM signup_lead, signup_consent')
    await client.end()
  }
  return openSqlOutbox({place}, place)
}

const now = () => Date.now()
const calls: Record<string, (outbox: SqlOutbox) => Promise<unknown>> = {
  'claim 10 leads': outbox => outbox.claim(lease(now()), {untried: 5, retries: 5}),
  'store a lead': outbox => outbox.store(entry(), now(), lease(now())),
  'health (/readyz)': outbox => outbox.health(now(), ['']),
  'counts (/metrics)': outbox => outbox.counts(now()),
  'a page of leads': outbox => outbox.list('pending', 0, 50),
  'a page of evidence': outbox => outbox.operator.evidence(),
  'evidence of a person': outbox => outbox.evidence({email: 'unknown@example.com'}),
}

async function time(run: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await run()
  return performance.now() - startedAt
}

async function compare(name: string, few: SqlOutbox, many: SqlOutbox): Promise<void> {
  const lines = [['', `${fewLeads} leads, ms`, `${LEADS} leads, ms`, 'ratio']]
  for (const [call, run] of Object.entries(calls)) {
    const times = {few: [] as number[], many: [] as number[]}
    for (let round = 0; round < Number(ROUNDS); round += 1) {
      times.few.push(await time(() => run(few)))
      times.many.push(await time(() => run(many)))
    }
    const [before, after] = [median(times.few), median(times.many)]
    lines.push([call, before.toFixed(2), after.toFixed(2), (after / before).toFixed(2)])
  }
  console.log(`\n${name}, medians of ${ROUNDS} calls\n\n${toTable(lines)}`)
  await few.close()
  await many.close()
}

/** Leads for which pages are counted: so few that SQLite does not begin the journal anew. */
const countedLeads = 40
const pageBytes = 4096 + 24 // with the header of a frame

/** Counts the pages that SQLite writes to its journal for a lead that is stored and delivered, among 20,000 others. */
async function countPages(atOnce: number): Promise<number> {
  const path = join(folder, `pages-${atOnce}.db`)
  const place: StoredPlace = {kind: 'file', path}
  const outbox = await openSqlOutbox({place}, place)
  const deliver = async () => {
    const lead = entry()
    await outbox.store(lead, now(), lease(now()))
    const delivered = {state: 'delivered', due: now(), maybeDelivered: false} as const
    await outbox.settle({id: lead.key, probe: false}, lease(now()), delivered)
  }
  const deliverMany = async (count: number) => {
    for (let sent = 0; sent < count; sent += atOnce) await Promise.all(Array.from({length: atOnce}, deliver))
  }
  await deliverMany(20_000)
  await outbox.prune(now()) // empties the journal
  await deliverMany(countedLeads)
  const pages = statSync(`${path}-wal`).size / pageBytes
  await outbox.close()
  return pages / countedLeads
}

const folder = mkdtempSync(join(tmpdir(), 'signup-backlog-'))
const [fewPath, manyPath] = [join(folder, 'few.db'), join(folder, 'many.db')]
const many = await openFilled({kind: 'file', path: manyPath}, Number(LEADS))
await compare('SQLite', await openFilled({kind: 'file', path: fewPath}, fewLeads), many)

for (const atOnce of [1, 8])
  console.log(`\n${(await countPages(atOnce)).toFixed(1)} pages a delivered lead in SQLite, ${atOnce} at a time`)

const postgres = await startPostgres()
const open = async (name: string, count: number) =>
  openFilled({kind: 'postgres', url: await postgres.createDatabase(name)}, count)
await compare('PostgreSQL', await open('few', fewLeads), await open('many', Number(LEADS)))
await postgres.stop()
