import assert from 'node:assert/strict'
import {randomBytes, randomUUID} from 'node:crypto'
import {existsSync} from 'node:fs'
import {DatabaseSync} from 'node:sqlite'
import {after, before, describe, test} from 'node:test'
import {readOutboxSettings} from '../../../src/proxy/config/environment.ts'
import {requirePlace} from '../../../src/proxy/outbox/location.ts'
import {openSqlOutbox} from '../../../src/proxy/outbox/open.ts'
import {toIdBytes} from '../../../src/proxy/outbox/sql/binary.ts'
import type {SqlOutbox} from '../../../src/proxy/outbox/sql/sql-outbox.ts'
import {runWith, storeMany, storeSettled} from '../../support/operator.ts'
import {entry, freshPath, lease, upTo} from '../../support/outbox.ts'
import {startPostgres, type Postgres} from '../../support/postgres.ts'

const now = Date.now()
const newKey = () => randomBytes(32).toString('base64')

let postgres: Postgres
before(async () => void (postgres = await startPostgres()))
after(() => postgres.stop())

type Env = Record<string, string>

function open(env: Env): Promise<SqlOutbox> {
  const settings = readOutboxSettings(env)
  return openSqlOutbox(settings, requirePlace(settings.place))
}

/** Fills an outbox with leads in every state, and closes it. */
async function fill(env: Env) {
  const outbox = await open(env)
  const forgotten = entry({wordings: {d0: 'I agreed'}, record: {time: '', terms: {accepted: true, digest: 'd0'}}})
  await outbox.store(forgotten, now - 6000) // so the numbers of wordings and leads begin at others than in the copy
  const delivered = await storeSettled(outbox, now - 5000, {state: 'delivered'})
  const dead = await storeSettled(outbox, now - 4000, {
    state: 'dead',
    reason: 'exhausted',
    status: 500,
    maybeDelivered: true,
    answer: 'CANARY',
  })
  const [pending, sending, suspect, discarded] = [entry(), entry(), entry({quarantine: 'honeypot'}), entry()]
  await outbox.store(pending, now - 3000)
  await outbox.store(sending, now - 2000, lease(now - 60_000, 'crashed')) // its lease has expired
  await outbox.store(suspect, now - 1000)
  await outbox.store(discarded, now - 900)
  await outbox.discard(discarded.key)
  await outbox.forget(forgotten.person)
  const duplicate = {...dead, key: randomUUID()}
  await outbox.store(duplicate, now - 3500)
  const many = Array.from({length: 250}, () => entry({quarantine: 'many'}))
  await storeMany(outbox, many, now - 800)
  await outbox.operator.beginAudit({at: now, who: 'ada', action: 'pause', details: {}})
  await outbox.pause()
  const contents = await readAll(
    outbox,
    [delivered, dead, pending, sending, suspect, discarded].map(({key}) => key),
  )
  await outbox.close()
  return {delivered, dead, duplicate, pending, sending, suspect, contents}
}

async function readAll(outbox: SqlOutbox, ids: string[]) {
  return {
    details: (await Promise.all(ids.map(id => outbox.operator.details(id)))).map(details => ({...details!, n: 0})),
    contents: await outbox.operator.contents(ids),
    evidence: (await outbox.evidence()).toSorted((one, other) =>
      JSON.stringify(one) < JSON.stringify(other) ? -1 : 1,
    ),
    counts: {...(await outbox.counts(now)), oldest: 0},
  }
}

/** Reads every column of every table of a SQLite file, with the digests of wordings instead of their numbers. */
function readTables(path: string) {
  const database = new DatabaseSync(path, {readOnly: true})
  const read = (query: string) => database.prepare(query).all()
  const digests = new Map(read('SELECT n, digest FROM signup_wording').map(({n, digest}) => [n, digest]))
  const names = read(`SELECT name FROM sqlite_master WHERE type = 'table'`).map(({name}) => String(name))
  const tables = names.map(name => [
    name,
    read(`SELECT * FROM ${name}`).map(({n: _n, ...row}) =>
      name === 'signup_consent'
        ? {...row, terms: digests.get(row.terms!), marketing: row.marketing && digests.get(row.marketing)}
        : row,
    ),
  ])
  database.close()
  return Object.fromEntries(tables) as Record<string, Record<string, unknown>[]>
}

