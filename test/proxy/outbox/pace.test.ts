import assert from 'node:assert/strict'
import {test} from 'node:test'
import {FullReport} from '../../../src/proxy/outbox/full-report.ts'
import {Pace} from '../../../src/proxy/outbox/pace.ts'

/** Takes all it may in a minute, in steps of some milliseconds. */
function countMinute(perSecond: number, stepMs: number): number {
  const pace = new Pace(perSecond)
  let taken = 0
  for (let now = 0; now <= 60_000; now += stepMs) {
    const available = pace.available(now)
    pace.take(available)
    taken += available
  }
  return taken
}

for (const [perSecond, stepMs] of [
  [10, 100],
  [10, 130],
  [300, 50],
  [300, 83],
  [1000, 700],
  [0.5, 2000],
  [0.5, 130],
] as const)
  test(`a pace of ${perSecond} a second is kept in steps of ${stepMs} ms`, () => {
    const share = countMinute(perSecond, stepMs) / (60 * perSecond)
    assert.ok(share > 0.95 && share < 1.04, String(share))
  })

test('a pace allows no burst after an idle time', () => {
  const pace = new Pace(300)
  pace.available(0)
  pace.available(10_000)
  pace.relax(50)
  assert.equal(pace.available(10_000), 15)
})

test('a pace makes up for a second at the most', () => {
  const pace = new Pace(10)
  pace.available(0)
  assert.equal(pace.available(60_000), 10)
})

test('the report of full attempts is made once a minute, with the seconds since the previous one', () => {
  const report = new FullReport()
  const event = {level: 'warn', event: 'attempts_full', limit: 4}
  assert.equal(report.update(false, 4, 0), undefined)
  assert.deepEqual(report.update(true, 4, 1_000), {...event, seconds: 0})
  assert.equal(report.update(false, 4, 11_000), undefined)
  assert.equal(report.update(true, 4, 31_000), undefined)
  assert.deepEqual(report.update(true, 4, 61_000), {...event, seconds: 40})
})
