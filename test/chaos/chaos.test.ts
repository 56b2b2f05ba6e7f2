import assert from 'node:assert/strict'
import {test, type TestContext} from 'node:test'
import {startPostgres} from '../support/postgres.ts'
import {summaryOf} from './audit.ts'
import {runChaos, type ChaosResult} from './chaos.ts'

const drainTimeoutMs = 1_500

test('loses and doubles no lead with two proxies on one file, four kills, and an API that responds with faults', async context => {
  const result = await runChaos({leads: 1500, kills: 4, proxies: 2, visitors: 24, drainTimeoutMs})
  assertNothingLost(result, {kills: 4, delivered: 1000}, context)
})

test('loses and doubles no lead with three proxies on one PostgreSQL database, two kills and three crashes of the database', async context => {
  const postgres = await startPostgres()
  context.after(() => postgres.stop())
  const place = {kind: 'postgres', url: await postgres.createDatabase('chaos')} as const
  const databaseStops = {count: 3, whileCrashed: postgres.whileCrashed}
  const result = await runChaos({leads: 500, kills: 2, proxies: 3, visitors: 12, drainTimeoutMs, place, databaseStops})
  assertNothingLost(result, {kills: 2, databaseStops: 3, delivered: 350}, context)
})

function assertNothingLost(
  result: ChaosResult,
  {kills, databaseStops = 0, ...least}: {kills: number; databaseStops?: number; delivered: number},
  context: TestContext,
): void {
  context.diagnostic(
    `seed ${result.seed}, ${kills} kills, ${databaseStops} stops of the database: ${summaryOf(result)}`,
  )
  assert.deepEqual([result.lost, result.doubled, result.unexpected], [[], [], []])
  assert.deepEqual([result.kills, result.databaseStops], [kills, databaseStops])
  assert.equal(result.acknowledged, result.delivered + result.dead + result.pending)
  assert.ok(result.delivered > least.delivered)
  assert.ok(result.recorded > least.delivered)
}
