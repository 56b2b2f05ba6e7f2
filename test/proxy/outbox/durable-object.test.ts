import assert from 'node:assert/strict'
import {randomBytes} from 'node:crypto'
import {after, before, describe, test} from 'node:test'
import {Miniflare} from 'miniflare'
import type {Entry} from '../../../src/proxy/outbox/outbox.ts'
import type {StoredOutbox} from '../../../src/proxy/outbox/stored-outbox.ts'
import {entry, lease, upTo} from '../../support/outbox.ts'
import {bundleWorker} from '../../support/workerd/bundle.ts'
import {compatibility} from '../../support/workerd/sample.ts'
import {fromJson, toJson} from '../../support/workerd/json.ts'
import {thirdFormat} from '../../support/third-format.ts'
import {testOutboxContract} from './contract.ts'
import {delivered, minute, postponed} from './contract/outboxes.ts'

/** The object's methods, as the proxy of Miniflare calls them. */
interface ContractStub {
  call(method: string, parameters: string): Promise<string>
  nextDue(now: number): Promise<number>
  count(name: string, rate: {leads: number; seconds: number}, subject: string, now: number): Promise<number>
  pruneLimits(now: number): Promise<boolean>
  run(statements: string[]): Promise<void>
}

interface ContractNamespace {
  idFromName(name: string): unknown
  get(id: unknown): ContractStub
}

async function startWorkerd(bindings: Record<string, string> = {}) {
  const miniflare = new Miniflare({
    modules: true,
    script: await bundleWorker({entry: 'test/support/workerd/contract-object.ts'}),
    ...compatibility,
    bindings,
    durableObjects: {OUTBOX: {className: 'ContractObject', useSQLite: true}},
  })
  const namespace = (await miniflare.getDurableObjectNamespace('OUTBOX')) as unknown as ContractNamespace
  const stubOf = (name: string) => namespace.get(namespace.idFromName(name))
  return {stubOf, stop: () => miniflare.dispose()}
}

/** Every method of the outbox calls the object's. */
const toOutbox = (stub: ContractStub): StoredOutbox =>
  new Proxy({} as StoredOutbox, {
    get: (_target, method: string) =>
      method === 'then' // an outbox is no promise
        ? undefined
        : async (...parameters: unknown[]) => fromJson(await stub.call(method, toJson(parameters))),
  })

for (const [name, bindings] of [
  ['Durable Object', {}],
  ['Durable Object, encrypted', {KEY: randomBytes(32).toString('base64')}],
] as const)
  describe('in workerd', () => {
    let workerd: Awaited<ReturnType<typeof startWorkerd>>
    before(async () => {
      workerd = await startWorkerd(bindings)
    })
    after(() => workerd.stop())
    testOutboxContract(name, async () => toOutbox(workerd.stubOf('outbox')))
  })

function entryWithWording(digest: string): Entry {
  const plain = entry()
  const record = {...plain.record, terms: {accepted: true, digest}}
  return {...plain, wordings: {[digest]: `text of ${digest}`}, record}
}

describe('an outbox in a Durable Object', () => {
  let workerd: Awaited<ReturnType<typeof startWorkerd>>
  before(async () => {
    workerd = await startWorkerd()
  })
  after(() => workerd.stop())

  test('finds when the next lead is due, its lease expires or the pause ends', async () => {
    const stub = workerd.stubOf('due')
    const outbox = toOutbox(stub)
    const now = Date.now()
    assert.equal(await stub.nextDue(now), Infinity)
    const [first, second] = [entry(), entry()]
    await outbox.store(first, now, lease(now))
    assert.equal(await stub.nextDue(now), now + 30_000)
    await outbox.settle({id: first.key, probe: false}, lease(now), postponed(now + 5_000))
    await outbox.store(second, now, lease(now))
    assert.equal(await stub.nextDue(now), now + 5_000)
    assert.equal(await stub.nextDue(now - 60 * minute), now - 60 * minute, 'after the clock was set back')
    const until = now + 2 * minute
    await outbox.settle({id: second.key, probe: false}, lease(now), {
      ...postponed(now),
      pause: {reason: 'busy', until},
    })
    assert.equal(await stub.nextDue(now), until)
    assert.equal(await stub.nextDue(until + 1), now)
    await outbox.pause()
    assert.equal(await stub.nextDue(until + 1), Infinity)
    await outbox.resume()
    for (const {key} of [first, second]) await outbox.settle({id: key, probe: false}, lease(now), delivered)
    assert.equal(await stub.nextDue(now), Infinity)
  })

  test('upgrades the storage of the third format', async () => {
    const stub = workerd.stubOf('third')
    const lead = entry()
    await stub.run([
      ...thirdFormat({serial: 'INTEGER PRIMARY KEY', bytes: 'BLOB'}),
      `INSERT INTO signup_meta VALUES ('key', 'none')`,
      `INSERT INTO signup_pause VALUES (1, 'operator', NULL)`,
      `INSERT INTO signup_lead (id, state, body, content, stored, since, due)
        VALUES (x'${lead.key.replaceAll('-', '')}', 'pending', '${JSON.stringify(lead.body)}', x'00', 0, 0, 0)`,
    ])
    const outbox = toOutbox(stub)
    const now = Date.now()
    assert.equal(await stub.nextDue(now), Infinity, 'paused')
    await outbox.resume()
    assert.equal(await stub.nextDue(now), 0)
    assert.deepEqual(
      (await outbox.claim(lease(now), upTo(1))).map(({id, body}) => [id, body]),
      [[lead.key, lead.body]],
    )
  })

  test('leases, exports and deletes more leads at a time than a statement has parameters', async () => {
    const outbox = toOutbox(workerd.stubOf('many'))
    const now = Date.now()
    const leads = Array.from({length: 130}, (_lead, index) => entryWithWording(`digest-${index}`))
    for (const lead of leads) await outbox.store(lead, now)
    const exported = await outbox.evidence()
    assert.deepEqual(
      exported.map(({terms}) => terms?.text),
      leads.map(({record}) => `text of ${record.terms?.digest}`),
    )
    const claimed = await outbox.claim(lease(now), upTo(130))
    assert.equal(claimed.length, 130)
    for (const {id} of claimed) await outbox.settle({id, probe: false}, lease(now), delivered)
    await outbox.prune(now + 8 * 24 * 60 * minute)
    assert.equal(await outbox.find(leads[0]!.key), undefined)
  })

  test('counts leads of a subject until its window ends, and deletes what has ended', async () => {
    const stub = workerd.stubOf('limits')
    const rate = {leads: 2, seconds: 60}
    const count = (subject: string, now: number) => stub.count('email', rate, subject, now)
    assert.deepEqual([await count('a', 0), await count('a', 1_000), await count('a', 2_000)], [0, 0, 58_000])
    assert.equal(await count('b', 2_000), 0)
    assert.deepEqual([await count('a', 60_000), await count('a', 60_001), await count('a', 60_002)], [0, 0, 59_998])
    assert.equal(await stub.pruneLimits(62_000), false)
    assert.equal(await stub.pruneLimits(120_000), true)
  })
})