const places: Record<string, (name: string) => Promise<string>> = {
  SQLite: async () => `file:${freshPath()}`,
  PostgreSQL: name => postgres.createDatabase(name),
}
const ways: [from: string, to: string, keys: string][] = [
  ['SQLite', 'SQLite', 'another key'],
  ['SQLite', 'PostgreSQL', 'another key'],
  ['PostgreSQL', 'SQLite', 'another key'],
  ['SQLite', 'PostgreSQL', 'the same key'],
  ['SQLite', 'SQLite', 'its first key'],
]

describe('migrate', () => {
  for (const [index, [from, to, keys]] of ways.entries())
    test(`copies everything from ${from} to ${to} with ${keys}`, async () => {
      const [source, target] = [await places[from]!(`from${index}`), await places[to]!(`to${index}`)]
      const key = newKey()
      const oldKey = keys === 'its first key' ? undefined : keys === 'the same key' ? key : newKey()
      const filled = await fill({OUTBOX: source, ...(oldKey && {OUTBOX_KEY: oldKey})})
      const env: Env = {OUTBOX_KEY: key, ...(oldKey && oldKey !== key && {OUTBOX_OLD_KEY: oldKey})}
      const dry = await runWith(env, 'migrate', source, target, '--dry-run', '--json')
      assert.deepEqual(JSON.parse(dry.printed[0]!), {
        dry_run: true,
        wording: 1,
        consent: 257,
        lead: 256,
        key: 1,
        audit: 1,
        pause: 1,
      })
      const {code, printed, audits} = await runWith(env, 'migrate', source, target, '--json')
      assert.deepEqual(
        [code, JSON.parse(printed[0]!)],
        [0, {wording: 1, consent: 257, lead: 256, key: 1, audit: 2, pause: 1}],
      )
      assert.deepEqual([audits[0]!.action, audits[0]!.count], ['migrate', 256])
      assert.equal(JSON.stringify([printed, audits]).includes('CANARY'), false)

      const outbox = await open({OUTBOX: target, OUTBOX_KEY: key})
      const ids = filled.contents.details.map(details => details!.id)
      assert.deepEqual(await readAll(outbox, ids), filled.contents)
      assert.deepEqual(
        (await outbox.operator.audit(0)).map(({who, action, count}) => [who === 'ada', action, count]),
        [
          [true, 'pause', undefined],
          [false, 'migrate', 256],
        ],
      )
      assert.equal((await outbox.store(filled.duplicate, now)).kind, 'duplicate')
      await outbox.resume()
      const claimed = await outbox.claim(lease(Date.now()), upTo(10))
      assert.deepEqual(claimed.map(({id}) => id).toSorted(), [filled.pending.key, filled.sending.key].toSorted())
      assert.deepEqual(claimed.find(({id}) => id === filled.pending.key)!.body, filled.pending.body)
      assert.deepEqual(await outbox.forget(filled.delivered.person), {evidence: 1, leads: 1, undelivered: 0})
      assert.deepEqual(await outbox.forget(filled.dead.person), {evidence: 2, leads: 1, undelivered: 1})
      await outbox.close()
    })

  test('copies every column of every table', async () => {
    const [first, last] = [freshPath(), freshPath()]
    const between = await postgres.createDatabase('between')
    await fill({OUTBOX: `file:${first}`})
    assert.equal((await runWith({}, 'migrate', `file:${first}`, between)).code, 0)
    assert.equal((await runWith({}, 'migrate', between, `file:${last}`)).code, 0)
    const {signup_audit: audit, ...tables} = readTables(first)
    const {signup_audit: copiedAudit, ...copied} = readTables(last)
    assert.deepEqual(copied, tables)
    assert.deepEqual(copiedAudit!.slice(0, -1), audit)
    assert.deepEqual([...new Set(copied.signup_consent!.map(({terms}) => terms))], ['d1'])
  })

  test('pauses the outbox that was copied, so that its leads are not sent twice', async () => {
    const [source, target] = [`file:${freshPath()}`, `file:${freshPath()}`]
    const outbox = await open({OUTBOX: source})
    await outbox.store(entry(), now)
    await outbox.close()
    const {remarks} = await runWith({}, 'migrate', source, target)
    assert.deepEqual(remarks, [`Set OUTBOX to ${target} before you start a proxy. FROM is paused.`])
    const [old, copy] = [await open({OUTBOX: source}), await open({OUTBOX: target})]
    assert.deepEqual(
      [(await old.counts(now)).paused, (await copy.counts(now)).paused],
      [{reason: 'operator', until: undefined}, undefined],
    )
    await old.close()
    await copy.close()
  })

  test('refuses an outbox that is in use, and a place that is not empty', async () => {
    for (const create of Object.values(places)) {
      const [source, target] = [await create('used'), `file:${freshPath()}`]
      const outbox = await open({OUTBOX: source})
      await outbox.store(entry(), now)
      await assert.rejects(
        runWith({}, 'migrate', source, target),
        /^ConfigurationError: FROM: expected an outbox that no proxy has open, stop the proxies first$/,
      )
      assert.equal(existsSync(target.slice(5)), false)
      await outbox.close()
      const full = await open({OUTBOX: target})
      await full.store(entry(), now)
      await full.close()
      await assert.rejects(runWith({}, 'migrate', source, target), /TO: expected an empty place/)
    }
  })

  test('refuses keys that do not fit', async () => {
    const [source, target] = [`file:${freshPath()}`, `file:${freshPath()}`]
    const key = newKey()
    await (await open({OUTBOX: source, OUTBOX_KEY: key})).close()
    await assert.rejects(runWith({OUTBOX_OLD_KEY: newKey()}, 'migrate', source, target), /OUTBOX_OLD_KEY: expected/)
    await assert.rejects(runWith({OUTBOX_KEY: newKey()}, 'migrate', source, target), /OUTBOX_OLD_KEY: missing/)
    await assert.rejects(runWith({OUTBOX_OLD_KEY: key}, 'migrate', source, target), /OUTBOX_KEY: missing/)
    assert.equal(existsSync(target.slice(5)), false)
  })

  test('names a damaged lead, starts no proxy on half a copy, and begins again', async () => {
    const [path, target] = [freshPath(), `file:${freshPath()}`]
    const [oldKey, key] = [newKey(), newKey()]
    const source = `file:${path}`
    const {suspect, contents} = await fill({OUTBOX: source, OUTBOX_KEY: oldKey})
    const setBody = (body: string) => {
      const [database, id] = [new DatabaseSync(path), toIdBytes(suspect.key)!]
      const {body: before} = database.prepare('SELECT body FROM signup_lead WHERE id = ?').get(id)!
      database.prepare('UPDATE signup_lead SET body = ? WHERE id = ?').run(body, id)
      database.close()
      return String(before)
    }
    const intact = setBody('damaged')
    const env = {OUTBOX_KEY: key, OUTBOX_OLD_KEY: oldKey}
    await assert.rejects(runWith(env, 'migrate', source, target), {
      name: 'ConfigurationError',
      message: `FROM: the body ${suspect.key} is damaged and cannot be decrypted`,
    })
    await assert.rejects(open({OUTBOX: target, OUTBOX_KEY: key}), {
      message: 'OUTBOX: copying into this outbox was interrupted, run migrate again',
    })
    setBody(intact)
    assert.equal((await runWith(env, 'migrate', source, target)).code, 0)
    const copy = await open({OUTBOX: target, OUTBOX_KEY: key})
    assert.deepEqual(
      (
        await readAll(
          copy,
          contents.details.map(details => details!.id),
        )
      ).counts,
      contents.counts,
    )
    await copy.close()
  })
})
