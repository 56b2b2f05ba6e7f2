import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {test} from 'node:test'
import {entry, lease} from '../../../support/outbox.ts'
import {delivered, minute, type Outboxes} from './outboxes.ts'

/** Tests how long consent records and leads are kept. */
export function testConsent(outboxes: () => Outboxes): void {
  test('keeps the consent record after delivery, and deletes everything about a person', async () => {
    const {one, other} = outboxes()
    const now = Date.now()
    const lead = entry()
    await one.store(lead, now, lease(now))
    await one.settle({id: lead.key, probe: false}, lease(now), delivered)
    const email = lead.person.email!
    const [record] = await other.evidence({email: email.toUpperCase()})
    assert.deepEqual(record, {
      lead: lead.key,
      time: '2026-01-01T00:00:00Z',
      address: '203.0.113.9',
      page: 'https://ok.example/',
      lang: 'en',
      email,
      terms: {accepted: true, digest: 'd1', text: 'I agree'},
      marketing: undefined,
    })
    assert.deepEqual(await other.evidence({email: 'nobody@example.com'}), [])
    assert.deepEqual(await other.evidence({}), [])
    await one.store({...lead, key: randomUUID(), content: 'another', payload: 'another'}, now)
    assert.deepEqual(await other.forget({email}), {evidence: 2, leads: 2, undelivered: 1})
    assert.deepEqual([await one.evidence({email}), await one.find(lead.key)], [[], undefined])
    assert.deepEqual(await other.forget({email}), {evidence: 0, leads: 0, undelivered: 0})
  })

  test('deletes delivered leads after a week, and consent records after the retention time', async () => {
    const {one} = outboxes()
    const now = Date.now()
    const day = 24 * 60 * minute
    const [old, young] = [entry(), entry()]
    const many = Array.from({length: 1100}, () => entry({email: 'many@example.com', content: randomUUID()}))
    for (let index = 0; index < many.length; index += 10)
      await Promise.all(many.slice(index, index + 10).map(lead => one.store(lead, now - 40 * day)))
    for (const [lead, at] of [
      [old, now - 40 * day],
      [young, now - 6 * day],
    ] as const) {
      await one.store(lead, at, lease(at))
      await one.settle({id: lead.key, probe: false}, lease(at), delivered)
    }
    await one.prune(now)
    assert.equal(await one.find(old.key), undefined)
    assert.equal((await one.find(young.key))?.state, 'delivered')
    assert.equal((await one.evidence(old.person)).length, 0) // the tests open it with a retention of 30 days
    assert.equal((await one.evidence(young.person)).length, 1)
    assert.deepEqual(await one.forget(many[0]!.person), {evidence: 0, leads: 1100, undelivered: 1100}) // undelivered leads are never pruned
    await one.forget(young.person)
  })
}
