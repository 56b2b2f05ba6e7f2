import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {test} from 'node:test'
import {setImmediate as nextTurn} from 'node:timers/promises'
import {createLookUp} from '../../../src/proxy/contact-api/look-up.ts'
import type {Outcome, Upstream} from '../../../src/proxy/contact-api/upstream.ts'
import {readOptions, type ProxyOptions} from '../../../src/proxy/config/options.ts'
import type {LogEvent} from '../../../src/proxy/http/log-event.ts'
import type {Outbox} from '../../../src/proxy/outbox/outbox.ts'
import type {StoredOutbox} from '../../../src/proxy/outbox/stored-outbox.ts'
import {DeliveryWorker} from '../../../src/proxy/outbox/worker.ts'
import {defer, type Deferred} from '../../support/deferred.ts'
import {FakeClock} from '../../support/fake-clock.ts'
import {watchOperations} from '../../support/watched-outbox.ts'
import {entry, lease, openFile, until} from '../../support/outbox.ts'

const created: Outcome = {verdict: 'created', status: 201}

/** A running delivery worker with a fake clock on a store. The API is a function. */
function startWorker(...parameters: Parameters<typeof createWorker>) {
  const created = createWorker(...parameters)
  created.worker.start()
  return created
}

function createWorker(outbox: Outbox, upstream: Upstream, options: Partial<ProxyOptions>, clock: FakeClock) {
  const events: LogEvent[] = []
  const log = (event: LogEvent) => void events.push(event)
  const settings = readOptions({
    url: 'https://api.example',
    accountId: 'acc-1',
    accountSecret: 's',
    log,
    ...options,
  })
  const worker = new DeliveryWorker(outbox, upstream, createLookUp(settings), settings, clock)
  const deliver = (email = `${randomUUID()}@example.com`) =>
    worker.deliver({key: randomUUID(), contact: {email}, evidence: {gdpr_date: '2026-01-01T00:00:00Z'}})
  return {worker, events, deliver}
}

/** Queues a lead that was tried before. */
async function storePostponed(store: StoredOutbox, now: number): Promise<void> {
  const lead = entry()
  await store.store(lead, now, lease(now))
  const postponed = {state: 'pending', due: now, maybeDelivered: false} as const
  await store.settle({id: lead.key, probe: false}, lease(now), postponed)
}

/** Queues a lead that the operator has released. */
async function storeReleased(store: StoredOutbox, now: number): Promise<void> {
  const lead = entry({quarantine: 'honeypot'})
  await store.store(lead, now)
  await store.release(lead.key, now)
}

for (const [leads, rate, seconds, storeLead] of [
  ['retries', 10, 60, storePostponed],
  ['retries', 300, 5, storePostponed],
  ['released leads', 10, 60, storeReleased],
] as const)
  test(`sends ${rate} ${leads} a second while each claim takes 30 ms`, async () => {
    const clock = new FakeClock()
    const store = await openFile()
    const now = clock.now()
    await Promise.all(Array.from({length: rate * (seconds + 2)}, () => storeLead(store, now)))
    let claims = 0
    const claim = async (...parameters: Parameters<Outbox['claim']>) => {
      claims += 1
      const claimed = await store.claim(...parameters)
      clock.advance(30)
      claims -= 1
      return claimed
    }
    const slow: Outbox = {
      store: (...parameters) => store.store(...parameters),
      find: key => store.find(key),
      claim,
      settle: (...parameters) => store.settle(...parameters),
      counts: at => store.counts(at),
      prune: async () => 0,
      close: () => store.close(),
    }
    let sent = 0
    const upstream = async () => ((sent += 1), created)
    const {worker} = startWorker(slow, upstream, {redeliveryRate: rate}, clock)
    while (clock.now() < now + seconds * 1000) {
      while (claims > 0 || worker.usage.inFlight > 0) await nextTurn()
      clock.advanceToNext()
      await nextTurn()
    }
    const share = sent / rate / ((clock.now() - now) / 1000)
    assert.ok(share > 0.9 && share < 1.1, `${sent} leads, ${share}`)
    await worker.close()
    await store.close()
  })

