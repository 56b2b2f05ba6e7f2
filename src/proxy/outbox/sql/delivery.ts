import type {ClaimedLead, ClaimLimits, Lease} from '../outbox.ts'
import {endsPause, maxScheduleAheadMs, type Settlement} from '../retry-policy.ts'
import {toId} from './binary.ts'
import {checkPause, endAutomaticPause, isPauseActive, readPause, setPause} from './pause.ts'
import {lockedRows, placeholders, rows, type Steps} from './steps.ts'

/** A claimed lead whose body is still encrypted. */
export type EncryptedClaim = Omit<ClaimedLead, 'body'> & {body: string}

interface CandidateRow {
  n: unknown
  id: Uint8Array
  state: string
  is_retry: number
  body: string
  attempts: number
  since: unknown
  doubtful: number
}

/** Leases due leads of a form, longest due first. Leases one lead only if it is the probe of a paused queue. */
export function* claimLeads(lease: Lease, limits: ClaimLimits, form = ''): Steps<EncryptedClaim[]> {
  const pause = yield* readPause(form)
  if (pause && isPauseActive(pause, lease.now)) return []
  const candidates = yield* pause ? findProbe(form, lease.now) : findDue(form, lease.now, limits)
  if (candidates.length === 0) return []
  if (pause && candidates[0]!.state === 'pending' && (yield* checkPause(lease.now, form)) !== 'probe') return []
  const numbers = candidates.map(({n}) => Number(n))
  yield* rows(
    `UPDATE signup_lead SET state = 'sending', is_retry = 1, owner = ?1, due = ?2 WHERE n IN (${placeholders(numbers, 3)})`,
    lease.owner,
    lease.until,
    ...numbers,
  )
  return candidates.map(lead => toClaim(lead, pause !== undefined))
}

function toClaim(
  {id, state, is_retry, body, attempts, since, doubtful}: CandidateRow,
  isPaused: boolean,
): EncryptedClaim {
  const interrupted = state === 'sending'
  const probe = isPaused && !interrupted // the outcome of an interrupted attempt is known to be unknown: nothing is sent
  return {
    id: toId(id),
    body,
    attempts,
    since: Number(since),
    maybeDelivered: doubtful === 1,
    interrupted,
    isRetry: is_retry === 1,
    probe,
  }
}

/** The leads that one index entry of `signup_lead_due` begins with. */
interface Kind {
  form: string
  state: string
  isRetry: 0 | 1
}

function* findDue(form: string, now: number, {untried, retries}: ClaimLimits): Steps<CandidateRow[]> {
  const found = yield* findRetries(form, now, retries)
  return [...found, ...(yield* findIn({form, state: 'pending', isRetry: 0}, now, untried))]
}

/** Finds the lead that decides whether a pause ends. */
function* findProbe(form: string, now: number): Steps<CandidateRow[]> {
  const [probe] = yield* findDue(form, now, {untried: 1, retries: 1})
  return probe ? [probe] : []
}

function* findRetries(form: string, now: number, limit: number): Steps<CandidateRow[]> {
  const interrupted = yield* findIn({form, state: 'sending', isRetry: 1}, now, limit)
  return [...interrupted, ...(yield* findIn({form, state: 'pending', isRetry: 1}, now, limit - interrupted.length))]
}

/**
 * Finds the leads of one kind that are due or whose lease has expired: those due too far ahead first, which were
 * scheduled while the system clock was wrong. Each query is a walk along the index `signup_lead_due`.
 */
function* findIn(kind: Kind, now: number, limit: number): Steps<CandidateRow[]> {
  if (limit <= 0) return []
  const ahead = yield* findWhere('due > ?4', kind, now + maxScheduleAheadMs, limit)
  return [...ahead, ...(yield* findWhere('due <= ?4', kind, now, limit - ahead.length))]
}

function* findWhere(
  condition: string,
  {form, state, isRetry}: Kind,
  time: number,
  limit: number,
): Steps<CandidateRow[]> {
  if (limit <= 0) return []
  return yield* lockedRows<CandidateRow>(
    `SELECT n, id, state, is_retry, body, attempts, since, doubtful FROM signup_lead
      WHERE form = ?1 AND state = ?2 AND is_retry = ?3 AND ${condition} ORDER BY due LIMIT ?5`,
    form,
    state,
    isRetry,
    time,
    limit,
  )
}

const waiting = [
  ['sending', 1],
  ['pending', 0],
  ['pending', 1],
] as const

/**
 * Finds when `claimLeads` may find a lead of the form that the environment configures: when one is due, its lease expires or the
 * pause ends, epoch milliseconds. In the past or now if it would find one now; `Infinity` if no lead waits, or until the operator
 * resumes the queue.
 */
export function* findNextDue(now: number): Steps<number> {
  const pause = yield* readPause()
  if (pause && pause.until === undefined) return Infinity
  let due = Infinity
  for (const kind of waiting) due = Math.min(due, yield* findFirstDue(kind, now))
  return pause && isPauseActive(pause, now) ? Math.max(due, pause.until!) : due
}

function* findFirstDue([state, isRetry]: (typeof waiting)[number], now: number): Steps<number> {
  const [row] = yield* rows<{first: unknown; last: unknown}>(
    // As one query with both, SQLite would read all rows.
    `SELECT (SELECT MIN(due) FROM signup_lead WHERE form = '' AND state = ?1 AND is_retry = ?2) AS first,
      (SELECT MAX(due) FROM signup_lead WHERE form = '' AND state = ?1 AND is_retry = ?2) AS last`,
    state,
    isRetry,
  )
  if (!row || row.first === null) return Infinity
  return Number(row.last) > now + maxScheduleAheadMs ? now : Number(row.first) // as `findIn` has it
}

/**
 * Records the outcome of an attempt. `delivered` is accepted from any process, because the API has the lead whoever
 * reports it; every other outcome is accepted from the owner of the lease only.
 * @param id the bytes of the lead's id
 * @param answer what the API answered, encrypted
 * @param form whose pause the settlement sets or ends
 */
export function* settleLead(
  {id, probe}: {id: Uint8Array; probe: boolean},
  {owner, now}: Pick<Lease, 'owner' | 'now'>,
  settlement: Settlement,
  answer?: string,
  form = '',
): Steps<void> {
  const {state, due, reason, status, maybeDelivered, pause} = settlement
  yield* rows(
    `UPDATE signup_lead SET state = ?1, due = ?2, reason = ?3, status = ?4, doubtful = ?5, attempts = attempts + 1, owner = NULL,
      is_retry = 1, settled = ?6, answer = ?7, body = CASE WHEN ?1 = 'delivered' THEN NULL ELSE body END
      WHERE id = ?8 AND state <> 'delivered' AND (owner = ?9 OR ?1 = 'delivered')`,
    state,
    state === 'pending' ? due : now,
    reason,
    status,
    maybeDelivered ? 1 : 0,
    state === 'pending' ? undefined : now,
    answer,
    id,
    owner,
  )
  if (pause) yield* setPause(pause.reason, pause.until, form)
  else if (probe && endsPause(settlement)) yield* endAutomaticPause(form)
}
