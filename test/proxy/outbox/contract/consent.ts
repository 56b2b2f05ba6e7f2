import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {test} from 'node:test'
import type {Settlement} from '../../../../src/proxy/outbox/retry-policy.ts'
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

  test('deletes a wording with the last consent record that has it', async () => {
    const {one, other} = outboxes()
    const now = Date.now()
    const agree = (digest: string) => ({accepted: true, digest})
    const withWordings = (email: string, terms: string, marketing?: string) => {
      const lead = entry({email})
      const record = {
        ...lead.record,
        terms: agree(terms),
        marketing: marketing === undefined ? undefined : agree(marketing),
      }
      const wordings = Object.fromEntries(
        [terms, marketing].flatMap(digest => (digest ? [[digest, `text ${digest}`]] : [])),
      )
      return {...lead, record, wordings}
    }
    const [ada, grace] = [
      withWordings('ada@wordings.example', 'common', 'only Ada’s'),
      withWordings('grace@wordings.example', 'common', 'only Grace’s'),
    ]
    for (const lead of [ada, grace]) await one.store(lead, now)
    await other.forget(ada.person)
    const again = withWordings('later@wordings.example', 'only Ada’s', 'only Grace’s')
    await one.store({...again, wordings: {}}, now) // refers to wordings that it does not bring along
    const [record] = await one.evidence(again.person)
    assert.deepEqual([record!.terms!.text, record!.marketing!.text], ['', 'text only Grace’s'])
    const [kept] = await one.evidence(grace.person)
    assert.deepEqual([kept!.terms!.text, kept!.marketing!.text], ['text common', 'text only Grace’s'])
    for (const lead of [grace, again]) await one.forget(lead.person)
  })

  test('keeps dead and quarantined leads for their retention time, and none longer than its consent record', async () => {
    const {one} = outboxes() // the tests open it with 20 days for leads and 30 for records
    const now = Date.now()
    const day = 24 * 60 * minute
    const dead: Settlement = {state: 'dead', reason: 'refused', status: 422, due: 0, maybeDelivered: false}
    const age = async (days: number, quarantine?: string) => {
      const [lead, at] = [entry({quarantine}), now - days * day]
      await one.store(lead, at, lease(at))
      if (!quarantine) await one.settle({id: lead.key, probe: false}, lease(at), {...dead, due: at})
      return lead
    }
    const [old, young] = [
      [await age(21), await age(21, 'honeypot'), await age(400, 'too_fast')],
      [await age(19), await age(19, 'honeypot')],
    ]
    assert.equal(await one.prune(now), 3)
    for (const lead of old) assert.equal(await one.find(lead.key), undefined)
    for (const lead of young) assert.notEqual(await one.find(lead.key), undefined)
    assert.equal((await one.evidence(old[0]!.person)).length, 1, 'of 21 days')
    assert.equal((await one.evidence(old[2]!.person)).length, 0, 'of 400 days')
    for (const lead of [...old, ...young]) await one.forget(lead.person)
  })

  test('deletes delivered leads after a week, and the consent records of finished leads after the retention time', async () => {
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
    assert.deepEqual(
      await one.forget(many[0]!.person),
      {evidence: 1100, leads: 1100, undelivered: 1100},
      'undelivered leads are never pruned, nor are their records',
    )
    await one.forget(young.person)
  })
}
