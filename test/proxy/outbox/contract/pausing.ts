import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {test} from 'node:test'
import type {ClaimedLead} from '../../../../src/proxy/outbox/outbox.ts'
import {entry, lease, upTo} from '../../../support/outbox.ts'
import {claimOne, delivered, minute, postponed, type Outboxes} from './outboxes.ts'

/** Tests how the queue pauses and resumes. */
export function testPausing(outboxes: () => Outboxes): void {
  test('hands out nothing during a pause, then one probe, and everything after its success', async () => {
    const {one, other} = outboxes()
    const now = Date.now()
    const leads = [entry(), entry(), entry()]
    for (const lead of leads) await one.store(lead, now, lease(now))
    const pause = {reason: 'account', until: now + 100} as const
    for (const {key} of leads) await one.settle({id: key, probe: false}, lease(now), {...postponed(now), pause})
    assert.deepEqual((await other.counts(now)).paused, pause)
    assert.deepEqual(await other.claim(lease(now + 99), upTo(9)), [])
    const late = entry()
    assert.deepEqual(await other.store(late, now + 99, lease(now + 99)), {
      kind: 'new',
      id: late.key,
      state: 'pending',
      probe: false,
    })
    let probes: ClaimedLead[] = []
    while (probes.length === 0)
      probes = (
        await Promise.all([one.claim(lease(now + 100), upTo(9)), other.claim(lease(now + 100), upTo(9))])
      ).flat()
    assert.deepEqual(
      probes.map(({probe}) => probe),
      [true],
    )
    assert.deepEqual(await one.claim(lease(now + 101), upTo(9)), [])
    assert.deepEqual((await one.counts(now)).paused, {reason: 'account', until: now + 100 + 5 * minute})
    await one.settle(probes[0]!, lease(now), postponed(now)) // a failed probe does not end the pause
    assert.equal((await one.counts(now)).paused?.reason, 'account')
    const next = now + 100 + 5 * minute
    await one.settle({id: late.key, probe: true}, lease(next), delivered)
    assert.equal((await one.counts(now)).paused, undefined)
    for (const {key} of [...leads, late]) await one.discard(key)
  })

  test('makes a new lead the probe after a pause', async () => {
    const {one, other} = outboxes()
    const now = Date.now()
    const [lead, next, third] = [entry(), entry(), entry()]
    await one.store(lead, now, lease(now))
    await one.settle({id: lead.key, probe: false}, lease(now), {
      ...postponed(now),
      pause: {reason: 'busy', until: now + 50},
    })
    assert.deepEqual(await one.store(next, now + 50, lease(now + 50)), {
      kind: 'new',
      id: next.key,
      state: 'sending',
      probe: true,
    })
    assert.equal(((await other.store(third, now + 51, lease(now + 51))) as {state: string}).state, 'pending')
    await one.settle({id: next.key, probe: true}, lease(now), {
      ...postponed(now),
      pause: {reason: 'busy', until: now + 60},
    })
    assert.deepEqual((await one.counts(now)).paused, {reason: 'busy', until: now + 60})
    assert.equal(await one.resume(), true)
    for (const {key} of [lead, next, third]) await one.discard(key)
  })

  test('stays paused by the operator until the operator resumes', async () => {
    const {one, other} = outboxes()
    const now = Date.now()
    const lead = entry()
    await one.pause()
    assert.equal(((await one.store(lead, now, lease(now))) as {state: string}).state, 'pending')
    assert.deepEqual(await other.claim(lease(now + 1000 * minute), upTo(9)), [])
    await one.settle({id: randomUUID(), probe: true}, lease(now), {...delivered, pause: {reason: 'busy', until: now}})
    assert.deepEqual((await one.counts(now)).paused, {reason: 'operator', until: undefined})
    assert.deepEqual(await other.health(now, ['']), {paused: {reason: 'operator', until: undefined}})
    assert.equal(await other.resume(), true)
    assert.equal(await other.resume(), false)
    assert.equal((await claimOne(one, lead.key, now)).probe, false)
    await one.settle({id: lead.key, probe: false}, lease(now), delivered)
  })
}
