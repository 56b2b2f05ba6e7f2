import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {test} from 'node:test'
import {setImmediate as turn} from 'node:timers/promises'
import {sendByFetch} from '../../src/proxy/contact-api/fetch-transport.ts'
import {readOptions} from '../../src/proxy/config/options.ts'
import {DeliveryWorker} from '../../src/proxy/outbox/worker.ts'
import {createLookUp} from '../../src/proxy/contact-api/look-up.ts'
import {createUpstream} from '../../src/proxy/contact-api/upstream.ts'
import {created, startContactApi} from '../support/contact-api.ts'
import {FakeClock} from '../support/fake-clock.ts'
import {openFile} from '../support/outbox.ts'

const hour = 3_600_000

/** A worker on a fake clock, a real store, and a contact API that is down until `comeBack`. */
async function duringOutage(rate: number) {
  const api = await startContactApi()
  const {port} = new URL(api.url)
  await api.close()
  const clock = new FakeClock()
  const outbox = await openFile()
  const settings = readOptions({
    url: api.url,
    accountId: 'acc-1',
    accountSecret: 's',
    redeliveryRate: rate,
    log: () => {},
  })
  const worker = new DeliveryWorker(
    outbox,
    createUpstream(settings, sendByFetch(settings.fetch)),
    createLookUp(settings),
    settings,
    clock,
  ).start()
  const arrivals: {email: unknown; at: number}[] = []
  return {
    clock,
    outbox,
    arrivals,
    deliver: (email: string) =>
      worker.deliver({key: randomUUID(), contact: {email}, evidence: {gdpr_date: '2026-01-01T00:00:00Z'}}),
    counts: () => outbox.counts(clock.now()),
    /** Until everything that this moment has set going is done: real sockets and a real disk take real time. */
    async settle() {
      for (let turns = 0; turns < 4; turns += 1) await turn()
      while ((await outbox.counts(clock.now())).sending > 0) await turn()
    },
    comeBack: () =>
      startContactApi((request, response) => {
        arrivals.push({email: back.requests.at(-1)!.body.email, at: clock.now()})
        created(request, response)
      }, Number(port)).then(started => (back = started)),
    async close() {
      await worker.close()
      await outbox.close()
      await back.close()
    },
  }
}
let back: Awaited<ReturnType<typeof startContactApi>>

test('after 24 hours of outage everything is delivered once, at a polite rate', async context => {
  const at = await duringOutage(10)
  const people = Array.from({length: 300}, (_, index) => `person-${index}@example.com`)
  for (const [index, email] of people.entries()) {
    assert.deepEqual(await at.deliver(email), {status: 'accepted'})
    if (index % 10 === 9) at.clock.pass(0.5 * hour) // fifteen hours of sign-ups
    await at.settle()
  }
  for (let minutes = 0; minutes < 9 * 60; minutes += 1) {
    at.clock.pass(60_000)
    await at.settle()
  }
  const {pending, dead} = await at.counts()
  assert.deepEqual([pending, dead], [300, 0])
  await at.comeBack()
  const returned = at.clock.now()
  while ((await at.counts()).pending > 0) {
    at.clock.next()
    await at.settle()
  }
  assert.deepEqual(at.arrivals.map(({email}) => email).sort(), [...people].sort())
  const inOneSecond = at.arrivals.map(
    ({at: start}) => at.arrivals.filter(other => other.at >= start && other.at < start + 1000).length,
  )
  const took = (at.clock.now() - returned) / 1000
  context.diagnostic(
    `300 leads after 24 h: delivered in ${took.toFixed(0)} s, ${Math.max(...inOneSecond)} in the busiest second`,
  )
  assert.ok(Math.max(...inOneSecond) <= 10)
  assert.ok(took >= 29 && took <= 16 * 60) // no lead waits longer than its last back-off
  await at.close()
})

test('a clock that jumps a month ahead gives nothing up, and one that jumps back a month keeps nothing waiting', async () => {
  const at = await duringOutage(10)
  const people = ['a@example.com', 'b@example.com', 'c@example.com']
  for (const email of people) await at.deliver(email)
  await at.settle()
  at.clock.set(at.clock.now() + 30 * 24 * hour)
  for (let beats = 0; beats < 20; beats += 1) {
    at.clock.next()
    await at.settle()
  }
  const ahead = await at.counts()
  assert.deepEqual([ahead.pending, ahead.dead], [3, 0])
  at.clock.set(at.clock.now() - 30 * 24 * hour)
  await at.comeBack()
  for (let beats = 0; beats < 60 && (await at.counts()).pending > 0; beats += 1) {
    at.clock.next()
    await at.settle()
  }
  assert.deepEqual(at.arrivals.map(({email}) => email).sort(), people)
  await at.close()
})
