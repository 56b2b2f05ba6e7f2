import {isIntact, summaryOf, type Findings} from './inspection.ts'
import {withoutCommitSyncs} from './journal.ts'
import {cutPower} from './power-cuts.ts'
import {record, type Recording} from './recording.ts'
import {compileShim} from '../compile-shim.ts'
import {tearWal} from './torn-wal.ts'

export interface LongRunPlan {
  cuts: number
  leads: number
  visitors: number
  seed: number
  log: (line: string) => void
}

const outboxKey = Buffer.alloc(32, 7).toString('base64')

/** Cuts the power of a plain and of an encrypted outbox, and tears the WAL. Returns whether nothing was lost. */
export async function runPowerCuts({cuts, leads, visitors, seed, log}: LongRunPlan): Promise<boolean> {
  const shim = compileShim('power-cut/shim.c')
  if (shim === undefined) throw new Error('simulating power cuts needs Linux with a C compiler (cc)')
  const report = (name: string, findings: Findings) => {
    log(`${name}: ${summaryOf(findings)}`)
    return isIntact(findings)
  }
  const results: boolean[] = []
  for (const key of [undefined, outboxKey]) {
    const outbox = key === undefined ? 'plain outbox' : 'encrypted outbox'
    const recording = await record({shim, leads, visitors, seed, key})
    log(`${outbox}: ${recording.requests.size} responses, ${recording.operations.length} operations`)
    const plan = {recording, cuts, seed, key, log}
    results.push(!report(`${outbox}, ${cuts} power cuts without syncs of commits`, await cutPower(control(plan))))
    for (const [what, findings] of [
      ['power cuts', await cutPower(plan)],
      ['torn WALs', await tearWal(plan)],
    ] as const) {
      results.push(report(`${outbox}, ${cuts} ${what}`, findings))
      for (const line of toLines(findings).slice(0, 20)) log(line)
    }
  }
  return results.every(Boolean)
}

function toLines({counts: _counts, ...leads}: Findings): string[] {
  return Object.entries(leads).flatMap(([kind, found]) => found.map(what => `${kind}: ${what}`))
}

/** The same with a store that loses leads, which the run must find. */
const control = <T extends {recording: Recording}>({recording, ...plan}: T) => ({
  ...plan,
  recording: {...recording, operations: withoutCommitSyncs(recording.operations)},
})
