import type {Arrival} from './fault-server.ts'
import type {Acknowledgement} from './visitors.ts'

/** The records of a finished run from three independent sources: the API, the visitors and the outbox. */
export interface Records {
  ledger: ReadonlyMap<string, readonly Arrival[]>
  acknowledged: ReadonlyMap<string, Acknowledgement>
  /** Undelivered leads in the outbox, by the name that the ledger uses. */
  pending: ReadonlySet<string>
  dead: ReadonlySet<string>
  /** When each killed process died, by its name. */
  deaths: ReadonlyMap<string, number>
}

export interface AuditResult {
  acknowledged: number
  delivered: number
  dead: number
  pending: number
  /** Acknowledged, but neither delivered nor in the outbox. */
  lost: string[]
  /** Sent again although the outcome was known. */
  doubled: string[]
  /** How often a lead was sent again, mostly because a fault or a kill had left the outcome unknown. */
  resent: number
}

/** A process that dies within this time after a response may not have recorded the outcome. */
const recordingTimeMs = 1_000

/** Compares the records. */
export function audit({ledger, acknowledged, pending, dead, deaths}: Records): AuditResult {
  const result: AuditResult = {
    acknowledged: acknowledged.size,
    delivered: 0,
    dead: 0,
    pending: 0,
    lost: [],
    doubled: [],
    resent: 0,
  }
  for (const lead of acknowledged.keys())
    if (pending.has(lead)) result.pending += 1
    else if (dead.has(lead)) result.dead += 1
    else if (ledger.get(lead)?.some(({respondedAt}) => respondedAt !== undefined)) result.delivered += 1
    else result.lost.push(lead)
  for (const [lead, arrivals] of ledger) {
    result.resent += arrivals.length - 1
    if (isDoubled(arrivals, acknowledged.get(lead), deaths)) result.doubled.push(lead)
  }
  return result
}

function isDoubled(
  arrivals: readonly Arrival[],
  acknowledgement: Acknowledgement | undefined,
  deaths: ReadonlyMap<string, number>,
): boolean {
  return arrivals.some((later, index) => {
    if (acknowledgement?.status === 201 && later.at > acknowledgement.at) return true
    return arrivals.slice(0, index).some(earlier => knewOutcome(later, earlier, deaths))
  })
}

/** Whether the sender of the later request must have known that the earlier one had succeeded. */
function knewOutcome(later: Arrival, earlier: Arrival, deaths: ReadonlyMap<string, number>): boolean {
  if (earlier.respondedAt === undefined || earlier.respondedAt >= later.at) return false
  if (earlier.sender === later.sender) return true
  const diedAt = deaths.get(earlier.sender)
  return diedAt === undefined || diedAt - earlier.respondedAt > recordingTimeMs
}

/** Formats the result as one line. */
export function summaryOf({acknowledged, delivered, dead, pending, lost, doubled, resent}: AuditResult): string {
  const isComplete = acknowledged === delivered + dead + pending
  return `acknowledged ${acknowledged} ${isComplete ? '=' : '≠'} delivered ${delivered} + dead-lettered ${dead} + pending ${pending}, lost ${lost.length}, doubled ${doubled.length} (${resent} sent again after an unknown or failed attempt)`
}