test('sends what was never tried as soon as an attempt is free, without waiting for a poll', async () => {
  const outbox = await openFile()
  const calls: Deferred<Outcome>[] = []
  const upstream: Upstream = () => {
    const call = defer<Outcome>()
    calls.push(call)
    return call.promise
  }
  const {worker, events, deliver} = startWorker(outbox, upstream, {maxAttempts: 4}, new FakeClock())
  const responses = Array.from({length: 20}, () => deliver())
  await until('four attempts', () => calls.length === 4)
  await until('sixteen leads that wait', async () => (await outbox.counts(Date.now())).pending === 16)
  for (let ended = 0; ended < 20; ended += 1) {
    assert.deepEqual(worker.usage, {inFlight: Math.min(4, 20 - ended), limit: 4})
    calls[ended]!.resolve(created)
    const expected = Math.min(20, ended + 5)
    await until('the next attempt', () => calls.length === expected && worker.usage.inFlight === expected - ended - 1)
  }
  const statuses = (await Promise.all(responses)).map(({status}) => status)
  assert.equal(statuses.filter(status => status === 'created').length, 4)
  const full = events.filter(({event}) => event === 'attempts_full')
  assert.deepEqual(full, [{level: 'warn', event: 'attempts_full', limit: 4, seconds: 0}])
  await worker.close()
  await outbox.close()
})

test('sends all that is due when it is called, retries at the rate, and resolves once that is settled', async () => {
  const clock = new FakeClock()
  const store = await openFile()
  const {outbox, settle} = watchOperations(store)
  const {worker, events} = createWorker(outbox, async () => created, {redeliveryRate: 20, maxAttempts: 4}, clock)
  for (let index = 0; index < 10; index += 1) await storePostponed(store, clock.now())
  for (let index = 0; index < 10; index += 1) await store.store(entry(), clock.now())
  const later = entry()
  await store.store(later, clock.now(), lease(clock.now()))
  const postponed = {state: 'pending', due: clock.now() + 600_000, maybeDelivered: false} as const
  await store.settle({id: later.key, probe: false}, lease(clock.now()), postponed)

  const startedAt = clock.elapsed()
  let isDone = false
  const done = worker.runWhileDue(60_000).then(() => (isDone = true))
  for (await settle(); !isDone; await settle()) clock.advanceToNext()
  await done
  const {pending, sending} = await store.counts(clock.now())
  assert.deepEqual([pending, sending, events.filter(({event}) => event === 'delivered').length], [1, 0, 20])
  assert.ok(clock.elapsed() - startedAt >= 400, `ten retries in ${clock.elapsed() - startedAt} ms`)
  await worker.close()
  await store.close()
})

test('stops sending after the given time, and goes on with the next call', async () => {
  const clock = new FakeClock()
  const store = await openFile()
  const {outbox, settle} = watchOperations(store)
  const {worker} = createWorker(outbox, async () => created, {redeliveryRate: 10}, clock)
  for (let index = 0; index < 30; index += 1) await storePostponed(store, clock.now())
  const pending: number[] = []
  for (let call = 0; call < 3; call += 1) {
    let isDone = false
    void worker.runWhileDue(1_000).then(() => (isDone = true))
    for (await settle(); !isDone; await settle()) clock.advanceToNext()
    pending.push((await store.counts(clock.now())).pending)
  }
  assert.ok(pending[0]! > 15 && pending[0]! < 25, String(pending))
  assert.ok(pending[1]! < pending[0]! && pending[2]! < pending[1]!, String(pending))
  await worker.close()
  await store.close()
})

test('sends what was never tried after a rest, though as many retries might be due as there are free attempts', async () => {
  const clock = new FakeClock()
  const store = await openFile()
  const {outbox, settle} = watchOperations(store)
  const {worker} = createWorker(outbox, async () => created, {redeliveryRate: 20, maxAttempts: 4}, clock)
  await worker.runWhileDue(60_000)
  for (let index = 0; index < 10; index += 1) await store.store(entry(), clock.now())
  clock.advance(2_000)
  let isDone = false
  void worker.runWhileDue(60_000).then(() => (isDone = true))
  for (await settle(); !isDone; await settle()) clock.advanceToNext()
  assert.equal((await store.counts(clock.now())).pending, 0)
  await worker.close()
  await store.close()
})

test('does not report that all attempts are in flight while it looks for leads', async () => {
  const clock = new FakeClock()
  const store = await openFile()
  const {outbox, settle} = watchOperations(store)
  const {worker, events} = createWorker(outbox, async () => created, {redeliveryRate: 20, maxAttempts: 4}, clock)
  await worker.runWhileDue(60_000)
  await store.store(entry(), clock.now())
  clock.advance(2_000)
  let isDone = false
  void worker.runWhileDue(60_000).then(() => (isDone = true))
  for (await settle(); !isDone; await settle()) clock.advanceToNext()
  assert.deepEqual(
    events.map(({event}) => event),
    ['delivered'],
  )
  await worker.close()
  await store.close()
})

