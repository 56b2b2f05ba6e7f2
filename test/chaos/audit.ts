import type {Arrival} from './fault-server.ts'
import type {Acknowledged} from './visitors.ts'

/** Everything that is known when a run is over, from three independent witnesses: the API, the visitors, the outbox. */
export interface Books {
  ledger: ReadonlyMap<string, readonly Arrival[]>
  acknowledged: ReadonlyMap<string, Acknowledged>
  /** Leads that the outbox still has, by the key of the ledger. */
  pending: ReadonlySet<string>
  dead: ReadonlySet<string>
  /** When each killed process died, by its name. */
  deaths: ReadonlyMap<string, number>
}

export interface Verdict {
  acknowledged: number
  delivered: number
  dead: number
  pending: number
  lost: string[]
  /** Sent once more though the outcome was known. */
  doubled: string[]
  /** Sent once more because a fault or a kill had left the outcome unknown. */
  again: number
}

/** A process that dies within this time (milliseconds) of an answer may not have recorded it. */
const recording = 1_000

export function audit({ledger, acknowledged, pending, dead, deaths}: Books): Verdict {
  const verdict: Verdict = {
    acknowledged: acknowledged.size,
    delivered: 0,
    dead: 0,
    pending: 0,
    lost: [],
    doubled: [],
    again: 0,
  }
  for (const lead of acknowledged.keys())
    if (pending.has(lead)) verdict.pending += 1
    else if (dead.has(lead)) verdict.dead += 1
    else if (ledger.get(lead)?.some(({answered}) => answered !== undefined)) verdict.delivered += 1
    else verdict.lost.push(lead)
  for (const [lead, arrivals] of ledger) {
    verdict.again += arrivals.length - 1
    if (isDoubled(arrivals, acknowledged.get(lead), deaths)) verdict.doubled.push(lead)
  }
  return verdict
}

function isDoubled(
  arrivals: readonly Arrival[],
  acknowledged: Acknowledged | undefined,
  deaths: ReadonlyMap<string, number>,
): boolean {
  return arrivals.some((later, index) => {
    if (acknowledged?.status === 201 && later.at > acknowledged.at) return true // the visitor had been told
    return arrivals
      .slice(0, index)
      .some(
        earlier => earlier.answered !== undefined && earlier.answered < later.at && wasKnown(earlier, later, deaths),
      )
  })
}

/** Whether whoever sent the later one must have known of the answer to the earlier one. */
function wasKnown(earlier: Arrival, later: Arrival, deaths: ReadonlyMap<string, number>): boolean {
  if (earlier.sender === later.sender) return true
  const died = deaths.get(earlier.sender)
  return died === undefined || died - earlier.answered! > recording // it is only asked where there was an answer
}

export function summaryOf({acknowledged, delivered, dead, pending, lost, doubled, again}: Verdict): string {
  const sum = delivered + dead + pending
  return `acknowledged ${acknowledged} ${acknowledged === sum ? '=' : '≠'} delivered ${delivered} + dead-lettered ${dead} + pending ${pending}, lost ${lost.length}, doubled ${doubled.length} (${again} sent again after an unknown or failed try)`
}
