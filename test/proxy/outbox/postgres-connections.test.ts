import assert from 'node:assert/strict'
import {after, mock, test} from 'node:test'
import {openOutbox} from '../../../src/proxy/outbox/open.ts'
import {maxIdleMs} from '../../../src/proxy/outbox/postgres/postgres-driver.ts'
import {entry, lease} from '../../support/outbox.ts'
import {startPostgres} from '../../support/postgres.ts'
import {startTcpRelay} from '../../support/tcp-relay.ts'

const postgres = await startPostgres()
after(() => postgres.stop())

/** An outbox whose connections pass a relay. */
async function openThroughRelay(database: string) {
  const url = new URL(await postgres.createDatabase(database))
  const relay = await startTcpRelay(Number(url.port))
  url.port = String(relay.port)
  const outbox = (await openOutbox({place: {kind: 'postgres', url: url.href}, connections: 3}))!
  const close = async () => {
    await relay.close()
    await outbox.close()
  }
  return {relay, outbox, [Symbol.asyncDispose]: close}
}

/** Has the pool keep three connections. */
const openThree = (outbox: {counts(now: number): Promise<unknown>}) =>
  Promise.all([1, 2, 3].map(() => outbox.counts(Date.now())))

test('stores and settles over a new connection if those that were kept are dead', async () => {
  await using opened = await openThroughRelay('reset')
  const {relay, outbox} = opened
  const now = Date.now()
  const lead = entry()
  await openThree(outbox)
  relay.reset() // before this process has noticed
  assert.equal((await outbox.store(lead, now, lease(now))).kind, 'new')
  await openThree(outbox)
  relay.reset()
  await outbox.settle({id: lead.key, probe: false}, lease(now), {state: 'delivered', due: now, maybeDelivered: false})
  relay.reset()
  assert.equal((await outbox.find(lead.key))?.state, 'delivered')
})

test('uses no connection that was idle for long, as after a function was frozen', async () => {
  await using opened = await openThroughRelay('silent')
  const {relay, outbox} = opened
  await openThree(outbox)
  const before = relay.opened()
  relay.silence()
  mock.timers.enable({apis: ['Date'], now: Date.now() + maxIdleMs})
  try {
    assert.equal((await outbox.store(entry(), Date.now())).kind, 'new')
  } finally {
    mock.timers.reset()
  }
  assert.equal(relay.opened(), before + 1)
})

test('finds its own lead if the connection is lost after the commit', async () => {
  await using opened = await openThroughRelay('answers')
  const {relay, outbox} = opened
  const now = Date.now()
  await openThree(outbox)
  relay.loseNextAnswer()
  const stored = await outbox.store(entry(), now, lease(now))
  assert.deepEqual([stored.kind, 'state' in stored && stored.state], ['duplicate', 'sending'])
  assert.equal((await outbox.counts(now)).sending, 1)
})
