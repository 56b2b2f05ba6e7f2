import assert from 'node:assert/strict'
import {after, before, suite, test} from 'node:test'
import type {ServedForms} from '../../../src/proxy/server/lead-gauges.ts'
import {createMetrics} from '../../../src/proxy/server/metrics.ts'
import {StoreHealth} from '../../../src/proxy/server/store-health.ts'
import type {StoredOutbox} from '../../../src/proxy/outbox/stored-outbox.ts'
import {entry, lease, openFile} from '../../support/outbox.ts'

suite('a form whose account was rejected and that is not served any more', () => {
  let store: StoredOutbox
  const lead = entry({form: '/gone'})
  before(async () => {
    store = await openFile()
    const now = Date.now()
    await store.store(lead, now, lease(now))
    const pause = {reason: 'account', until: now + 60_000} as const
    const settlement = {state: 'pending', due: now, maybeDelivered: false, pause} as const
    await store.settle({id: lead.key, probe: false}, lease(now), settlement, '/gone')
  })
  after(() => store.close())

  const linesOf = async (forms?: ServedForms) => (await createMetrics({outbox: store, forms}).text()).split('\n')

  test('pauses no other form, and its leads are not those of the only one', async () => {
    const lines = await linesOf()
    assert.ok(lines.includes('contact_signup_queue_paused 0'))
    assert.ok(lines.includes('contact_signup_leads{state="pending"} 0'))
    assert.deepEqual(await new StoreHealth(store, () => ['']).read(), {paused: undefined})
  })

  test('is not reported as paused beside several forms, but its leads are counted', async () => {
    const lines = await linesOf({ids: () => ['', '/news'], toPath: id => id || '/join'})
    for (const form of ['/gone', '/join', '/news'])
      assert.ok(lines.includes(`contact_signup_queue_paused{form="${form}"} 0`), form)
    assert.ok(lines.includes('contact_signup_leads{state="pending",form="/gone"} 1'))
    assert.deepEqual(await new StoreHealth(store, () => ['', '/news']).read(), {paused: undefined})
  })

  test('is reported as paused when it is served again, until the pause has run out and no lead waits', async () => {
    const paused = async (now: number) => (await store.counts(now, '/gone')).paused?.reason
    const forms = {ids: () => ['/gone'], toPath: (id: string) => id}
    assert.ok((await linesOf(forms)).includes('contact_signup_queue_paused{form="/gone"} 1'))
    assert.equal((await new StoreHealth(store, () => ['/gone']).read())?.paused?.reason, 'account')
    const later = Date.now() + 120_000
    assert.equal(await paused(later), 'account', 'its lead waits to be the probe')
    await store.discard(lead.key)
    assert.deepEqual([await paused(Date.now()), await paused(later)], ['account', undefined])
  })
})
