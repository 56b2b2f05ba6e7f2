import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {test} from 'node:test'
import {sendByFetch} from '../../src/proxy/contact-api/fetch-transport.ts'
import {readOptions} from '../../src/proxy/config/options.ts'
import type {LogEvent} from '../../src/proxy/http/log-event.ts'
import {DeliveryWorker} from '../../src/proxy/outbox/worker.ts'
import {createLookUp} from '../../src/proxy/contact-api/look-up.ts'
import {createUpstream} from '../../src/proxy/contact-api/upstream.ts'
import {created, startContactApi, type ContactApi} from '../support/contact-api.ts'
import {FakeClock} from '../support/fake-clock.ts'
import {openFile} from '../support/outbox.ts'
import {watchOperations} from '../support/watched-outbox.ts'

const hour = 3_600_000
const day = 24 * hour

/** A delivery worker with a fake clock, a real store, and a contact API that is down until `endOutage`. */
async function startOutage(redeliveryRate: number) {
  const url = await unusedUrl()
  const clock = new FakeClock()
  const outbox = await openFile()
  const watched = watchOperations(outbox)
  const events: LogEvent[] = []
  const log = (event: LogEvent) => void events.push(event)
  const settings = readOptions({url, accountId: 'acc-1', accountSecret: 's', redeliveryRate, log})
  const upstream = createUpstream(settings, sendByFetch(settings.fetch))
  const worker = new DeliveryWorker(watched.outbox, upstream, createLookUp(settings), settings, clock).start()
  const arrivals: {email: unknown; at: number}[] = []
  let api: ContactApi | undefined
  return {
    clock,
    outbox,
    events,
    arrivals,
    deliver: (email: string) =>
      worker.deliver({key: randomUUID(), contact: {email}, evidence: {gdpr_date: '2026-01-01T00:00:00Z'}}),
    counts: () => outbox.counts(clock.now()),
    /** Waits for everything that is due at this moment. Sockets and the disk are real, so they take real time. */
    async settle() {
      do await watched.settle()
      while ((await outbox.counts(clock.now())).sending > 0)
    },
    /** Lets some seconds pass. */
    async pass(seconds: number) {
      clock.advance(seconds * 1000)
      await this.settle()
    },
    async endOutage() {
      api = await startContactApi(
        (request, response) => {
          arrivals.push({email: api!.requests.at(-1)!.body.email, at: clock.now()})
          created(request, response)
        },
        Number(new URL(url).port),
      )
    },
    async close() {
      await worker.close()
      await outbox.close()
      await api?.close()
    },
  }
}

async function unusedUrl(): Promise<string> {
  const api = await startContactApi()
  await api.close()
  return api.url
}

test('after an outage of 24 hours every lead is delivered once, at no more than the redelivery rate', async context => {
  const outage = await startOutage(10)
  const people = Array.from({length: 300}, (_, index) => `person-${index}@example.com`)
  for (const [index, email] of people.entries()) {
    assert.equal((await outage.deliver(email)).status, 'accepted')
    if (index % 10 === 9) outage.clock.advance(0.5 * hour) // 15 hours of signups
    await outage.settle()
  }
  for (let minutes = 0; minutes < 9 * 60; minutes += 1) {
    outage.clock.advance(60_000)
    await outage.settle()
  }
  const {pending, dead} = await outage.counts()
  assert.deepEqual([pending, dead], [300, 0])
  await outage.endOutage()
  const endedAt = outage.clock.now()
  while ((await outage.counts()).pending > 0) {
    outage.clock.advanceToNext()
    await outage.settle()
  }
  assert.deepEqual(outage.arrivals.map(({email}) => email).sort(), [...people].sort())
  const seconds = (outage.clock.now() - endedAt) / 1000
  const peak = Math.max(...perSecond(outage.arrivals))
  context.diagnostic(`300 leads after 24 h: delivered in ${seconds.toFixed(0)} s, ${peak} in the busiest second`)
  assert.ok(peak <= 10)
  assert.ok(seconds >= 29 && seconds <= 16 * 60) // the longest back-off is 15 minutes
  await outage.close()
})

/** For each arrival, how many arrived in the second that it starts. */
function perSecond(arrivals: {at: number}[]): number[] {
  return arrivals.map(({at: start}) => arrivals.filter(({at}) => at >= start && at < start + 1000).length)
}

