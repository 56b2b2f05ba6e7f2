import assert from 'node:assert/strict'
import {randomBytes, randomUUID} from 'node:crypto'
import {after, test} from 'node:test'
import {openOutbox} from '../../../src/proxy/outbox/open.ts'
import {connectOutbox, readOutboxSettings} from '../../../src/proxy/postgres.ts'
import {created, respond, startContactApi} from '../../support/contact-api.ts'
import {defer} from '../../support/deferred.ts'
import {forkInstance, passTime, query, startInstance, toPlace} from '../../support/functions.ts'
import {post, verdict} from '../../support/proxy.ts'
import {startPostgres} from '../../support/postgres.ts'

const postgres = await startPostgres()
after(() => postgres.stop())

const createDatabase = () => postgres.createDatabase(`f${randomUUID().slice(0, 8)}`)
const unreachable = {url: 'http://127.0.0.1:1'}
const postTo = async (proxy: (request: Request) => Promise<Response>, email: string) =>
  (await proxy(post({email}))).status

/** A number of leads that were stored while the contact API was down, and are due. */
async function storeInOutage(database: string, leads: number): Promise<string[]> {
  await using instance = startInstance(unreachable, database)
  const emails = Array.from({length: leads}, (_, index) => `${index}@example.com`)
  for (const email of emails) assert.equal(await postTo(instance, email), 202)
  await passTime(database)
  return emails
}

test('delivers what an outage has left, each lead once by two crons at the same time', async () => {
  const database = await createDatabase()
  const emails = await storeInOutage(database, 12)
  await using api = await startContactApi()
  await using first = startInstance(api, database, {redeliveryRate: 1000})
  await using second = startInstance(api, database, {redeliveryRate: 1000})
  const reports = await Promise.all([first.deliverDue(), second.deliverDue()])
  assert.deepEqual(api.requests.map(({body}) => body.email).toSorted(), emails.toSorted())
  assert.equal(reports[0].delivered + reports[1].delivered, 12)
  assert.deepEqual(await first.deliverDue(), {...nothing, paused: undefined})
})

const nothing = {delivered: 0, dead: 0, postponed: 0, waiting: 0, oldestMs: 0}

test('counts what it delivered, what is postponed and what became a dead letter', async () => {
  const database = await createDatabase()
  await storeInOutage(database, 3)
  await using api = await startContactApi((_request, response) =>
    respond(response, [201, 422, 500][api.requests.length - 1]!, '{}'),
  )
  await using instance = startInstance(api, database)
  const {oldestMs, ...report} = await instance.deliverDue()
  assert.deepEqual(report, {delivered: 1, dead: 1, postponed: 1, waiting: 1, paused: undefined})
  assert.ok(oldestMs > 0)
})

test('responds when the attempt has ended, and leaves nothing for later', async () => {
  await using api = await startContactApi((request, response) => void setTimeout(created, 400, request, response))
  await using instance = startInstance(api, await createDatabase(), {answerWithin: 100})
  assert.equal(await postTo(instance, 'slow@example.com'), 201)
})

test('shows the visitor that the contact API refuses the lead', async () => {
  await using api = await startContactApi((_request, response) => respond(response, 422, '{}'))
  await using instance = startInstance(api, await createDatabase())
  assert.deepEqual(await verdict(await instance(post())), [422, 'refused'])
})

test('opens a connection for each lead, because one that was kept may be dead after the function was frozen', async () => {
  await using api = await startContactApi()
  await using instance = startInstance(api, await createDatabase())
  for (const email of ['a@example.com', 'b@example.com']) assert.equal(await postTo(instance, email), 201)
  assert.deepEqual(
    api.requests.map(({headers}) => headers.connection),
    ['close', 'close'],
  )
})

