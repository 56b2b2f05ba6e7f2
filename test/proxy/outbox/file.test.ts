import assert from 'node:assert/strict'
import {randomBytes, randomUUID} from 'node:crypto'
import {chmodSync, readFileSync, readdirSync, statSync, writeFileSync} from 'node:fs'
import {basename, dirname, join} from 'node:path'
import {DatabaseSync} from 'node:sqlite'
import {test} from 'node:test'
import {ConfigurationError} from '../../../src/proxy/index.ts'
import {openSqliteFile} from '../../../src/proxy/outbox/file/open-file.ts'
import {SqliteDriver} from '../../../src/proxy/outbox/file/sqlite-driver.ts'
import {createTables} from '../../../src/proxy/outbox/sql/schema.ts'
import {toIdBytes} from '../../../src/proxy/outbox/sql/binary.ts'
import {SqlOutbox} from '../../../src/proxy/outbox/sql/sql-outbox.ts'
import {rows} from '../../../src/proxy/outbox/sql/steps.ts'
import {createEncryption} from '../../../src/proxy/outbox/sql/encryption.ts'
import {startContactApi} from '../../support/contact-api.ts'
import type {Entry} from '../../../src/proxy/outbox/outbox.ts'
import {entry, freshPath, lease, openFile, until} from '../../support/outbox.ts'
import {person, post, proxyFor, verdict} from '../../support/proxy.ts'

const filesOf = (path: string) =>
  readdirSync(dirname(path))
    .filter(name => name.startsWith(basename(path)))
    .map(name => join(dirname(path), name))