test('gives no lead up when the system clock jumps a month ahead, and delays none when it jumps back', async () => {
  const outage = await startOutage(10)
  const people = ['a@example.com', 'b@example.com', 'c@example.com']
  for (const email of people) await outage.deliver(email)
  await outage.settle()
  outage.clock.set(outage.clock.now() + 30 * day)
  for (let polls = 0; polls < 20; polls += 1) {
    outage.clock.advanceToNext()
    await outage.settle()
  }
  const ahead = await outage.counts()
  assert.deepEqual([ahead.pending, ahead.dead], [3, 0])
  outage.clock.set(outage.clock.now() - 30 * day)
  await outage.endOutage()
  for (let polls = 0; polls < 60 && (await outage.counts()).pending > 0; polls += 1) {
    outage.clock.advanceToNext()
    await outage.settle()
  }
  assert.deepEqual(outage.arrivals.map(({email}) => email).sort(), people)
  await outage.close()
})

test('reports an outage after two minutes, once, and its end', async () => {
  const outage = await startOutage(10)
  const reports = () => outage.events.filter(({event}) => event.startsWith('api_'))
  await outage.deliver('a@example.com')
  for (let seconds = 0; seconds < 110; seconds += 5) await outage.pass(5)
  assert.deepEqual(reports(), [])
  for (let minutes = 0; minutes < 60; minutes += 1) await outage.pass(60)
  const [{seconds, ...report}, ...more] = reports() as [LogEvent, ...LogEvent[]] // fails below if there is none
  assert.deepEqual(report, {
    level: 'error',
    event: 'api_unreachable',
    fault: 'ECONNREFUSED',
    upstream_status: undefined,
  })
  assert.ok(Number(seconds) >= 120 && Number(seconds) <= 180, String(seconds))
  assert.deepEqual(more, [])
  await outage.endOutage()
  for (let minutes = 0; (await outage.counts()).pending > 0 && minutes < 60; minutes += 1) await outage.pass(60)
  assert.deepEqual(
    reports().map(({level, event}) => [level, event]),
    [
      ['error', 'api_unreachable'],
      ['info', 'api_reachable'],
    ],
  )
  await outage.close()
})

test('reports no outage if the lead that failed was discarded', async () => {
  const outage = await startOutage(10)
  await outage.deliver('a@example.com')
  for await (const {id} of await outage.outbox.list('pending')) await outage.outbox.discard(id)
  for (let minutes = 0; minutes < 10; minutes += 1) await outage.pass(60)
  assert.deepEqual(
    outage.events.filter(({event}) => event === 'api_unreachable'),
    [],
  )
  await outage.close()
})

test('reminds of a pause by the operator soon after a start, and daily', async () => {
  const outage = await startOutage(10)
  await outage.outbox.pause()
  const reminders = () =>
    outage.events
      .filter(({event}) => event === 'queue_still_paused')
      .map(({level, reason, hours}) => [level, reason, hours])
  for (let seconds = 0; seconds < 60; seconds += 5) await outage.pass(5)
  assert.deepEqual(reminders(), [['warn', 'operator', 0]])
  for (let minutes = 0; minutes < 49 * 60; minutes += 10) await outage.pass(600)
  assert.deepEqual(
    reminders().map(([, , hours]) => hours),
    [0, 24, 48],
  )
  await outage.outbox.resume()
  for (let minutes = 0; minutes < 49 * 60; minutes += 10) await outage.pass(600)
  assert.equal(reminders().length, 3)
  await outage.close()
})

test('sends postponed leads at once after the system clock was set back by 50 minutes', async () => {
  const outage = await startOutage(10)
  const people = Array.from({length: 10}, (_, index) => `person-${index}@example.com`)
  for (const email of people) await outage.deliver(email)
  for (let minutes = 0; minutes < 60; minutes += 1) await outage.pass(60) // long enough for the longest back-off
  outage.clock.set(outage.clock.now() - 50 * 60_000)
  await outage.endOutage()
  for (let seconds = 0; seconds < 20; seconds += 1) await outage.pass(1)
  assert.deepEqual(outage.arrivals.map(({email}) => email).sort(), people)
  await outage.close()
})