for (const [variables, expected] of [
  [{}, 2],
  [{OUTBOX_CONNECTIONS: '3'}, 3],
] as const)
  test(`opens ${expected} connections to PostgreSQL at most with ${JSON.stringify(variables)}`, async () => {
    const database = await createDatabase()
    const outbox = connectOutbox(readOutboxSettings({OUTBOX: database, ...variables}))
    await Promise.all(Array.from({length: 12}, () => outbox.counts(Date.now())))
    const open = await query(
      database,
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'contact-signup-proxy'`,
    )
    assert.equal(open.length, expected)
    await outbox.close()
  })

test('keeps no connection of a look-up for the lead that is sent next', async () => {
  await using api = await startContactApi((_request, response) => response.destroy())
  const database = await createDatabase()
  await using instance = startInstance(api, database, {unknownOutcome: 'reconcile'})
  assert.equal(await postTo(instance, 'a@example.com'), 202)
  await passTime(database)
  api.answer = (_request, response) => respond(response, api.requests.length === 2 ? 404 : 201, '{}')
  assert.equal((await instance.deliverDue()).delivered, 1)
  assert.deepEqual(
    api.requests.map(({method, headers}) => [method, headers.connection]),
    [
      ['POST', 'close'],
      ['GET', 'close'],
      ['POST', 'close'],
    ],
  )
})

test('loses no lead if the function is killed before the attempt', async () => {
  const database = await createDatabase()
  await using api = await startContactApi()
  const instance = forkInstance(api, database, 'kill')
  await assert.rejects(instance.post('killed@example.com'))
  assert.deepEqual([(await instance.exited)[1], api.requests.length], ['SIGKILL', 0])
  await using cron = startInstance(api, database)
  assert.deepEqual([(await cron.deliverDue()).waiting, api.requests.length], [1, 0]) // its lease has not expired
  await passTime(database)
  assert.equal((await cron.deliverDue()).postponed, 1) // it is unknown whether it was sent
  await passTime(database)
  assert.equal((await cron.deliverDue()).delivered, 1)
  assert.equal(api.requests[0]!.body.email, 'killed@example.com')
})

test('takes a lead after it was frozen, though the database has closed its connections', async () => {
  await using api = await startContactApi()
  const database = await createDatabase()
  const instance = forkInstance(api, database)
  assert.equal(await instance.post('before@example.com'), 201)
  instance.child.kill('SIGSTOP')
  await query(
    database,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'contact-signup-proxy'`,
  )
  const posted = instance.post('after@example.com')
  instance.child.kill('SIGCONT')
  assert.equal(await posted, 201)
  instance.child.disconnect()
  assert.deepEqual(await instance.exited, [0, null])
})

for (const [what, api, status] of [
  ['delivered', undefined, 201],
  ['stored in an outage', unreachable, 202],
] as const)
  test(`keeps no process alive once a lead is ${what}`, async () => {
    await using running = await startContactApi()
    const instance = forkInstance(api ?? running, await createDatabase())
    assert.equal(await instance.post('last@example.com'), status)
    instance.child.disconnect()
    const startedAt = performance.now()
    assert.deepEqual(await instance.exited, [0, null])
    assert.ok(performance.now() - startedAt < 2_000)
  })

test('ends within its time limit, and leaves the rest to the next call', async () => {
  const database = await createDatabase()
  await storeInOutage(database, 40)
  await using api = await startContactApi()
  await using instance = startInstance(api, database, {deadline: 500}) // ten leads a second
  const startedAt = performance.now()
  const {delivered, waiting} = await instance.deliverDue({timeLimitMs: 6_500})
  assert.ok(performance.now() - startedAt < 6_500)
  assert.ok(delivered > 3 && waiting > 3, `${delivered} delivered, ${waiting} waiting`)
  assert.equal(delivered + waiting, 40)
})

test('sends nothing during a pause by the operator', async () => {
  const database = await createDatabase()
  await storeInOutage(database, 1)
  const store = (await openOutbox({place: toPlace(database)}))!
  await store.pause()
  await using api = await startContactApi()
  await using cron = startInstance(api, database)
  const {paused, waiting} = await cron.deliverDue()
  assert.deepEqual([paused, waiting, api.requests.length], ['operator', 1, 0])
  await store.resume()
  assert.equal((await cron.deliverDue()).delivered, 1)
  await store.close()
})

