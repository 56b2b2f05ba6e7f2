import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {mkdtempSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {DatabaseSync} from 'node:sqlite'
import {test} from 'node:test'
import {setTimeout as sleep} from 'node:timers/promises'
import {created, respond, startContactApi, type ContactApi} from '../../support/contact-api.ts'
import {until} from '../../support/outbox.ts'
import {contactSettings, startWorker} from '../../support/workerd/worker.ts'

const pollIntervalMs = 20
/** The lease of an attempt in flight expires after 30 seconds. */
const timeoutMs = 60_000

/** Waits without a request to the Worker: what happens then, an alarm has done. */
async function untilDelivered(api: ContactApi, emails: readonly string[], withinMs = timeoutMs): Promise<void> {
  const deadline = performance.now() + withinMs
  const isMissing = (email: string) => !api.requests.some(({body}) => body.email === email)
  while (emails.some(isMissing)) {
    if (performance.now() > deadline) throw new Error(`not delivered: ${emails.filter(isMissing).length}`)
    await sleep(pollIntervalMs)
  }
}

/** Reads how many seconds ahead the alarm of the object is, from the file in which workerd keeps it. */
function readAlarm(storage: string): number {
  const database = new DatabaseSync(join(storage, '-ContactSignupOutbox/metadata.sqlite'), {readOnly: true})
  const [row] = database.prepare('SELECT scheduled_time / 1000000000 AS at FROM _cf_ALARM').all()
  database.close()
  return row === undefined ? -Infinity : Number(row.at) - Date.now() / 1000
}

test('delivers by alarm, after a restart, what it accepted during an outage, and what was being sent', async () => {
  const api = await startContactApi((_request, response) => respond(response, 500))
  const {port} = new URL(api.url)
  const storage = mkdtempSync(join(tmpdir(), 'signup-'))
  const emails = Array.from({length: 30}, () => `${randomUUID()}@example.com`)
  const settings = {...contactSettings(api.url), ANSWER_WITHIN: '0.2', REDELIVERY_RATE: '100'}
  const worker = await startWorker(settings, {storage})
  const post = (list: readonly string[]) => Promise.all(list.map(email => worker.post({email})))

  const [postponed, unreachable, inFlight] = [emails.slice(0, 10), emails.slice(10, 20), emails.slice(20)]
  const statuses = (await post(postponed)).map(({status}) => status)
  await api.close() // refuses connections
  statuses.push(...(await post(unreachable)).map(({status}) => status))
  const silent = await startContactApi(() => {}, Number(port))
  statuses.push(...(await post(inFlight)).map(({status}) => status))
  assert.deepEqual(new Set(statuses), new Set([202]))
  await worker.stop()
  await silent.close()

  const recovered = await startContactApi(created, Number(port))
  const restarted = await startWorker(settings, {storage})
  await untilDelivered(recovered, emails)
  // Only expired data is looked for then, once an hour.
  while (readAlarm(storage) < 3_000) await sleep(pollIntervalMs)
  const repeated = await restarted.post({email: emails[0]})
  assert.deepEqual([repeated.status, repeated.body], [201, '{"status":"created"}'])
  assert.equal(recovered.requests.length, emails.length, 'each was delivered once')
  assert.match(restarted.output(), /"fault":"interrupted"/)
  await restarted.stop()
  await recovered.close()
})

test('stores an alarm with each lead: for when its lease expires, and for when it is due', async () => {
  await using api = await startContactApi(() => {}) // does not respond
  const storage = mkdtempSync(join(tmpdir(), 'signup-'))
  const worker = await startWorker({...contactSettings(api.url), ANSWER_WITHIN: '0.1'}, {storage})
  assert.equal((await worker.post({email: 'ada@example.com'})).status, 202)
  const lease = readAlarm(storage)
  assert.ok(lease > 20 && lease <= 30, `lease: ${lease} s`)
  api.answer = (_request, response) => respond(response, 500)
  assert.equal((await worker.post({email: 'bob@example.com'})).status, 202)
  await until('the outcome', () => worker.output().includes('"event":"postponed"'))
  assert.ok(readAlarm(storage) <= 4, 'due within the first back-off')
  api.answer = () => {}
  await until('the second attempt', () => api.requests.length === 3)
  const claimed = readAlarm(storage)
  assert.ok(claimed > 10 && claimed <= 30, `claimed: ${claimed} s`)
  await worker.stop()
})

test('keeps the alarm while the configuration is wrong, and names what is', async () => {
  const storage = mkdtempSync(join(tmpdir(), 'signup-'))
  const settings = contactSettings('http://127.0.0.1:1')
  const worker = await startWorker(settings, {storage})
  assert.equal((await worker.post({email: 'ada@example.com'})).status, 202)
  await worker.stop()
  const refused = await startWorker({...settings, MAX_ATTEMPTS: 'many'}, {storage})
  await until('the line', () => refused.output().includes('MAX_ATTEMPTS: expected a whole number'))
  await until('the next alarm', () => readAlarm(storage) > 50)
  await refused.stop()
})

test('delivers by alarm once a pause ends that the contact API asked for', async () => {
  await using api = await startContactApi((_request, response) => respond(response, 503, '', {'retry-after': '2'}))
  const worker = await startWorker(contactSettings(api.url))
  const emails = Array.from({length: 5}, () => `${randomUUID()}@example.com`)
  for (const email of emails) assert.equal((await worker.post({email})).status, 202)
  assert.equal(api.requests.length, 1, 'the queue is paused')
  api.answer = created
  api.requests.splice(0)
  await untilDelivered(api, emails, 15_000) // before the lease of any attempt expires
  assert.equal(api.requests.length, emails.length)
  await worker.stop()
})

test('delivers by alarm what exceeds the attempts in flight', async () => {
  await using api = await startContactApi()
  const worker = await startWorker({...contactSettings(api.url), MAX_ATTEMPTS: '2', ANSWER_WITHIN: '1'})
  const waiting: (() => void)[] = []
  api.answer = (request, response) => void waiting.push(() => created(request, response))
  const emails = Array.from({length: 12}, () => `${randomUUID()}@example.com`)
  const responses = await Promise.all(emails.map(email => worker.post({email})))
  assert.deepEqual(new Set(responses.map(({status}) => status)), new Set([202]))
  assert.equal(api.requests.length, 2)
  api.answer = created
  for (const finish of waiting) finish()
  await untilDelivered(api, emails)
  assert.equal(api.requests.length, emails.length)
  await worker.stop()
})
