import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {after, before, describe, test} from 'node:test'
import type {ClaimedLead} from '../../../src/proxy/outbox/outbox.ts'
import type {Settlement} from '../../../src/proxy/outbox/retry-policy.ts'
import type {SqlOutbox} from '../../../src/proxy/outbox/sql/sql-outbox.ts'
import {entry, lease} from '../../support/outbox.ts'

/** Opens another connection to the same store, as another process would. */
export type OpenOutbox = () => Promise<SqlOutbox>

const minute = 60_000
const delivered: Settlement = {state: 'delivered', due: 0, status: 201, maybeDelivered: false}
const postponed = (due: number): Settlement => ({state: 'pending', reason: 'not_sent', due, maybeDelivered: false})

/** Tests what every outbox does, whichever database it uses. */
export function testOutboxContract(name: string, open: OpenOutbox): void {
  describe(name, () => {
    let one: SqlOutbox
    let other: SqlOutbox
    before(async () => {
      one = await open()
      other = await open()
    })
    after(async () => {
      await one.close()
      await other.close()
    })

    /** Claims until it gets this lead. The tests share a store, so leads of other tests are settled. */
    async function claimOne(
      outbox: SqlOutbox,
      id: string,
      at = Date.now(),
      owner = 'proxy-1',
      length = 30_000,
    ): Promise<ClaimedLead> {
      for (let attempt = 0; attempt < 400; attempt += 1) {
        const found = await outbox.claim(lease(at, owner, length), 1)
        const claimed = found.find(lead => lead.id === id)
        if (claimed) return claimed
        for (const lead of found) await outbox.settle(lead, lease(at, owner), delivered)
        await new Promise(resolve => setTimeout(resolve, 5))
      }
      throw new Error(`was never due: ${id}`)
    }

    test('leases a lead while storing it, and lets nobody else claim it', async () => {
      const now = Date.now()
      const lead = entry()
      assert.deepEqual(await one.store(lead, now, lease(now)), {
        kind: 'new',
        id: lead.key,
        state: 'sending',
        probe: false,
      })
      assert.deepEqual(await other.claim(lease(now, 'proxy-2'), 9), [])
      await one.settle({id: lead.key, probe: false}, lease(now), delivered)
      assert.equal((await other.find(lead.key))?.state, 'delivered')
    })

    test('lets one process claim a stored lead, unchanged', async () => {
      const now = Date.now()
      const lead = entry()
      assert.deepEqual(await one.store(lead, now), {kind: 'new', id: lead.key, state: 'pending', probe: false})
      const {body, attempts, maybeDelivered, interrupted, since} = await claimOne(other, lead.key, now, 'proxy-2')
      assert.deepEqual(
        {body, attempts, maybeDelivered, interrupted, since},
        {body: lead.body, attempts: 0, maybeDelivered: false, interrupted: false, since: now},
      )
      assert.deepEqual(await one.claim(lease(now), 9), [])
      await other.settle({id: lead.key, probe: false}, lease(now, 'proxy-2'), delivered)
    })

    test('gives each lead to one of several simultaneous claims', async () => {
      const now = Date.now()
      const leads = Array.from({length: 20}, () => entry())
      for (const lead of leads) await one.store(lead, now)
      const claims = []
      while (claims.length < leads.length)
        claims.push(
          ...(
            await Promise.all([
              one.claim(lease(now), 3),
              other.claim(lease(now, 'proxy-2'), 3),
              one.claim(lease(now), 3),
            ])
          ).flat(),
        )
      assert.deepEqual(claims.map(({id}) => id).sort(), leads.map(({key}) => key).sort())
      for (const {id} of claims) await one.settle({id, probe: false}, lease(now), delivered)
    })

    test('recognises a key, and refuses it with another payload', async () => {
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
      const now = Date.now()
      const lead = entry()
      const results = await Promise.all(
        Array.from({length: 50}, (_, index) => (index % 2 ? one : other).store(lead, now)),
      )
      assert.equal(results.filter(({kind}) => kind === 'new').length, 1)
      await one.forget(lead.person)
    })

    test('stores one lead and 50 consent records for 50 simultaneous requests with one contact', async () => {
      const now = Date.now()
      const lead = entry()
      const results = await Promise.all(
        Array.from({length: 50}, (_, index) => (index % 2 ? one : other).store({...lead, key: randomUUID()}, now)),
      )
      assert.equal(results.filter(({kind}) => kind === 'new').length, 1)
      assert.equal(new Set(results.map(stored => stored.kind !== 'key_reused' && stored.id)).size, 1)
      assert.equal((await one.evidence({email: lead.person.email})).length, 50)
      await one.forget(lead.person)
    })

    test('stores the same contact again after ten minutes, or if the first was quarantined', async () => {
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

    test('does not hand out a postponed lead before it is due, and counts its attempts', async () => {
      const now = Date.now()
      const lead = entry()
      await one.store(lead, now, lease(now))
      await one.settle({id: lead.key, probe: false}, lease(now), {...postponed(now + 300), maybeDelivered: true})
      assert.deepEqual(await one.claim(lease(now), 9), [])
      while (Date.now() < now + 300) assert.deepEqual(await other.claim(lease(Math.min(Date.now(), now + 299)), 9), [])
      const {attempts, maybeDelivered} = await claimOne(other, lead.key, now + 300)
      assert.deepEqual({attempts, maybeDelivered}, {attempts: 1, maybeDelivered: true})
      await one.discard(lead.key)
      await one.settle({id: lead.key, probe: false}, lease(now), delivered)
    })

    test('hands out a lead whose lease expired, and then accepts only `delivered` from its former owner', async () => {
      const now = Date.now()
      const lead = entry()
      await one.store(lead, now, lease(now, 'crashed', 200))
      while (Date.now() < now + 200) assert.deepEqual(await other.claim(lease(Math.min(Date.now(), now + 199)), 9), [])
      assert.equal((await claimOne(other, lead.key, now + 200, 'proxy-2')).interrupted, true)
      await one.settle({id: lead.key, probe: false}, lease(now, 'crashed'), postponed(now))
      assert.equal((await one.find(lead.key))?.state, 'sending')
      await one.settle({id: lead.key, probe: false}, lease(now, 'crashed'), delivered)
      assert.equal((await one.find(lead.key))?.state, 'delivered')
      await other.settle({id: lead.key, probe: false}, lease(now, 'proxy-2'), postponed(now))
      assert.equal((await one.find(lead.key))?.state, 'delivered')
    })

    test('hands out nothing during a pause, then one probe, and everything after its success', async () => {
      const now = Date.now()
      const leads = [entry(), entry(), entry()]
      for (const lead of leads) await one.store(lead, now, lease(now))
      const pause = {reason: 'account', until: now + 100} as const
      for (const {key} of leads) await one.settle({id: key, probe: false}, lease(now), {...postponed(now), pause})
      assert.deepEqual((await other.counts(now)).paused, pause)
      assert.deepEqual(await other.claim(lease(now + 99), 9), [])
      const late = entry()
      assert.deepEqual(await other.store(late, now + 99, lease(now + 99)), {
        kind: 'new',
        id: late.key,
        state: 'pending',
        probe: false,
      })
      let probes: ClaimedLead[] = []
      while (probes.length === 0)
        probes = (await Promise.all([one.claim(lease(now + 100), 9), other.claim(lease(now + 100), 9)])).flat()
      assert.deepEqual(
        probes.map(({probe}) => probe),
        [true],
      )
      assert.deepEqual(await one.claim(lease(now + 101), 9), [])
      assert.deepEqual((await one.counts(now)).paused, {reason: 'account', until: now + 100 + 5 * minute})
      await one.settle(probes[0]!, lease(now), postponed(now)) // a failed probe does not end the pause
      assert.equal((await one.counts(now)).paused?.reason, 'account')
      const next = now + 100 + 5 * minute
      await one.settle({id: late.key, probe: true}, lease(next), delivered)
      assert.equal((await one.counts(now)).paused, undefined)
      for (const {key} of [...leads, late]) await one.discard(key)
    })

    test('makes a new lead the probe after a pause', async () => {
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
      const now = Date.now()
      const lead = entry()
      await one.pause()
      assert.equal(((await one.store(lead, now, lease(now))) as {state: string}).state, 'pending')
      assert.deepEqual(await other.claim(lease(now + 1000 * minute), 9), [])
      await one.settle({id: randomUUID(), probe: true}, lease(now), {...delivered, pause: {reason: 'busy', until: now}})
      assert.deepEqual((await one.counts(now)).paused, {reason: 'operator', until: undefined})
      assert.equal(await other.resume(), true)
      assert.equal(await other.resume(), false)
      assert.equal((await claimOne(one, lead.key, now)).probe, false)
      await one.settle({id: lead.key, probe: false}, lease(now), delivered)
    })

    test('hands out leads that were scheduled too far ahead by a wrong system clock', async () => {
      const now = Date.now()
      const [lead, left] = [entry(), entry()]
      await one.store(lead, now, lease(now))
      await one.settle({id: lead.key, probe: false}, lease(now), {
        ...postponed(now + 2 * 60 * minute),
        pause: {reason: 'busy', until: now + 90 * minute},
      })
      await one.store(left, now + 24 * 60 * minute)
      await one.prune(now) // runs every hour
      const found = (await Promise.all([0, 1, 2, 3].map(() => one.claim(lease(now), 1)))).flat()
      assert.ok(found.length > 0 && found.every(({probe}, index) => probe === (index === 0)))
      await one.resume()
      for (const {key} of [lead, left]) await one.retry(key, now)
      await one.forget(lead.person)
      await one.forget(left.person)
    })

    test('counts, lists, retries, releases and discards leads', async () => {
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
        quarantined: 1,
        paused: undefined,
        oldest: 5000,
      })
      const [listed] = await other.list(['dead'])
      assert.deepEqual(listed, {
        id: dead.key,
        state: 'dead',
        reason: 'refused',
        status: 422,
        attempts: 1,
        stored: now,
        due: now,
      })
      assert.deepEqual(
        (await one.list(['quarantined'])).map(({id, reason}) => [id, reason]),
        [[quarantined.key, 'honeypot']],
      )
      assert.deepEqual([await one.retry(quarantined.key, now), await one.release(dead.key, now)], [false, false])
      assert.deepEqual([await one.retry(dead.key, now), await one.release(quarantined.key, now)], [true, true])
      assert.deepEqual([await one.discard(pending.key), await one.discard(pending.key)], [true, false])
      assert.deepEqual(await claimOne(one, dead.key, now).then(({attempts, body}) => [attempts, body]), [0, dead.body])
      assert.equal(await one.discard(dead.key), false) // it is leased
      for (const lead of [dead, quarantined]) await one.forget(lead.person)
    })

    test('lists leads page by page', async () => {
      const leads = Array.from({length: 7}, (_, index) => entry({quarantine: `q${index}`}))
      for (const [index, lead] of leads.entries()) await one.store(lead, 1000 + Math.floor(index / 3))
      const found: string[] = []
      for (
        let page = await one.list(['quarantined'], undefined, 2);
        page.length > 0;
        page = await one.list(['quarantined'], page.at(-1), 2)
      )
        found.push(...page.map(({id}) => id))
      assert.deepEqual([...found].sort(), leads.map(({key}) => key).sort())
      for (const {key} of leads) await one.discard(key)
    })

    test('keeps the consent record after delivery, and deletes everything about a person', async () => {
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
  })
}
