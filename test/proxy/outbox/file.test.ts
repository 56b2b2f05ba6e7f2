import assert from 'node:assert/strict'
import {randomBytes, randomUUID} from 'node:crypto'
import {chmodSync, readFileSync, readdirSync, statSync, writeFileSync} from 'node:fs'
import {basename, dirname, join} from 'node:path'
import {DatabaseSync} from 'node:sqlite'
import {test} from 'node:test'
import {ConfigurationError} from '../../../src/proxy/index.ts'
import {openSqliteFile} from '../../../src/proxy/outbox/file/open-file.ts'
import {SqliteDriver} from '../../../src/proxy/outbox/file/sqlite-driver.ts'
import {createSchema} from '../../../src/proxy/outbox/sql/schema.ts'
import {SqlOutbox} from '../../../src/proxy/outbox/sql/sql-outbox.ts'
import {rows} from '../../../src/proxy/outbox/sql/steps.ts'
import {createEncryption} from '../../../src/proxy/outbox/sql/encryption.ts'
import {startContactApi} from '../../support/contact-api.ts'
import {entry, freshPath, lease, openFile} from '../../support/outbox.ts'
import {person, post, proxyFor, verdict} from '../../support/proxy.ts'

const filesOf = (path: string) =>
  readdirSync(dirname(path))
    .filter(name => name.startsWith(basename(path)))
    .map(name => join(dirname(path), name))

test('is for its user only, its journal too, whatever the umask and the file were', async () => {
  const umask = process.umask(0)
  const path = freshPath()
  writeFileSync(path, '')
  chmodSync(path, 0o666)
  const outbox = await openFile(path)
  process.umask(umask)
  await outbox.store(entry(), Date.now())
  const modes = filesOf(path).map(file => [basename(file), (statSync(file).mode & 0o777).toString(8)])
  assert.deepEqual(modes.sort(), [
    ['outbox.db', '600'],
    ['outbox.db-shm', '600'],
    ['outbox.db-wal', '600'],
  ])
  await outbox.close()
})

test('waits for the disk at every commit', async () => {
  const path = freshPath()
  const driver = openSqliteFile(path)
  const asked = await driver.run(function* () {
    return [
      ...(yield* rows('PRAGMA journal_mode')),
      ...(yield* rows('PRAGMA synchronous')),
      ...(yield* rows('PRAGMA secure_delete')),
    ]
  })
  assert.deepEqual(
    asked.map(row => Object.values(row)[0]),
    ['wal', 2, 1],
  )
  await driver.close()
})

test('says 503 and when to come back when the disk is full, keeps what it had, and goes on when there is room', async () => {
  await using api = await startContactApi()
  const database = new DatabaseSync(freshPath())
  database.exec('PRAGMA journal_mode = WAL')
  const driver = new SqliteDriver(database)
  await driver.run(createSchema)
  const outbox = new SqlOutbox(driver, createEncryption())
  const proxy = proxyFor(api, {outbox})
  assert.equal((await proxy(post())).status, 201)
  database.exec('PRAGMA max_page_count = 1') // SQLite keeps the pages there are, and gives no more
  let answer = new Response()
  for (let tries = 0; tries < 100 && answer.status !== 503; tries += 1)
    answer = await proxy(post({...person, email: `${randomUUID()}@example.com`}))
  assert.ok(Number(answer.headers.get('retry-after')) > 0)
  assert.deepEqual(await verdict(answer), [503, 'store_unavailable'])
  const fault = proxy.events.find(({event}) => event === 'store_unavailable')
  assert.deepEqual([fault?.level, fault?.fault], ['error', '13']) // SQLITE_FULL
  const calls = api.requests.length
  database.exec('PRAGMA max_page_count = 1000000')
  assert.equal((await proxy(post({email: 'later@example.com'}))).status, 201)
  assert.equal(api.requests.length, calls + 1)
  await proxy.close()
  await outbox.close()
})

test('says 503 while another holds the lock for longer than two seconds, and waits out what is shorter', async () => {
  await using api = await startContactApi()
  const path = freshPath()
  const outbox = await openFile(path)
  const proxy = proxyFor(api, {outbox})
  const other = new DatabaseSync(path)
  other.exec('BEGIN IMMEDIATE')
  const [short] = await Promise.all([
    proxy(post()),
    new Promise(resolve => setTimeout(resolve, 200)).then(() => other.exec('COMMIT')),
  ])
  assert.equal(short.status, 201)
  other.exec('BEGIN IMMEDIATE')
  const answer = await proxy(post({email: 'later@example.com'}))
  assert.equal(answer.headers.get('retry-after'), '5')
  assert.deepEqual(await verdict(answer), [503, 'store_unavailable'])
  other.exec('ROLLBACK')
  assert.equal((await proxy(post({email: 'later@example.com'}))).status, 201)
  assert.equal(api.requests.length, 2)
  other.close()
  await proxy.close()
  await outbox.close()
})