test('sends what another process has stored, though as many retries might be due as there are free attempts', async () => {
  const clock = new FakeClock()
  const store = await openFile()
  const {outbox, settle} = watchOperations(store)
  const {worker} = startWorker(outbox, async () => created, {redeliveryRate: 20, maxAttempts: 4}, clock)
  await settle()
  for (let seconds = 0; seconds < 3; seconds += 1) {
    clock.advanceToNext()
    await settle()
  }
  for (let index = 0; index < 10; index += 1) await store.store(entry(), clock.now())
  const startedAt = clock.elapsed()
  while ((await store.counts(clock.now())).pending > 0 && clock.elapsed() - startedAt < 5_000) {
    clock.advanceToNext()
    await settle()
  }
  assert.equal((await store.counts(clock.now())).pending, 0)
  await worker.close()
  await store.close()
})

test('never has more attempts in flight than allowed when many leads arrive at once', async () => {
  const outbox = await openFile()
  let most = 0
  const upstream: Upstream = async () => {
    most = Math.max(most, worker.usage.inFlight)
    await nextTurn()
    return created
  }
  const {worker, deliver} = startWorker(outbox, upstream, {maxAttempts: 4}, new FakeClock())
  await Promise.all(Array.from({length: 200}, () => deliver()))
  await until('delivery of all', async () => (await outbox.counts(Date.now())).pending === 0)
  assert.ok(most <= 4, String(most))
  await worker.close()
  await outbox.close()
})

test('does not send a lead twice that is being sent when the system clock is set back', async () => {
  const clock = new FakeClock()
  const store = await openFile()
  const {outbox, settle} = watchOperations(store)
  const calls: Deferred<Outcome>[] = []
  const upstream: Upstream = () => {
    const call = defer<Outcome>()
    calls.push(call)
    return call.promise
  }
  const {worker, deliver} = startWorker(outbox, upstream, {}, clock)
  const delivered = deliver()
  await until('the attempt', () => calls.length === 1)
  clock.set(clock.now() - 50 * 60_000)
  for (let seconds = 0; seconds < 5; seconds += 1) {
    clock.advance(500)
    await settle()
  }
  assert.equal(calls.length, 1)
  calls[0]!.resolve(created)
  assert.equal((await delivered).status, 'created')
  await worker.close()
  await store.close()
})

/** An API that accepts some leads a second, and refuses what is over that with `Retry-After: 1`. */
function createBusyApi(perSecond: number, clock: FakeClock) {
  const api = {accepted: 0, refused: 0}
  let tokens = perSecond / 5
  let countedAt = clock.elapsed()
  const upstream: Upstream = async () => {
    await clock.wait(50)
    tokens = Math.min(perSecond / 5, tokens + ((clock.elapsed() - countedAt) * perSecond) / 1000)
    countedAt = clock.elapsed()
    if (tokens < 1) return ((api.refused += 1), {verdict: 'busy', status: 429, retryAfter: 1})
    tokens -= 1
    api.accepted += 1
    return created
  }
  return {api, upstream}
}

test('drains a backlog at nearly the rate of an API that refuses what is over its limit', async context => {
  const clock = new FakeClock()
  const store = await openFile()
  const leads = 4_000
  await Promise.all(Array.from({length: leads}, () => store.store(entry(), clock.now())))
  const perSecond = 100
  const {api, upstream} = createBusyApi(perSecond, clock)
  const {outbox, settle} = watchOperations(store)
  const {worker, events} = startWorker(outbox, upstream, {}, clock)
  const startedAt = clock.elapsed()
  while (api.accepted < leads * 0.98) {
    await settle()
    clock.advanceToNext()
  }
  const rate = api.accepted / ((clock.elapsed() - startedAt) / 1000)
  context.diagnostic(`${rate.toFixed(0)} of ${perSecond} a second, ${api.refused} refused`)
  assert.ok(rate > 0.85 * perSecond, String(rate))
  assert.ok(api.refused < 0.05 * leads, `${api.refused} refused`)
  assert.deepEqual(
    events.filter(({event}) => event.startsWith('queue_')).map(({event}) => event),
    ['queue_slowed'],
  )
  await settle()
  void worker.close()
  while (worker.usage.inFlight > 0) {
    clock.advance(1000)
    await settle()
  }
  await store.close()
})
