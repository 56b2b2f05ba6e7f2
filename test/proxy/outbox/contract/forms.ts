import assert from 'node:assert/strict'
import {test} from 'node:test'
import {FormOutbox} from '../../../../src/proxy/outbox/form-outbox.ts'
import {entry, lease, upTo} from '../../../support/outbox.ts'
import {delivered, minute, postponed, type Outboxes} from './outboxes.ts'

const [news, jobs] = [
  {id: '/news', path: '/news'},
  {id: '/jobs', path: '/jobs'},
]

/** Tests that the forms of one store do not see each other's leads. */
export function testForms(outboxes: () => Outboxes): void {
  test('keeps equal contacts of two forms as two leads, and claims those of one form only', async () => {
    const {one, other} = outboxes()
    const now = Date.now()
    const [first, second, third] = [entry(), entry(), entry()]
    const same = {content: first.content, person: first.person, body: first.body}
    const [newsOutbox, jobsOutbox] = [new FormOutbox(one, news!), new FormOutbox(other, jobs!)]
    assert.equal((await newsOutbox.store(first, now)).kind, 'new')
    assert.equal((await jobsOutbox.store({...second, ...same}, now)).kind, 'new')
    assert.equal((await one.store({...third, ...same}, now)).kind, 'new', 'of the form of the environment')
    assert.equal((await jobsOutbox.store({...entry(), ...same}, now)).kind, 'duplicate')
    assert.deepEqual(
      (await jobsOutbox.claim(lease(now), upTo(9))).map(({id}) => id),
      [second.key],
    )
    assert.deepEqual(
      (await one.claim(lease(now), upTo(9))).map(({id}) => id),
      [third.key],
    )
    assert.deepEqual(await other.findForms(), ['', '/jobs', '/news'])
    const counts = await other.countForms(now)
    assert.deepEqual(
      ['', '/jobs', '/news'].map(form => [counts[form]!.pending, counts[form]!.sending]),
      [
        [0, 1],
        [0, 1],
        [1, 0],
      ],
    )
    assert.deepEqual([(await newsOutbox.counts(now)).pending, (await jobsOutbox.counts(now)).sending], [1, 1])
    assert.deepEqual((await one.evidence(first.person)).map(({form}) => form).sort(), [
      '/jobs',
      '/jobs',
      '/news',
      undefined,
    ])
    assert.deepEqual(await one.forget(first.person), {evidence: 4, leads: 3, undelivered: 3})
  })

  test('pauses the form whose account is rejected, and lets its probe end that pause only', async () => {
    const {one, other} = outboxes()
    const now = Date.now()
    const [newsOutbox, jobsOutbox] = [new FormOutbox(one, news!), new FormOutbox(other, jobs!)]
    const leads = [entry(), entry()]
    await newsOutbox.store(leads[0]!, now, lease(now))
    const pause = {reason: 'account', until: now + 100} as const
    await newsOutbox.settle({id: leads[0]!.key, probe: false}, lease(now), {...postponed(now), pause})
    await other.settle(
      {id: 'f'.repeat(8) + '-0000-4000-8000-000000000000', probe: true},
      lease(now),
      delivered,
      '/jobs',
    )
    assert.deepEqual((await newsOutbox.counts(now)).paused, pause)
    assert.equal((await jobsOutbox.counts(now)).paused, undefined)
    assert.deepEqual((await one.health(now, ['/jobs', '/news'])).paused, pause)
    assert.equal((await one.health(now, ['', '/jobs'])).paused, undefined, 'another form is paused')
    assert.equal((await one.health(now + 100, ['/news'])).paused, undefined, 'it has run out')
    assert.deepEqual(await newsOutbox.claim(lease(now + 99), upTo(9)), [])
    const stored = await jobsOutbox.store(leads[1]!, now, lease(now))
    assert.equal('state' in stored && stored.state, 'sending')
    await other.pause()
    assert.equal((await jobsOutbox.counts(now)).paused?.reason, 'operator')
    await other.resume()
    assert.equal((await newsOutbox.counts(now)).paused, undefined)
    const [claimed] = await newsOutbox.claim(lease(now + minute), upTo(9))
    assert.equal(claimed!.probe, false)
    for (const {person} of leads) await one.forget(person)
  })

  test('counts quarantined leads, and deletes refused and old ones, form by form', async () => {
    const {one} = outboxes()
    const now = Date.now()
    const old = now - 100 * 24 * 60 * minute
    const [newsOutbox, jobsOutbox] = [new FormOutbox(one, news!), new FormOutbox(one, jobs!)]
    const [refused, corrected, later] = [entry(), entry(), entry()]
    await newsOutbox.store(refused, now, lease(now))
    const settlement = {state: 'refused', reason: 'refused', due: now, maybeDelivered: false} as const
    await newsOutbox.settle({id: refused.key, probe: false}, lease(now), settlement)
    await jobsOutbox.store({...corrected, person: refused.person}, now)
    assert.equal((await one.find(refused.key))?.state, 'refused', 'another form has a lead of the person')
    await newsOutbox.store({...later, person: refused.person}, now)
    assert.equal(await one.find(refused.key), undefined)
    const aged = [entry({quarantine: 'honeypot'}), entry({quarantine: 'honeypot'})]
    await newsOutbox.store(aged[0]!, old)
    await jobsOutbox.store(aged[1]!, old)
    assert.equal(await newsOutbox.prune(now), 1)
    assert.notEqual(await one.find(aged[1]!.key), undefined)
    assert.equal(await one.prune(now), 1, 'those of all forms')
    await one.forget(refused.person)
  })

  test('keeps the path of the form of the environment while its leads wait, once forms are those of a file', async () => {
    const {one, other} = outboxes()
    const defaultPath = '/api/signup'
    const bind = (path: string | undefined, isFile: boolean) => one.bindForm({path, defaultPath, isFile})
    assert.deepEqual(await bind('/join', false), {path: '/join'})
    assert.deepEqual(await bind('/sign', false), {path: '/sign'})
    const lead = entry()
    await other.store(lead, Date.now())
    assert.deepEqual(await bind('/join', false), {path: '/join'}, 'without a file any path may follow')
    assert.deepEqual(await bind(undefined, true), {path: '/join'})
    assert.deepEqual(await bind('/sign', true), {path: '/join', conflict: 'environment'})
    assert.deepEqual(
      await bind('/sign', false),
      {path: '/join', conflict: 'environment'},
      'the file is gone, its leads are not',
    )
    await one.forget(lead.person)
    assert.deepEqual(await bind('/sign', true), {path: '/sign'})
    assert.deepEqual(await bind(undefined, false), {path: defaultPath})
  })

  test('binds the form of the environment to no path of another form whose leads wait', async () => {
    const {one, other} = outboxes()
    const bind = (path: string | undefined, isFile: boolean) => one.bindForm({path, defaultPath: '/jobs', isFile})
    const [lead, quarantined] = [entry(), entry({quarantine: 'honeypot'})]
    assert.deepEqual(await bind('/join', true), {path: '/join'})
    await new FormOutbox(other, jobs!).store(lead, Date.now())
    await new FormOutbox(other, news!).store(quarantined, Date.now())
    assert.deepEqual(await bind('/jobs', false), {path: '/jobs', conflict: 'form'})
    assert.deepEqual(await bind(undefined, false), {path: '/jobs', conflict: 'form'}, 'the default')
    assert.deepEqual(await bind('/news', true), {path: '/news', conflict: 'form'})
    assert.deepEqual(await bind(undefined, true), {path: '/join'}, 'as before')
    for (const {person} of [lead, quarantined]) await one.forget(person)
    assert.deepEqual(await bind('/jobs', false), {path: '/jobs'})
  })
}