test('one bad transaction spoils none that waits with it', async () => {
  const driver = openSqliteFile(freshPath())
  await driver.run(function* () {
    yield* rows('CREATE TABLE t (n INTEGER PRIMARY KEY)')
  })
  const insert = (n: number) =>
    driver.run(function* () {
      yield* rows('INSERT INTO t VALUES (?1)', n)
    })
  const results = await Promise.allSettled([insert(1), insert(2), insert(1), insert(3)])
  assert.deepEqual(
    results.map(({status}) => status),
    ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
  )
  const left = await driver.run(() => rows('SELECT n FROM t ORDER BY n'))
  assert.deepEqual(
    left.map(({n}) => n),
    [1, 2, 3],
  )
  await driver.close()
})

test('a corrupt store takes nothing', async () => {
  const path = freshPath()
  const outbox = await openFile(path)
  for (let round = 0; round < 50; round += 1) await outbox.store(entry(), Date.now())
  await outbox.close()
  const bytes = readFileSync(path)
  writeFileSync(path, Buffer.concat([bytes.subarray(0, 4096), randomBytes(bytes.length - 4096)]))
  await assert.rejects(
    openFile(path),
    (error: unknown) =>
      error instanceof ConfigurationError && /^OUTBOX: expected a file that .*SQLite/.test(error.message),
  )
  writeFileSync(path, randomBytes(9000))
  await assert.rejects(openFile(path), /^ConfigurationError: OUTBOX: expected a file/)
  await assert.rejects(openFile('/nowhere/outbox.db'), /^ConfigurationError: OUTBOX: expected a file/)
})

test('a store that breaks while it runs is never 202', async () => {
  await using api = await startContactApi()
  const path = freshPath()
  const outbox = await openFile(path)
  const proxy = proxyFor(api, {outbox})
  for (let round = 0; round < 30; round += 1) await outbox.store(entry(), Date.now() + 1e6)
  const other = new DatabaseSync(path)
  other.exec('DROP TABLE signup_key')
  other.close()
  assert.deepEqual(await verdict(await proxy(post())), [503, 'store_unavailable'])
  assert.equal(api.requests.length, 0)
  await proxy.close()
  await outbox.close()
})

test('seals what is personal, and leaves nothing of a person who is forgotten', async () => {
  for (const key of [randomBytes(32), undefined]) {
    const path = freshPath()
    const outbox = await openFile(path, {key})
    const now = Date.now()
    const lead = entry({email: 'emailcanary@example.com'})
    await outbox.store(lead, now, lease(now))
    const holds = () =>
      filesOf(path).some(
        file => readFileSync(file).includes('emailcanary') || readFileSync(file).includes('203.0.113.9'),
      )
    assert.equal(holds(), key === undefined)
    await outbox.settle({id: lead.key, probe: false}, lease(now), {state: 'delivered', due: now, maybeDelivered: false})
    const other = new DatabaseSync(path)
    assert.deepEqual({...other.prepare('SELECT state, body FROM signup_lead').get()}, {state: 'delivered', body: null})
    other.close()
    assert.equal((await outbox.evidence(lead.person)).length, 1)
    await outbox.forget(lead.person)
    assert.equal(holds(), false) // not in the journal either
    await outbox.close()
  }
})

test('puts a lead that it cannot read any more aside, and goes on with the others', async () => {
  const path = freshPath()
  const outbox = await openFile(path, {key: randomBytes(32)})
  const now = Date.now()
  const [broken, whole] = [entry(), entry()]
  await outbox.store(broken, now)
  await outbox.store(whole, now)
  const other = new DatabaseSync(path)
  other.prepare("UPDATE signup_lead SET body = 'AAAA' || substr(body, 5) WHERE id = ?").run(broken.key)
  other.close()
  assert.deepEqual(
    (await outbox.claim(lease(now), 9)).map(({id}) => id),
    [whole.key],
  )
  assert.deepEqual(await outbox.find(broken.key), {id: broken.key, state: 'dead', reason: 'unreadable'})
  await outbox.close()
})

test('opens with its own key only, and tells nobody whose digest is whose', async () => {
  const path = freshPath()
  const key = randomBytes(32)
  await (await openFile(path)).close()
  const sealed = await openFile(path, {key}) // nothing was in it yet
  const lead = entry()
  await sealed.store(lead, Date.now())
  await sealed.close()
  await assert.rejects(
    openFile(path),
    /^ConfigurationError: OUTBOX_KEY: missing, expected the key that this outbox was encrypted with$/,
  )
  await assert.rejects(
    openFile(path, {key: randomBytes(32)}),
    /^ConfigurationError: OUTBOX_KEY: expected the key that this outbox was encrypted with$/,
  )
  const again = await openFile(path, {key})
  assert.equal((await again.evidence(lead.person)).length, 1)
  await again.close()
  assert.notEqual(createEncryption(key).digest('a@b.co'), createEncryption().digest('a@b.co'))
  const encryption = createEncryption(key)
  assert.throws(() => encryption.decrypt(encryption.encrypt('text', 'one row'), 'another row'))
})
