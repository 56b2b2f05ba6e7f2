import assert from 'node:assert/strict'
import {after, test} from 'node:test'
import {readOutboxSettings} from '../../src/proxy/config/environment.ts'
import {openOutbox} from '../../src/proxy/outbox/open.ts'
import {created, startContactApi} from '../support/contact-api.ts'
import {passTime} from '../support/functions.ts'
import {installPackage} from '../support/install-package.ts'
import {freshPath, until} from '../support/outbox.ts'
import {startPostgres} from '../support/postgres.ts'
import {isInstalled, runtimes, scripts, start} from './support/runtimes.ts'

const skip = !isInstalled()
if (!skip) installPackage('test/runtimes')
const postgres = skip ? undefined : await startPostgres()
after(() => postgres?.stop())

const outboxes = {
  SQLite: async () => `file:${freshPath()}`,
  PostgreSQL: (name: string) => postgres!.createDatabase(name),
}
/** The back-off of a first attempt takes up to four seconds. */
const redeliveryTimeoutMs = 10_000

const toEnvironment = (url: string, outbox: string) => ({
  CONTACT_API_URL: url,
  CONTACT_ACCOUNT_ID: 'acc-1',
  CONTACT_ACCOUNT_SECRET: 'secret',
  OUTBOX: outbox,
  PORT: '0',
})

/** The leads that are stored and not delivered. */
async function countWaiting(location: string): Promise<number> {
  const outbox = (await openOutbox(readOutboxSettings({OUTBOX: location})))!
  const {pending, sending} = await outbox.counts(Date.now())
  await outbox.close()
  return pending + sending
}

for (const runtime of runtimes) {
  for (const [what, script] of Object.entries(scripts))
    for (const [store, createOutbox] of Object.entries(outboxes))
      test(
        `the ${what} on ${runtime.name} delivers from ${store}, also after an outage and a crash`,
        {skip},
        async () => {
          const api = await startContactApi()
          const outbox = await createOutbox(`${runtime.name}-${what}`)
          const env = toEnvironment(api.url, outbox)
          await using first = await start(runtime, script, env)
          assert.equal(await first.post('first@example.com'), 201)
          assert.equal(api.requests[0]!.body.email, 'first@example.com')
          await api.close()
          assert.equal(await first.post('later@example.com'), 202)
          await first.kill('SIGKILL')
          assert.equal(await countWaiting(outbox), 1)

          await using restarted = await startContactApi(created, Number(new URL(api.url).port))
          await using _second = await start(runtime, script, env)
          await until('redelivery', () => restarted.requests.length === 1, redeliveryTimeoutMs)
          assert.equal(restarted.requests[0]!.body.email, 'later@example.com')
          await until('its record', async () => (await countWaiting(outbox)) === 0)
        },
      )

  test(`a function on ${runtime.name} delivers within the request, and by its cron`, {skip}, async () => {
    const api = await startContactApi()
    const database = await postgres!.createDatabase(`${runtime.name}-function`)
    const env = {...toEnvironment(api.url, database), MODE: 'on-request'}
    await using running = await start(runtime, scripts.handler, env)
    assert.equal(await running.post('first@example.com'), 201)
    await api.close()
    assert.equal(await running.post('later@example.com'), 202)
    await passTime(database)
    await using restarted = await startContactApi(created, Number(new URL(api.url).port))
    const response = await fetch(new URL('/deliver', running.endpoint))
    const {delivered, waiting} = (await response.json()) as Record<string, number>
    assert.deepEqual([delivered, waiting, restarted.requests.length], [1, 0, 1])
  })
}