test('waits for as long as the contact API asks for', async () => {
  const database = await createDatabase()
  await storeInOutage(database, 3)
  await using api = await startContactApi((_request, response) => respond(response, 503, '', {'retry-after': '120'}))
  await using cron = startInstance(api, database)
  assert.equal((await cron.deliverDue()).paused, 'busy')
  const {length} = api.requests
  await passTime(database)
  await using another = startInstance(api, database)
  assert.equal((await another.deliverDue()).postponed, 0)
  assert.equal(api.requests.length, length)
  await query(database, 'UPDATE signup_pause SET until = 0')
  api.answer = created
  await cron.deliverDue() // the probe ends the pause
  assert.equal((await cron.deliverDue()).waiting, 0)
})

test('deletes what is kept for long enough', async () => {
  const database = await createDatabase()
  await using api = await startContactApi()
  await using instance = startInstance(api, database)
  assert.equal(await postTo(instance, 'old@example.com'), 201)
  await passTime(database)
  await instance.deliverDue()
  assert.deepEqual(await query(database, 'SELECT id FROM signup_lead'), [])
})

test('gives a lead 503 while the database is down, and takes it when it runs', async t => {
  const {mock: printed} = t.mock.method(console, 'error', () => {})
  const database = await createDatabase()
  await using api = await startContactApi()
  await using instance = startInstance(api, database)
  await postgres.whileStopped(async () => {
    assert.deepEqual(await verdict(await instance(post())), [503, 'store_unavailable'])
    await assert.rejects(instance.deliverDue(), {code: 'store_unavailable'})
  })
  assert.equal(await postTo(instance, 'later@example.com'), 201)
  assert.match(String(printed.calls[0]!.arguments[0]), /^OUTBOX: expected a PostgreSQL server/)
})

test('gives a lead 503 under a key that the outbox does not have, and says so in the log', async t => {
  const {mock: printed} = t.mock.method(console, 'error', () => {})
  const database = await createDatabase()
  await using api = await startContactApi()
  await using instance = startInstance(api, database)
  assert.equal(await postTo(instance, 'first@example.com'), 201)
  const outbox = connectOutbox({place: toPlace(database), key: randomBytes(32)})
  await using wrong = startInstance(api, database, {outbox})
  assert.deepEqual(await verdict(await wrong(post())), [503, 'store_unavailable'])
  assert.deepEqual(
    printed.calls.map(({arguments: [line]}) => String(line)),
    ['OUTBOX_KEY: expected no value, this outbox is not encrypted'],
  )
})

test('responds in time if the database goes down during the attempt', async () => {
  const database = await createDatabase()
  let answer = () => {}
  const arrived = defer<void>()
  await using api = await startContactApi((request, response) => {
    answer = () => created(request, response)
    arrived.resolve()
  })
  await using instance = startInstance(api, database)
  const posted = postTo(instance, 'kept@example.com')
  await arrived.promise
  await postgres.whileCrashed(async () => {
    answer()
    const startedAt = performance.now()
    assert.equal(await posted, 202) // the lead is stored, and sent again
    assert.ok(performance.now() - startedAt < 9_000)
  })
  await passTime(database)
  assert.equal((await instance.deliverDue()).postponed, 1)
})

test('refuses settings that do not fit', async () => {
  const database = await createDatabase()
  assert.throws(
    () => startInstance(unreachable, database, {outbox: undefined}),
    /^Error: delivery: on-request needs an outbox/,
  )
  assert.throws(
    () => startInstance(unreachable, 'x', {delivery: 'later' as 'on-request'}),
    /^Error: delivery: expected one of/,
  )
  assert.throws(
    () => connectOutbox({place: {kind: 'file', path: 'outbox.db'}}),
    /^ConfigurationError: OUTBOX: expected postgres:/,
  )
  await using background = startInstance(unreachable, database, {delivery: 'background'})
  await assert.rejects(
    background.deliverDue(),
    /deliverDue: expected a proxy with an outbox and delivery: 'on-request'/,
  )
  await using instance = startInstance(unreachable, database)
  for (const timeLimitMs of [14_999, Number.NaN, 'soon' as never])
    await assert.rejects(
      instance.deliverDue({timeLimitMs}),
      /timeLimitMs: expected at least 15000, the milliseconds of/,
    )
})
