import assert from 'node:assert/strict'
import {test} from 'node:test'
import {entry, lease} from '../../../support/outbox.ts'
import {claimOne, type Outboxes} from './outboxes.ts'

/** Tests what the operator can list and change. */
export function testOperating(outboxes: () => Outboxes): void {
  test('counts, lists, retries, releases and discards leads', async () => {
    const {one, other} = outboxes()
    const now = Date.now()
    const [dead, quarantined, pending] = [entry(), entry({quarantine: 'honeypot'}), entry()]
    await one.store(pending, now - 5000)
    await one.store(dead, now, lease(now))
    await one.store(quarantined, now)
    await one.settle({id: dead.key, probe: false}, lease(now), {
      state: 'dead',
      reason: 'refused',
      due: now,
      status: 422,
      maybeDelivered: false,
    })
    assert.deepEqual(await other.counts(now), {
      pending: 1,
      sending: 0,
      dead: 1,
      refused: 0,
      quarantined: 1,
      paused: undefined,
      oldest: 5000,
    })
    const [listed] = await other.list('dead')
    assert.deepEqual(listed, {
      n: listed!.n,
      id: dead.key,
      form: '',
      state: 'dead',
      reason: 'refused',
      status: 422,
      attempts: 1,
      stored: now,
      due: now,
    })
    assert.deepEqual(
      (await one.list('quarantined')).map(({id, reason}) => [id, reason]),
      [[quarantined.key, 'honeypot']],
    )
    assert.deepEqual([await one.retry(quarantined.key, now), await one.release(dead.key, now)], [false, false])
    assert.deepEqual([await one.retry(dead.key, now), await one.release(quarantined.key, now)], [true, true])
    assert.deepEqual([await one.discard(pending.key), await one.discard(pending.key)], [true, false])
    assert.deepEqual(await other.find(pending.key), {id: pending.key, state: 'discarded', reason: undefined})
    for (const state of ['pending', 'dead', 'quarantined'] as const)
      assert.equal(
        (await one.list(state)).some(({id}) => id === pending.key),
        false,
      )
    assert.deepEqual(await claimOne(one, dead.key, now).then(({attempts, body}) => [attempts, body]), [0, dead.body])
    assert.equal(await one.discard(dead.key), false) // it is leased
    for (const lead of [dead, quarantined]) await one.forget(lead.person)
  })

  test('lists leads page by page', async () => {
    const {one} = outboxes()
    const leads = Array.from({length: 7}, (_, index) => entry({quarantine: `q${index}`}))
    for (const [index, lead] of leads.entries()) await one.store(lead, 1000 + Math.floor(index / 3))
    const found: string[] = []
    for (
      let page = await one.list('quarantined', 0, 2);
      page.length > 0;
      page = await one.list('quarantined', page.at(-1)!.n, 2)
    )
      found.push(...page.map(({id}) => id))
    assert.deepEqual([...found].sort(), leads.map(({key}) => key).sort())
    for (const {key} of leads) await one.discard(key)
  })
}
