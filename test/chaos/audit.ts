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
  /** When a process logged that it had recorded a delivery, by lead. */
  recorded?: ReadonlyMap<string, number>
  /** When the database was stopped, and when it was back. */
  outages?: readonly Outage[]
}

export interface Outage {
  from: number
  to: number
}

export interface AuditResult {
  acknowledged: number
  delivered: number
  dead: number
  pending: number
  /** Acknowledged, but neither delivered nor in the outbox. */
  lost: string[]
  /** Sent again although the outcome was known, with what happened, in seconds of the process. */
  doubled: string[]
  /** How often a lead was sent again, mostly because a fault or a kill had left the outcome unknown. */
  resent: number
}

/**
 * A process that dies within this time after a response may not have recorded the outcome: the time of a transaction on a
 * busy database. Earlier ones are found by their log.
 */
const recordingTimeMs = 5_000
/** A process that cannot record an outcome tries again after this time (`recordRetryMs` in `attempts.ts`). */
const recordRetryMs = 1_000

/** Compares the records. */
export function audit({
  ledger,
  acknowledged,
  pending,
  dead,
  deaths,
  recorded = new Map(),
  outages = [],
}: Records): AuditResult {
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
    const incidents = {acknowledgement: acknowledged.get(lead), recordedAt: recorded.get(lead), deaths, outages}
    if (isDoubled(arrivals, incidents)) result.doubled.push(`${lead}: ${toHistory(arrivals, incidents)}`)
  }
  return result
}

/** What decides whether a lead may be sent again. */
interface Incidents extends Required<Pick<Records, 'deaths' | 'outages'>> {
  acknowledgement?: Acknowledgement
  /** When its delivery was recorded. */
  recordedAt?: number
}

function isDoubled(arrivals: readonly Arrival[], incidents: Incidents): boolean {
  const {acknowledgement, recordedAt = Infinity} = incidents
  return arrivals.some((later, index) => {
    if (acknowledgement?.status === 201 && later.at > acknowledgement.at) return true
    if (later.at > recordedAt) return true
    return arrivals.slice(0, index).some(earlier => knewOutcome(later, earlier, incidents))
  })
}

/** Lists what happened to a lead that was sent again. */
function toHistory(arrivals: readonly Arrival[], {acknowledgement, recordedAt, deaths, outages}: Incidents): string {
  const at = (time = NaN) => (time / 1000).toFixed(2)
  const senders = new Set(arrivals.map(({sender}) => sender))
  return [
    ...arrivals.map(
      ({sender, at: sentAt, fault, respondedAt}) =>
        `${sender} sent it at ${at(sentAt)} and got ${fault} at ${at(respondedAt)}`,
    ),
    acknowledgement && `the visitor got ${acknowledgement.status} at ${at(acknowledgement.at)}`,
    recordedAt && `its delivery was recorded at ${at(recordedAt)}`,
    ...[...deaths].filter(([name]) => senders.has(name)).map(([name, diedAt]) => `${name} died at ${at(diedAt)}`),
    ...outages.map(({from, to}) => `no database from ${at(from)} to ${at(to)}`),
  ]
    .filter(Boolean)
    .join('; ')
}

/** Whether the sender of the later request must have known that the earlier one had succeeded. */
function knewOutcome(later: Arrival, earlier: Arrival, {deaths, outages}: Incidents): boolean {
  if (earlier.respondedAt === undefined || earlier.respondedAt >= later.at) return false
  if (earlier.sender === later.sender) return true
  const diedAt = deaths.get(earlier.sender)
  return diedAt === undefined || diedAt > recordedBy(earlier.respondedAt, outages)
}

/** Until when a process records the outcome of a response, which it cannot do while the database is stopped. */
function recordedBy(respondedAt: number, outages: readonly Outage[]): number {
  let end = respondedAt + recordingTimeMs
  for (const {from, to} of outages)
    if (from < end && to > respondedAt) end = Math.max(end, to + recordRetryMs + recordingTimeMs)
  return end
}

/** Formats the result as one line. */
export function summaryOf({acknowledged, delivered, dead, pending, lost, doubled, resent}: AuditResult): string {
  const isComplete = acknowledged === delivered + dead + pending
  return `acknowledged ${acknowledged} ${isComplete ? '=' : '≠'} delivered ${delivered} + dead-lettered ${dead} + pending ${pending}, lost ${lost.length}, doubled ${doubled.length} (${resent} sent again after an unknown or failed attempt)`
}
