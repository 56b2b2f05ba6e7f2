import assert from 'node:assert/strict'
import {test} from 'node:test'
import {SendRate} from '../../../src/proxy/outbox/send-rate.ts'

/** Delivers `perSecond` leads a second, until `now`. */
function deliver(rate: SendRate, perSecond: number, seconds: number): number {
  for (let lead = 0; lead < perSecond * seconds; lead += 1) rate.noteDelivered((lead * 1000) / perSecond)
  return seconds * 1000
}

test('there is no limit until the API is busy', () => {
  const rate = new SendRate()
  assert.equal(rate.available(0), Infinity)
  assert.equal(rate.perSecond(0), undefined)
})

test('does not slow down unless ten leads were delivered in the last ten seconds', () => {
  const rate = new SendRate()
  for (let lead = 0; lead < 9; lead += 1) rate.noteDelivered(1000)
  assert.equal(rate.slowDown(2000, 1000), false)
  rate.noteDelivered(1000)
  assert.equal(rate.slowDown(11_500, 1000), false)
  assert.equal(rate.available(11_500), Infinity)
})

const isNear = (actual: number | undefined, expected: number) =>
  assert.ok(Math.abs(actual! - expected) < expected / 100, `${actual} instead of ${expected}`)

test('slows down to nine tenths of what the API accepted', () => {
  const rate = new SendRate()
  const now = deliver(rate, 100, 20)
  assert.equal(rate.slowDown(now, now), true)
  isNear(rate.perSecond(now), 90)
  assert.equal(rate.available(now), 0)
})

test('leaves a first guess soon, and stays near a limit that was reached again', () => {
  const rate = new SendRate()
  let now = deliver(rate, 100, 20)
  rate.slowDown(now, now)
  for (const [seconds, perSecond] of [
    [1, 100],
    [2, 110],
    [4, 370],
  ] as const)
    isNear(rate.perSecond(now + seconds * 1000), perSecond)
  for (let lead = 0; lead < 200; lead += 1) rate.noteDelivered((now += 10))
  rate.slowDown(now, now)
  for (const [seconds, perSecond] of [
    [0, 99],
    [5, 110],
    [10, 121],
  ] as const)
    isNear(rate.perSecond(now + seconds * 1000), perSecond)
})

test('slows down once for all requests that were in flight', () => {
  const rate = new SendRate()
  const now = deliver(rate, 100, 20)
  rate.slowDown(now, now - 500)
  const lowered = rate.perSecond(now)
  assert.equal(rate.slowDown(now + 100, now - 400), true)
  assert.equal(rate.perSecond(now), lowered)
})

test('spreads the sends evenly', () => {
  const rate = new SendRate()
  const now = deliver(rate, 100, 20)
  rate.slowDown(now, now)
  assert.ok(Math.abs(rate.waitMs(now) - 11) < 1)
  assert.equal(rate.available(now + 12), 1)
  rate.take()
  assert.equal(rate.available(now + 12), 0)
  assert.equal(rate.available(now + 1_000), 9, 'a tenth of a second at the most')
})

test('has no limit any more after five minutes without a busy answer', () => {
  const rate = new SendRate()
  const now = deliver(rate, 100, 20)
  rate.slowDown(now, now)
  assert.equal(rate.available(now + 300_000), Infinity)
})
