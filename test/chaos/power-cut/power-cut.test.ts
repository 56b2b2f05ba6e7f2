import assert from 'node:assert/strict'
import {test, type TestContext} from 'node:test'
import {startProxyProcess} from '../proxy-process.ts'
import {newSeed} from '../random.ts'
import {isIntact, summaryOf, type Findings} from './inspection.ts'
import {withoutCommitSyncs, type Operation} from './journal.ts'
import {cutPower} from './power-cuts.ts'
import {record, type Recording} from './recording.ts'
import {compileShim} from '../compile-shim.ts'
import {tearWal} from './torn-wal.ts'

const cuts = 20
const outboxKey = Buffer.alloc(32, 7).toString('base64')
const shim = compileShim('power-cut/shim.c')
const skip = shim === undefined && 'this machine has no Linux with a C compiler'

test('an outbox on a disk that loses its power', {skip}, async context => {
  const seed = newSeed()
  const recording = await record({shim: shim!, leads: 500, visitors: 16, seed})
  const changed = (operations: Operation[]): Recording => ({...recording, operations})

  await context.test('keeps what was promised in any power cut', async subtest => {
    assertNothingLost(await cutPower({recording, cuts, seed}), seed, subtest)
  })
  await context.test('keeps what was promised if the WAL is torn, and starts', async subtest => {
    let starts = 0
    const visit = async (path: string) => {
      if ((starts += 1) > 2) return
      const env = {CONTACT_API_URL: 'http://127.0.0.1:9', OUTBOX: `file:${path}`}
      await (await startProxyProcess(env)).kill()
    }
    assertNothingLost(await tearWal({recording, cuts, seed, visit}), seed, subtest)
  })
  await context.test('loses leads if commits are not synced, as with synchronous = NORMAL', async subtest => {
    const findings = await cutPower({recording: changed(withoutCommitSyncs(recording.operations)), cuts, seed})
    subtest.diagnostic(summaryOf(findings))
    const {lost, undelivered, withoutEvidence, sentUnstored} = findings
    for (const found of [lost, undelivered, withoutEvidence, sentUnstored]) assert.ok(found.length > 0)
  })
  await context.test('is corrupt if checkpoints do not sync the database', async subtest => {
    const operations = recording.operations.filter(
      ({kind, ...of}) => kind !== 'sync' || !('file' in of && of.file === ''),
    )
    const findings = await cutPower({recording: changed(operations), cuts: 2 * cuts, seed})
    subtest.diagnostic(summaryOf(findings))
    assert.ok(findings.corrupt.length > 0)
  })
})

test('an encrypted outbox keeps what was promised in any power cut', {skip}, async context => {
  const seed = newSeed()
  const recording = await record({shim: shim!, leads: 300, visitors: 16, seed, key: outboxKey})
  assertNothingLost(await cutPower({recording, cuts, seed, key: outboxKey}), seed, context)
})

function assertNothingLost(findings: Findings, seed: number, context: TestContext): void {
  context.diagnostic(`seed ${seed}: ${summaryOf(findings)}`)
  assert.ok(isIntact(findings), JSON.stringify(findings))
  assert.ok(findings.counts.acknowledged > cuts * 20)
}
