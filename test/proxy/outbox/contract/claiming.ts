import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {test} from 'node:test'
import {entry, lease, upTo} from '../../../support/outbox.ts'
import {claimOne, delivered, minute, postponed, type Outboxes} from './outboxes.ts'

/** Tests how leads are leased, claimed and settled. */
export function testClaiming(outboxes: () => Outboxes): void {
  test('lets one process claim a stored lead, unchanged', async () => {
    const {one, other} = outboxes()
    const now = Date.now()
    const lead = entry()
    assert.deepEqual(await one.store(lead, now), {kind: 'new', id: lead.key, state: 'pending', probe: false})
    const {body, attempts, maybeDelivered, interrupted, since} = await claimOne(other, lead.key, now, 'proxy-2')
    assert.deepEqual(
      {body, attempts, maybeDelivered, interrupted, since},
      {body: lead.body, attempts: 0, maybeDelivered: false, interrupted: false, since: now},
    )
    assert.deepEqual(await one.claim(lease(now), upTo(9)), [])
    await other.settle({id: lead.key, probe: false}, lease(now, 'proxy-2'), delivered)
  })

  test('gives each lead to one of several simultaneous claims', async () => {
    const {one, other} = outboxes()
    const now = Date.now()
    const leads = Array.from({length: 20}, () => entry())
    for (const lead of leads) await one.store(lead, now)
    const claims = []
    while (claims.length < leads.length)
      claims.push(
        ...(
          await Promise.all([
            one.claim(lease(now), upTo(3)),
            other.claim(lease(now, 'proxy-2'), upTo(3)),
            one.claim(lease(now), upTo(3)),
          ])
        ).flat(),
      )
    assert.deepEqual(claims.map(({id}) => id).sort(), leads.map(({key}) => key).sort())
    for (const {id} of claims) await one.settle({id, probe: false}, lease(now), delivered)
  })

  test('does not hand out a postponed lead before it is due, and counts its attempts', async () => {
    const {one, other} = outboxes()
    const now = Date.now()
    const lead = entry()
    await one.store(lead, now, lease(now))
    await one.settle({id: lead.key, probe: false}, lease(now), {...postponed(now + 300), maybeDelivered: true})
    assert.deepEqual(await one.claim(lease(now), upTo(9)), [])
    while (Date.now() < now + 300)
      assert.deepEqual(await other.claim(lease(Math.min(Date.now(), now + 299)), upTo(9)), [])
    const {attempts, maybeDelivered} = await claimOne(other, lead.key, now + 300)
    assert.deepEqual({attempts, maybeDelivered}, {attempts: 1, maybeDelivered: true})
    await one.discard(lead.key)
    await one.settle({id: lead.key, probe: false}, lease(now), delivered)
  })

  test('hands out a lead whose lease expired, and then accepts only `delivered` from its former owner', async () => {
    const {one, other} = outboxes()
    const now = Date.now()
    const lead = entry()
    await one.store(lead, now, lease(now, 'crashed', 200))
    while (Date.now() < now + 200)
      assert.deepEqual(await other.claim(lease(Math.min(Date.now(), now + 199)), upTo(9)), [])
    assert.equal((await claimOne(other, lead.key, now + 200, 'proxy-2')).interrupted, true)
    await one.settle({id: lead.key, probe: false}, lease(now, 'crashed'), postponed(now))
    assert.equal((await one.find(lead.key))?.state, 'sending')
    await one.settle({id: lead.key, probe: false}, lease(now, 'crashed'), delivered)
    assert.equal((await one.find(lead.key))?.state, 'delivered')
    await other.settle({id: lead.key, probe: false}, lease(now, 'proxy-2'), postponed(now))
    assert.equal((await one.find(lead.key))?.state, 'delivered')
  })

  test('limits how many leads it hands out that were never tried, and how many that were', async () => {
    const {one, other} = outboxes()
    const now = Date.now()
    const leads = Array.from({length: 8}, () => entry())
    const [crashed, ...tried] = leads.slice(4)
    for (const lead of leads.slice(0, 4)) await one.store(lead, now)
    await one.store(crashed!, now, lease(now, 'crashed', 0))
    for (const lead of tried) {
      await one.store(lead, now, lease(now))
      await one.settle({id: lead.key, probe: false}, lease(now), postponed(now))
    }
    const count = async (untried: number, retries: number) => {
      const claimed = await other.claim(lease(now), {untried, retries})
      const triedBefore = claimed.filter(({attempts, interrupted}) => attempts > 0 || interrupted).length
      return [claimed.length - triedBefore, triedBefore]
    }
    assert.deepEqual(await count(3, 0), [3, 0])
    assert.deepEqual(await count(0, 1), [0, 1])
    assert.deepEqual(await count(1, 3), [1, 3])
    for (const {key} of leads) await other.settle({id: key, probe: false}, lease(now), delivered)
  })

  test('deletes a refused lead and its keys when its person submits another', async () => {
    const {one, other} = outboxes()
    const now = Date.now()
    const lead = entry()
    const twin = {...lead, key: randomUUID()}
    await one.store(lead, now, lease(now))
    const refused = {state: 'refused', reason: 'refused', status: 422, due: now, maybeDelivered: false} as const
    await one.settle({id: lead.key, probe: false}, lease(now), refused)
    await one.store(twin, now)
    const corrected = entry({...lead, key: randomUUID(), content: 'corrected', payload: 'corrected'})
    assert.equal((await other.store(corrected, now)).kind, 'new')
    assert.deepEqual([await one.find(lead.key), await one.find(twin.key)], [undefined, undefined])
    assert.equal((await other.store({...twin, content: 'another', payload: 'another'}, now)).kind, 'new')
    await one.forget(lead.person)
  })

  test('keeps a refused lead for a day, to repeat the refusal', async () => {
    const {one, other} = outboxes()
    const now = Date.now()
    const lead = entry()
    await one.store(lead, now, lease(now))
    const refused = {state: 'refused', reason: 'refused', status: 422, due: now, maybeDelivered: false} as const
    await one.settle({id: lead.key, probe: false}, lease(now), refused)
    const duplicate = {kind: 'duplicate', id: lead.key, state: 'refused', reason: 'refused'}
    assert.deepEqual(await other.store(lead, now, lease(now)), duplicate)
    assert.deepEqual(await other.store({...lead, key: randomUUID()}, now), duplicate)
    await one.prune(now + 23 * 60 * minute)
    assert.equal((await one.find(lead.key))?.state, 'refused')
    assert.equal(await one.prune(now + 25 * 60 * minute), 0, 'is reported as undelivered')
    assert.equal(await one.find(lead.key), undefined)
    await one.forget(lead.person)
  })

  test('hands out leads due later than the longest back-off, which were scheduled before the clock was set back', async () => {
    const {one} = outboxes()
    const now = Date.now()
    const [lead, later] = [entry(), entry()]
    for (const [{key}, minutes] of [
      [lead, 16],
      [later, 14],
    ] as const) {
      await one.store(key === lead.key ? lead : later, now, lease(now))
      await one.settle({id: key, probe: false}, lease(now), postponed(now + minutes * minute))
    }
    assert.equal((await claimOne(one, lead.key, now)).attempts, 1)
    assert.equal((await one.find(later.key))?.state, 'pending')
    for (const {key} of [lead, later]) await one.settle({id: key, probe: false}, lease(now), delivered)
  })

  test('keeps a pause of an hour', async () => {
    const {one} = outboxes()
    const now = Date.now()
    const lead = entry()
    await one.store(lead, now, lease(now))
    const pause = {reason: 'busy', until: now + 59 * minute} as const
    await one.settle({id: lead.key, probe: false}, lease(now), {...postponed(now), pause})
    assert.deepEqual(await one.claim(lease(now), upTo(9)), [])
    await one.resume()
    await one.discard(lead.key)
  })

  test('hands out leads that were scheduled too far ahead by a wrong system clock', async () => {
    const {one} = outboxes()
    const now = Date.now()
    const [lead, left] = [entry(), entry()]
    await one.store(lead, now, lease(now))
    await one.settle({id: lead.key, probe: false}, lease(now), {
      ...postponed(now + 2 * 60 * minute),
      pause: {reason: 'busy', until: now + 90 * minute},
    })
    await one.store(left, now + 24 * 60 * minute)
    await one.prune(now) // runs every hour
    const found = (await Promise.all([0, 1, 2, 3].map(() => one.claim(lease(now), upTo(1))))).flat()
    assert.ok(found.length > 0 && found.every(({probe}, index) => probe === (index === 0)))
    await one.resume()
    for (const {key} of [lead, left]) await one.retry(key, now)
    await one.forget(lead.person)
    await one.forget(left.person)
  })
}
