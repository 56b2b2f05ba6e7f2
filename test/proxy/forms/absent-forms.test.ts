import assert from 'node:assert/strict'
import {after, before, describe, test} from 'node:test'
import {AbsentForms} from '../../../src/proxy/forms/absent-forms.ts'
import type {LogEvent} from '../../../src/proxy/http/log-event.ts'
import {storeSettled, storesOf} from '../../support/operator.ts'
import {entry} from '../../support/outbox.ts'
import {startPostgres, type Postgres} from '../../support/postgres.ts'

const dayMs = 24 * 3_600_000
const now = Date.now()

let postgres: Postgres
before(async () => void (postgres = await startPostgres()))
after(() => postgres.stop())

for (const [name, create] of storesOf(() => postgres))
  describe(`a form that is not served any more, in ${name}`, () => {
    test('loses its delivered leads after a week, also if it has no others', async () => {
      const {outbox} = await create('absent_delivered')
      const settlement = {state: 'delivered', maybeDelivered: false} as const
      const old = await storeSettled(outbox, now - 8 * dayMs, settlement, {form: '/gone'})
      const recent = await storeSettled(outbox, now - 6 * dayMs, settlement, {form: '/gone'})
      const served = await storeSettled(outbox, now - 8 * dayMs, settlement)
      assert.deepEqual(await check(outbox), [])
      assert.deepEqual(
        await Promise.all([old, recent, served].map(async ({key}) => (await outbox.find(key))?.state)),
        [undefined, 'delivered', 'delivered'],
        'the served form deletes its own',
      )
      await outbox.close()
    })

    test('reports leads that wait, and deletes dead ones after their retention', async () => {
      const {outbox} = await create('absent_waiting')
      const waiting = entry({form: '/gone'})
      await outbox.store(waiting, now)
      await outbox.store(entry(), now)
      const dead = await storeSettled(outbox, now - 91 * dayMs, {state: 'dead', reason: 'refused'}, {form: '/gone'})
      assert.deepEqual(await check(outbox), [
        {level: 'warn', event: 'form_absent', form: '/gone', leads: 1},
        {level: 'warn', event: 'leads_expired', form: '/gone', leads: 1},
      ])
      assert.deepEqual([(await outbox.find(waiting.key))?.state, await outbox.find(dead.key)], ['pending', undefined])
      await outbox.close()
    })
  })

/** Checks a store once, of which only the form of the environment is served. Returns what is logged. */
async function check(store: ConstructorParameters<typeof AbsentForms>[0]['store']): Promise<LogEvent[]> {
  const events: LogEvent[] = []
  const forms = new AbsentForms({store, servedIds: () => [''], toPath: id => id, log: event => events.push(event)})
  forms.check()
  await forms.close()
  return events
}
