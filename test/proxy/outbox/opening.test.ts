import assert from 'node:assert/strict'
import {chmodSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync} from 'node:fs'
import {createServer, type AddressInfo} from 'node:net'
import {dirname, join} from 'node:path'
import {DatabaseSync} from 'node:sqlite'
import {after, test} from 'node:test'
import {userInfo} from 'node:os'
import {Client} from 'pg'
import type {OutboxLocation} from '../../../src/proxy/outbox/location.ts'
import {openOutbox} from '../../../src/proxy/outbox/open.ts'
import {entry, freshPath, openFile} from '../../support/outbox.ts'
import {startPostgres} from '../../support/postgres.ts'

const postgres = await startPostgres()
after(() => postgres.stop())

const inFile = (path: string): OutboxLocation => ({kind: 'file', path})
const atUrl = (url: string): OutboxLocation => ({kind: 'postgres', url})

/** Opens an outbox, which must be refused. Returns why. */
async function refusalOf(place: OutboxLocation, options = {}): Promise<string> {
  const outbox = await openOutbox({place}, options).then(
    opened => opened,
    (error: Error) => error.message,
  )
  if (typeof outbox === 'string') return outbox
  await outbox?.close()
  return 'opened'
}

test('says of each file that cannot be opened why', async () => {
  const path = freshPath()
  const written = (content: string | Uint8Array) => {
    const file = freshPath()
    writeFileSync(file, content)
    return file
  }
  const outbox = await openFile(path)
  for (let stored = 0; stored < 50; stored += 1) await outbox.store(entry(), Date.now())
  await outbox.close()
  const intact = readFileSync(path)
  const truncated = written(intact)
  truncateSync(truncated, intact.length - 3 * 4096)
  const folder = join(dirname(path), 'folder')
  mkdirSync(folder)
  const other = freshPath()
  new DatabaseSync(other).exec('CREATE TABLE photos (id INTEGER)')
  const newer = freshPath()
  await (await openFile(newer)).close()
  new DatabaseSync(newer).exec(`UPDATE signup_meta SET value = '99' WHERE name = 'format'`)

  const refusals: [path: string, message: RegExp][] = [
    ['/nowhere/outbox.db', /a file in a folder that exists$/],
    [folder, /a file, this is a folder$/],
    [
      written('not a database, but a text that is long enough to be one'.repeat(99)),
      /a SQLite database, this file is none$/,
    ],
    [truncated, /an intact SQLite database, this file is damaged: restore a backup$/],
    [other, /an empty file or an outbox, this is the database of another program$/],
    [newer, /an outbox of this version, this one was written by a newer version$/],
  ]
  for (const [file, message] of refusals) assert.match(await refusalOf(inFile(file)), message)
  assert.deepEqual(
    {...new DatabaseSync(other).prepare('SELECT COUNT(*) AS tables FROM sqlite_master').get()},
    {tables: 1},
  )

  const locked = new DatabaseSync(path)
  locked.exec('PRAGMA locking_mode = EXCLUSIVE')
  locked.exec('BEGIN EXCLUSIVE')
  assert.match(await refusalOf(inFile(path)), /a file that no other process locks for more than two seconds$/)
  locked.close()
})

test(
  'says of a file that it may not write that it may not',
  {skip: userInfo().uid === 0 && 'root may write anywhere'},
  async () => {
    const path = freshPath()
    await (await openFile(path)).close()
    chmodSync(dirname(path), 0o500)
    assert.match(await refusalOf(inFile(path)), /may write/)
    chmodSync(dirname(path), 0o700)
  },
)

test('says of each PostgreSQL database that cannot be opened why, without its password', async () => {
  const url = await postgres.createDatabase('reachable')
  const change = (part: Partial<URL>) => Object.assign(new URL(url), part).href
  const client = new Client({connectionString: url})
  await client.connect()
  await client.query(`CREATE ROLE reader LOGIN PASSWORD 'reader'`)
  await client.query(`REVOKE CREATE ON SCHEMA public FROM PUBLIC`)
  await client.end()
  const silent = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => silent.once('listening', resolve))
  const refusals: [url: string, message: RegExp][] = [
    [change({password: 'CANARY'}), /the right password for this user of PostgreSQL$/],
    [change({pathname: '/missing'}), /a database that exists$/],
    [change({port: '9'}), /a PostgreSQL server that accepts connections, this one refuses them$/],
    [
      change({hostname: 'nowhere.invalid'}),
      /the name of a PostgreSQL server, this one (?:is unknown|could not be resolved)$/,
    ],
    [
      change({username: 'reader', password: 'reader'}),
      /a PostgreSQL user who may create tables and functions in the database$/,
    ],
    [
      change({port: String((silent.address() as AddressInfo).port)}),
      /a PostgreSQL server that answers, this one does not$/,
    ],
  ]
  for (const [refused, message] of refusals) {
    const text = await refusalOf(atUrl(refused))
    assert.match(text, message)
    assert.doesNotMatch(text, /CANARY/)
  }
  silent.close()
})

test('neither creates an outbox nor changes one for a command', async () => {
  const path = freshPath()
  assert.equal(await refusalOf(inFile(path), {create: false}), `OUTBOX: no outbox at file:${path}`)
  assert.equal(existsSync(path), false)
  const url = await postgres.createDatabase('empty')
  assert.match(
    await refusalOf(atUrl(url), {create: false}),
    /^OUTBOX: no outbox at postgres:\/\/127\.0\.0\.1:\d+\/empty$/,
  )
  const client = new Client({connectionString: url})
  await client.connect()
  assert.equal((await client.query(`SELECT 1 FROM pg_tables WHERE tablename LIKE 'signup_%'`)).rowCount, 0)
  await client.end()
})

test('creates one outbox for several processes that start at the same time', async () => {
  const places = [inFile(freshPath()), atUrl(await postgres.createDatabase('together'))]
  for (const place of places) {
    const outboxes = await Promise.all(Array.from({length: 4}, () => openOutbox({place})))
    await outboxes[0]!.store(entry(), Date.now())
    for (const outbox of outboxes) assert.equal((await outbox!.counts(Date.now())).pending, 1)
    await Promise.all(outboxes.map(outbox => outbox!.close()))
  }
})

test('waits for a lock of more than two seconds to upgrade a file, as another proxy may be upgrading it', async () => {
  const path = freshPath()
  const other = new DatabaseSync(path)
  other.exec('PRAGMA journal_mode = WAL')
  other.exec('BEGIN IMMEDIATE')
  const opening = openFile(path)
  await new Promise(resolve => setTimeout(resolve, 2_500)) // longer than any other transaction waits
  other.exec('COMMIT')
  const outbox = await opening
  await outbox.store(entry(), Date.now())
  await outbox.close()
  other.close()
})

test('changes no table when it opens an outbox that is there', async () => {
  const url = await postgres.createDatabase('opened_again')
  await (await openOutbox({place: atUrl(url)}))!.close()
  const client = new Client({connectionString: url})
  await client.connect()
  // This transaction has read the tables, so a statement that changes them would wait for it.
  await client.query('BEGIN')
  for (const table of ['lead', 'key', 'consent', 'wording', 'meta']) await client.query(`SELECT * FROM signup_${table}`)
  const again = (await openOutbox({place: atUrl(url)}))!
  await again.store(entry(), Date.now())
  await again.close()
  const command = (await openOutbox({place: atUrl(url)}, {create: false}))!
  assert.equal((await command.counts(Date.now())).pending, 1)
  await command.close()
  await client.end()
})
