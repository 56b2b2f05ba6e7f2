import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {test} from 'node:test'
import {entry, lease, upTo} from '../../../support/outbox.ts'
import {delivered, minute, type Outboxes} from './outboxes.ts'

/** Tests how leads are stored, and how duplicates are found. */
export function testStoring(outboxes: () => Outboxes): void {
  test('leases a lead while storing it, and hands it to no other process', async () => {
    const {one, other} = outboxes()
    const now = Date.now()
    const lead = entry()
    assert.deepEqual(await one.store(lead, now, lease(now)), {
      kind: 'new',
      id: lead.key,
      state: 'sending',
      probe: false,
    })
    assert.deepEqual(await other.claim(lease(now, 'proxy-2'), upTo(9)), [])
    await one.settle({id: lead.key, probe: false}, lease(now), delivered)
    assert.equal((await other.find(lead.key))?.state, 'delivered')
  })

  test('recognises a key, and refuses it with another payload', async () => {
    const {one, other} = outboxes()
    const now = Date.now()
    const lead = entry()
    await one.store(lead, now)
    assert.deepEqual(await other.store(lead, now), {
      kind: 'duplicate',
      id: lead.key,
      state: 'pending',
      reason: undefined,
    })
    assert.deepEqual(await other.store(entry({key: lead.key}), now), {kind: 'key_reused'})
    await one.discard(lead.key)
  })

  test('stores one lead for 50 simultaneous requests with one key', async () => {
    const {one, other} = outboxes()
    const now = Date.now()
    const lead = entry()
    const results = await Promise.all(
      Array.from({length: 50}, (_, index) => (index % 2 ? one : other).store(lead, now)),
    )
    assert.equal(results.filter(({kind}) => kind === 'new').length, 1)
    await one.forget(lead.person)
  })

  test('stores one lead and 50 consent records for 50 simultaneous requests with one contact', async () => {
    const {one, other} = outboxes()
    const now = Date.now()
    const lead = entry()
    const results = await Promise.all(
      Array.from({length: 50}, (_, index) => (index % 2 ? one : other).store({...lead, key: randomUUID()}, now)),
    )
    assert.equal(results.filter(({kind}) => kind === 'new').length, 1)
    assert.equal(new Set(results.map(stored => 'id' in stored && stored.id)).size, 1)
    assert.equal((await one.evidence({email: lead.person.email})).length, 50)
    await one.forget(lead.person)
  })

  test('stores the same contact again after ten minutes, or if the first was quarantined', async () => {
    const {one} = outboxes()
    const now = Date.now()
    const lead = entry({quarantine: 'too_fast'})
    assert.deepEqual(await one.store(lead, now, lease(now)), {
      kind: 'new',
      id: lead.key,
      state: 'quarantined',
      probe: false,
    })
    const again = {...lead, key: randomUUID()}
    assert.equal((await one.store(again, now)).kind, 'duplicate')
    const notSuspect = {...lead, key: randomUUID(), quarantine: undefined}
    assert.equal((await one.store(notSuspect, now)).kind, 'new')
    assert.equal((await one.store({...notSuspect, key: randomUUID()}, now + 9 * minute)).kind, 'duplicate')
    assert.equal((await one.store({...notSuspect, key: randomUUID()}, now + 11 * minute)).kind, 'new')
    await one.forget(lead.person)
  })

  test('responds to the key of a discarded lead as to a duplicate, and does not send the lead', async () => {
    const {one, other} = outboxes()
    const now = Date.now()
    for (const quarantine of [undefined, 'honeypot']) {
      const lead = entry({quarantine})
      await one.store(lead, now)
      await one.discard(lead.key, now)
      const again = await other.store(lead, now + minute, lease(now + minute))
      assert.deepEqual(again, {kind: 'duplicate', id: lead.key, state: 'discarded', reason: quarantine})
      assert.deepEqual(await other.store({...lead, payload: 'another'}, now), {kind: 'key_reused'})
      const anew = entry({...lead, key: randomUUID(), quarantine: undefined})
      assert.equal((await one.store(anew, now + minute)).kind, 'new', 'the person submits again')
      await one.prune(now + 8 * 24 * 60 * minute)
      assert.equal(await one.find(lead.key), undefined)
      await one.forget(lead.person)
    }
  })

  test('stores a lead anew if its key comes again after a week, with a second consent record', async () => {
    const {one, other} = outboxes()
    const now = Date.now()
    const weekAgo = now - 8 * 24 * 60 * minute
    const lead = entry()
    await one.store(lead, weekAgo, lease(weekAgo))
    await one.settle({id: lead.key, probe: false}, lease(weekAgo), delivered)
    await one.prune(now)
    assert.equal(await one.find(lead.key), undefined)
    assert.equal((await other.store(lead, now)).kind, 'new')
    assert.equal((await one.evidence(lead.person)).length, 2)
    await one.forget(lead.person)
  })
}
