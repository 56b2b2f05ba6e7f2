import assert from 'node:assert/strict'
import {test} from 'node:test'
import {startPostgres} from '../support/postgres.ts'
import {summaryOf} from './audit.ts'
import {runChaos} from './chaos.ts'

test('two proxies on one file, killed four times under load in front of a lying API, lose nothing and double nothing', async context => {
  const verdict = await runChaos({leads: 1500, kills: 4, proxies: 2, visitors: 24, patience: 1_500})
  context.diagnostic(`${verdict.kills} kills: ${summaryOf(verdict)}`)
  assert.deepEqual([verdict.lost, verdict.doubled, verdict.odd, verdict.kills], [[], [], [], 4])
  assert.equal(verdict.acknowledged, verdict.delivered + verdict.dead + verdict.pending)
  assert.ok(verdict.delivered > 1000)
})

test('three proxies on one PostgreSQL, two of them killed in the middle, lose nothing and double nothing', async context => {
  const postgres = await startPostgres()
  context.after(() => postgres.stop())
  const url = await postgres.createDatabase('chaos')
  const verdict = await runChaos({
    leads: 500,
    kills: 2,
    proxies: 3,
    visitors: 12,
    patience: 1_500,
    place: {kind: 'postgres', url},
  })
  context.diagnostic(`${verdict.kills} kills: ${summaryOf(verdict)}`)
  assert.deepEqual([verdict.lost, verdict.doubled, verdict.odd, verdict.kills], [[], [], [], 2])
  assert.equal(verdict.acknowledged, verdict.delivered + verdict.dead + verdict.pending)
  assert.ok(verdict.delivered > 350)
})
