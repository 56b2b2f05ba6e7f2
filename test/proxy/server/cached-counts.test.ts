import assert from 'node:assert/strict'
import {test} from 'node:test'
import type {Counts} from '../../../src/proxy/outbox/outbox.ts'
import {cacheCounts} from '../../../src/proxy/server/cached-counts.ts'
import {defer} from '../../support/deferred.ts'

const counts = (pending: number): Counts => ({pending, sending: 0, dead: 0, refused: 0, quarantined: 0, oldest: 0})

test('counts once for all requests of a second', async () => {
  let counted = 0
  const read = cacheCounts(async () => counts((counted += 1)))
  assert.deepEqual(await Promise.all([read(), read(), read()]), [counts(1), counts(1), counts(1)])
  assert.deepEqual(await read(), counts(1))
})

test('counts again only after a hundred times the time that counting takes', async t => {
  let [now, counted] = [0, 0]
  t.mock.method(performance, 'now', () => now)
  const read = cacheCounts(async () => {
    now += 50
    return counts((counted += 1))
  })
  assert.deepEqual(await read(), counts(1))
  now += 4_999
  assert.deepEqual(await read(), counts(1))
  now += 1
  assert.deepEqual(await read(), counts(2))
})

test('returns the last counts while a new count takes long', async t => {
  let now = 0
  t.mock.method(performance, 'now', () => now)
  const slow = defer<Counts>()
  const results = [Promise.resolve(counts(1)), slow.promise]
  const read = cacheCounts(() => results.shift()!)
  await read()
  now += 2_000
  assert.deepEqual(await read(), counts(1))
  slow.resolve(counts(2))
  assert.deepEqual(await read(), counts(2))
})