test('makes the file and its journal readable for its user only, whatever the umask and the former mode', async () => {
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

test('waits for fsync at every commit', async () => {
  const path = freshPath()
  const driver = openSqliteFile(path)
  const settings = await driver.run(function* () {
    return [
      ...(yield* rows('PRAGMA journal_mode')),
      ...(yield* rows('PRAGMA synchronous')),
      ...(yield* rows('PRAGMA secure_delete')),
    ]
  })
  assert.deepEqual(
    settings.map(row => Object.values(row)[0]),
    ['wal', 2, 1],
  )
  await driver.close()
})

test('responds 503 with Retry-After while the disk is full, and continues when there is space', async () => {
  await using api = await startContactApi()
  const database = new DatabaseSync(freshPath())
  database.exec('PRAGMA journal_mode = WAL')
  const driver = new SqliteDriver(database)
  await driver.run(() => createTables(driver.dialect))
  const outbox = new SqlOutbox(driver, createEncryption())
  const proxy = proxyFor(api, {outbox})
  assert.equal((await proxy(post())).status, 201)
  database.exec('PRAGMA max_page_count = 1') // SQLite keeps existing pages and allocates no more
  let response = new Response()
  for (let sent = 0; sent < 100 && response.status !== 503; sent += 1)
    response = await proxy(post({...person, email: `${randomUUID()}@example.com`}))
  assert.ok(Number(response.headers.get('retry-after')) > 0)
  assert.deepEqual(await verdict(response), [503, 'store_unavailable'])
  const logged = proxy.events.find(({event}) => event === 'store_unavailable')
  assert.deepEqual([logged?.level, logged?.fault], ['error', '13']) // SQLITE_FULL
  const calls = api.requests.length
  database.exec('PRAGMA max_page_count = 1000000')
  assert.equal((await proxy(post({email: 'later@example.com'}))).status, 201)
  assert.equal(api.requests.length, calls + 1)
  await proxy.close()
  await outbox.close()
})

test('tells whether a lead could be stored, and leaves nothing behind', async () => {
  const database = new DatabaseSync(freshPath())
  const driver = new SqliteDriver(database)
  await driver.run(() => createTables(driver.dialect))
  const outbox = new SqlOutbox(driver, createEncryption())
  const countMeta = () => database.prepare('SELECT count(*) AS n FROM signup_meta').get()
  const before = countMeta()
  database.exec('PRAGMA max_page_count = 1')
  await assert.rejects(outbox.tryWrite(), {code: 'store_unavailable'})
  assert.deepEqual(await outbox.health(Date.now(), ['']), {paused: undefined}) // it can still be read
  database.exec('PRAGMA max_page_count = 1000000')
  await outbox.tryWrite()
  assert.deepEqual(countMeta(), before)
  await outbox.close()
})

test('responds 503 while another process holds the lock for over two seconds, and waits for a shorter lock', async () => {
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
  const response = await proxy(post({email: 'later@example.com'}))
  assert.equal(response.headers.get('retry-after'), '5')
  assert.deepEqual(await verdict(response), [503, 'store_unavailable'])
  other.exec('ROLLBACK')
  assert.equal((await proxy(post({email: 'later@example.com'}))).status, 201)
  assert.equal(api.requests.length, 2)
  other.close()
  await proxy.close()
  await outbox.close()
})

test('a failing transaction does not affect others in its batch', async () => {
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

test('refuses to open a corrupt file', async () => {
  const path = freshPath()
  const outbox = await openFile(path)
  for (let round = 0; round < 50; round += 1) await outbox.store(entry(), Date.now())
  await outbox.close()
  const bytes = readFileSync(path)
  writeFileSync(path, Buffer.concat([bytes.subarray(0, 4096), randomBytes(bytes.length - 4096)]))
  await assert.rejects(
    openFile(path),
    (error: unknown) =>
      error instanceof ConfigurationError && error.message.startsWith('OUTBOX: expected an intact SQLite database'),
  )
})

test('responds 503 and sends nothing after the store breaks', async () => {
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

test('encrypts personal data, and leaves none of a person who is forgotten', async () => {
  for (const key of [randomBytes(32), undefined]) {
    const path = freshPath()
    const outbox = await openFile(path, {key})
    const now = Date.now()
    const lead = entry({email: 'emailcanary@example.com'})
    await outbox.store(lead, now, lease(now))
    const holdsPersonalData = () =>
      filesOf(path).some(
        file => readFileSync(file).includes('emailcanary') || readFileSync(file).includes('203.0.113.9'),
      )
    assert.equal(holdsPersonalData(), key === undefined)
    await outbox.settle({id: lead.key, probe: false}, lease(now), {state: 'delivered', due: now, maybeDelivered: false})
    const other = new DatabaseSync(path)
    assert.deepEqual({...other.prepare('SELECT state, body FROM signup_lead').get()}, {state: 'delivered', body: null})
    other.close()
    assert.equal((await outbox.evidence(lead.person)).length, 1)
    await outbox.forget(lead.person)
    assert.equal(holdsPersonalData(), false) // not in the journal either
    await outbox.close()
  }
})

test('turns a lead with a corrupt body into a dead letter with an alarm, and delivers the others', async () => {
  const path = freshPath()
  const outbox = await openFile(path, {key: randomBytes(32)})
  const now = Date.now()
  const [corrupt, intact] = [entry(), entry()]
  await outbox.store(corrupt, now)
  await outbox.store(intact, now)
  const other = new DatabaseSync(path)
  other.prepare("UPDATE signup_lead SET body = 'AAAA' || substr(body, 5) WHERE id = ?").run(toIdBytes(corrupt.key)!)
  other.close()
  await using api = await startContactApi()
  const proxy = proxyFor(api, {outbox})
  await until('delivery', async () => (await outbox.find(intact.key))?.state === 'delivered')
  const deadLetter = await until('a dead letter', () => proxy.events.find(({event}) => event === 'dead_letter'))
  assert.deepEqual([deadLetter.level, deadLetter.lead, deadLetter.reason], ['error', corrupt.key, 'unreadable'])
  assert.deepEqual(await outbox.find(corrupt.key), {id: corrupt.key, state: 'dead', reason: 'unreadable'})
  assert.equal(api.requests.length, 1)
  await proxy.close()
  await outbox.close()
})

/** An outbox that keeps little. */
async function openSmall(ceilings: {quarantined: number; wordings: number}) {
  const driver = openSqliteFile(freshPath())
  await driver.run(() => createTables(driver.dialect))
  return new SqlOutbox(driver, createEncryption(), {ceilings})
}

test('refuses suspect leads while the quarantine is full, with an alarm, and accepts all others', async () => {
  await using api = await startContactApi()
  const outbox = await openSmall({quarantined: 2, wordings: 100})
  const proxy = proxyFor(api, {outbox})
  const suspect = () => post({email: `${randomUUID()}@example.com`, more_comments: 'x'})
  const statuses = []
  for (let sent = 0; sent < 5; sent += 1) statuses.push((await proxy(suspect())).status)
  assert.deepEqual(statuses, [201, 201, 429, 429, 429])
  assert.deepEqual(
    proxy.events.filter(({event}) => event === 'quarantine_full').map(({level}) => level),
    ['error'],
  )
  assert.equal((await proxy(post())).status, 201)
  assert.equal((await outbox.counts(Date.now())).quarantined, 2)
  const [first] = await outbox.list('quarantined')
  await outbox.discard(first!.id)
  assert.equal((await proxy(suspect())).status, 201)
  await proxy.close()
  await outbox.close()
})

test('stores a limited number of wordings, with an alarm, and every lead', async () => {
  await using api = await startContactApi()
  const outbox = await openSmall({quarantined: 100, wordings: 2})
  const proxy = proxyFor(api, {outbox})
  const send = (terms: string) =>
    proxy(post({email: `${randomUUID()}@example.com`, gdpr_accept_terms: true, consent: {terms}}))
  for (const terms of ['first', 'second', 'third', 'fourth', 'first']) assert.equal((await send(terms)).status, 201)
  assert.deepEqual((await outbox.evidence()).map(({terms}) => terms!.text).sort(), ['', '', 'first', 'first', 'second'])
  assert.deepEqual(
    proxy.events.filter(({event}) => event === 'wordings_full').map(({level}) => level),
    ['error'],
  )
  await proxy.close()
  await outbox.close()
})

test('leaves nothing of a delivered or discarded lead in the file and its journal', async () => {
  const path = freshPath()
  const outbox = await openFile(path)
  const now = Date.now()
  const [delivered, discarded] = ['delivered', 'discarded'].map(name => {
    const email = `${name}canary@example.com`
    return entry({email, record: {time: '2026-01-01T00:00:00Z'}, person: {email}})
  }) as [Entry, Entry]
  await outbox.store(delivered, now, lease(now))
  await outbox.settle({id: delivered.key, probe: false}, lease(now), {
    state: 'delivered',
    due: now,
    maybeDelivered: false,
  })
  await outbox.store(discarded, now)
  const found = () =>
    [path, `${path}-wal`]
      .map(
        file =>
          readFileSync(file)
            .toString('latin1')
            .match(/\w+canary/g) ?? [],
      )
      .flat()
  assert.ok(found().length > 0)
  await outbox.discard(discarded.key)
  await outbox.prune(now)
  assert.deepEqual(found(), [])
  await outbox.close()
})

test('logs how many leads it has deleted that were never delivered', async () => {
  await using api = await startContactApi()
  const path = freshPath()
  const before = await openFile(path)
  const old = Date.now() - 91 * 24 * 3_600_000
  for (let stored = 0; stored < 3; stored += 1) await before.store(entry({quarantine: 'honeypot'}), old)
  await before.close()
  const outbox = await openFile(path)
  const proxy = proxyFor(api, {outbox})
  await until('the warning', () => proxy.events.find(({event}) => event === 'leads_expired'))
  assert.deepEqual(
    proxy.events.filter(({event}) => event === 'leads_expired').map(({level, leads}) => [level, leads]),
    [['warn', 3]],
  )
  await proxy.close()
  await outbox.close()
})

test('opens with its own key only, and its digests depend on the key', async () => {
  const path = freshPath()
  const key = randomBytes(32)
  await (await openFile(path)).close()
  const encrypted = await openFile(path, {key}) // an empty store accepts any key
  const lead = entry()
  await encrypted.store(lead, Date.now())
  await encrypted.close()
  await assert.rejects(
    openFile(path),
    /^ConfigurationError: OUTBOX_KEY: missing, expected the key that this outbox was encrypted with$/,
  )
  await assert.rejects(
    openFile(path, {key: randomBytes(32)}),
    /^ConfigurationError: OUTBOX_KEY: expected the key that this outbox was encrypted with$/,
  )
  const plain = freshPath()
  const unencrypted = await openFile(plain)
  await unencrypted.store(entry(), Date.now())
  await unencrypted.close()
  await assert.rejects(
    openFile(plain, {key}),
    /^ConfigurationError: OUTBOX_KEY: expected no value, this outbox is not encrypted$/,
  )
  const again = await openFile(path, {key})
  assert.equal((await again.evidence(lead.person)).length, 1)
  await again.close()
  assert.notEqual(createEncryption(key).digest('a@b.co'), createEncryption().digest('a@b.co'))
  const encryption = createEncryption(key)
  const place = {id: 'one', column: 'body'} as const
  assert.equal(encryption.decrypt(encryption.encrypt('text', place), place), 'text')
  for (const other of [{id: 'two'}, {column: 'record'}, {column: 'wording'}] as const)
    assert.throws(() => encryption.decrypt(encryption.encrypt('text', place), {...place, ...other}))
  assert.throws(() => encryption.decrypt('text', place))
})

test('rejects all leads that wait for a lock together, instead of one batch after the other', async () => {
  const path = freshPath()
  const outbox = await openFile(path)
  const other = new DatabaseSync(path)
  other.exec('BEGIN IMMEDIATE')
  const startedAt = performance.now()
  const stored = Array.from({length: 1_000}, () => outbox.store(entry(), Date.now()))
  const codes = await Promise.allSettled(stored)
  assert.ok(codes.every(({status}) => status === 'rejected'))
  const waits = Math.round((performance.now() - startedAt) / 2_000) // each takes two seconds
  assert.ok(waits <= 2, `${waits} waits for the lock`)
  other.close()
  await outbox.close()
})
