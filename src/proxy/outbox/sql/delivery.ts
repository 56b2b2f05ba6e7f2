import {maxScheduleAheadMs, type Settlement} from '../retry-policy.ts'
import type {ClaimedLead, Counts, Lease} from '../outbox.ts'
import {checkPause, isAhead, isPauseActive, readPause} from './store.ts'
import {placeholders, rows, step, type Steps} from './steps.ts'

/** A claimed lead whose body is still encrypted. */
export type EncryptedClaim = Omit<ClaimedLead, 'body'> & {body: string}

interface CandidateRow {
  id: string
  state: string
  body: string
  attempts: number
  since: unknown
  due: unknown
  doubtful: number
}

/** Leases due leads, longest due first. Leases one lead only if it is the probe of a paused queue. */
export function* claimLeads(lease: Lease, limit: number): Steps<EncryptedClaim[]> {
  const pause = yield* readPause()
  if (pause && isPauseActive(pause, lease.now)) return []
  const dueLeads = yield* step<{id: string}>({due: {now: lease.now, limit: pause ? 1 : limit}})
  const claims: EncryptedClaim[] = []
  for (const lead of yield* readCandidates(dueLeads.map(({id}) => id)))
    if (isAhead(Number(lead.due), lease.now))
      yield* step({schedule: {lead: lead.id, at: Number(lead.due)}}) // its job ran too early
    else claims.push(...(yield* claimLead(lead, lease)))
  return claims
}

/** Returns the claim, or an empty list if the queue is paused or another process changed the lead. */
function* claimLead(lead: CandidateRow, lease: Lease): Steps<EncryptedClaim[]> {
  const interrupted = lead.state === 'sending'
  const permission = interrupted ? 'running' : yield* checkPause(lease.now)
  if (permission === 'paused') {
    yield* step({schedule: {lead: lead.id, at: lease.until}})
    return []
  }
  const updated = yield* rows(
    `UPDATE signup_lead SET state = 'sending', owner = ?1, due = ?2 WHERE id = ?3 AND state = ?4 AND due = ?5 RETURNING id`,
    lease.owner,
    lease.until,
    lead.id,
    lead.state,
    Number(lead.due),
  )
  if (updated.length === 0) return []
  yield* step({schedule: {lead: lead.id, at: lease.until}})
  return [toClaim(lead, interrupted, permission === 'probe')]
}

function toClaim({id, body, attempts, since, doubtful}: CandidateRow, interrupted: boolean, probe: boolean) {
  return {id, body, attempts, since: Number(since), maybeDelivered: doubtful === 1, interrupted, probe}
}

function* readCandidates(ids: string[]): Steps<CandidateRow[]> {
  if (ids.length === 0) return []
  return yield* rows<CandidateRow>(
    `SELECT id, state, body, attempts, since, due, doubtful FROM signup_lead
      WHERE id IN (${placeholders(ids, 1)}) AND state IN ('pending', 'sending') ORDER BY due`,
    ...ids,
  )
}

/**
 * Records the outcome of an attempt. `delivered` is accepted from any process, because the API has the lead whoever
 * reports it; every other outcome is accepted from the owner of the lease only.
 */
export function* settleLead(
  {id, probe}: Pick<ClaimedLead, 'id' | 'probe'>,
  {owner, now}: Pick<Lease, 'owner' | 'now'>,
  settlement: Settlement,
): Steps<void> {
  const {state, due, reason, status, maybeDelivered, pause} = settlement
  yield* rows(
    `UPDATE signup_lead SET state = ?1, due = ?2, reason = ?3, status = ?4, doubtful = ?5, attempts = attempts + 1, owner = NULL,
      settled = ?6, body = CASE WHEN ?1 = 'delivered' THEN NULL ELSE body END
      WHERE id = ?7 AND state <> 'delivered' AND (owner = ?8 OR ?1 = 'delivered')`,
    state,
    state === 'delivered' ? now : due,
    reason,
    status,
    maybeDelivered ? 1 : 0,
    state === 'pending' ? undefined : now,
    id,
    owner,
  )
  yield* step({schedule: {lead: id, at: state === 'pending' ? due : undefined}})
  if (pause) yield* setPause(pause.reason, pause.until)
  else if (probe && (state === 'delivered' || reason === 'refused')) yield* endAutomaticPause()
}

/** An automatic pause never shortens another pause, and never replaces one by the operator. */
function* setPause(reason: string, until: number): Steps<void> {
  yield* rows(
    `INSERT INTO signup_pause (id, reason, until) VALUES (1, ?1, ?2) ON CONFLICT (id) DO UPDATE SET reason = ?1, until = ?2
      WHERE signup_pause.reason <> 'operator' AND (signup_pause.until < ?2 OR signup_pause.reason = ?1)`,
    reason,
    until,
  )
}

function* endAutomaticPause(): Steps<void> {
  yield* rows(`DELETE FROM signup_pause WHERE reason <> 'operator'`)
}

export function* countLeads(now: number): Steps<Counts> {
  const counted = yield* rows<{state: string; count: unknown; oldest: unknown}>(
    `SELECT state, COUNT(*) AS count, MIN(stored) AS oldest FROM signup_lead
      WHERE state IN ('pending', 'sending', 'dead', 'quarantined') GROUP BY state`,
  )
  const countOf = (state: string) => Number(counted.find(row => row.state === state)?.count ?? 0)
  const oldestUndelivered = counted
    .filter(({state}) => state === 'pending' || state === 'sending')
    .map(({oldest}) => Number(oldest))
  return {
    pending: countOf('pending'),
    sending: countOf('sending'),
    dead: countOf('dead'),
    quarantined: countOf('quarantined'),
    paused: yield* readPause(),
    oldest: oldestUndelivered.length > 0 ? Math.max(0, now - Math.min(...oldestUndelivered)) : 0,
  }
}

const minuteMs = 60_000
/** A form may stay open on a phone for days and then send its lead again under the same key. */
const deliveredRetentionMs = 7 * 24 * 60 * minuteMs
/** Rows deleted in one transaction: other transactions wait for it. */
const deleteBatchSize = 500

/**
 * Deletes one batch of delivered leads with their keys, and one of consent records older than the retention time
 * (milliseconds). Returns whether more rows may be left.
 */
export function* pruneLeads(now: number, evidenceRetentionMs?: number): Steps<boolean> {
  const leads = yield* deleteDelivered(now - deliveredRetentionMs)
  const records = evidenceRetentionMs === undefined ? 0 : yield* deleteEvidence(now - evidenceRetentionMs)
  return Math.max(leads, records) === deleteBatchSize
}

function* deleteDelivered(before: number): Steps<number> {
  const found = yield* rows<{id: string}>(
    `SELECT id FROM signup_lead WHERE state = 'delivered' AND due < ?1 ORDER BY due LIMIT ?2`,
    before,
    deleteBatchSize,
  )
  const ids = found.map(({id}) => id)
  if (ids.length === 0) return 0
  yield* rows(`DELETE FROM signup_key WHERE lead IN (${placeholders(ids, 1)})`, ...ids)
  yield* rows(`DELETE FROM signup_lead WHERE id IN (${placeholders(ids, 1)})`, ...ids)
  return ids.length
}

function* deleteEvidence(before: number): Steps<number> {
  const deleted = yield* rows(
    `DELETE FROM signup_evidence WHERE id IN (SELECT id FROM signup_evidence WHERE at < ?1 ORDER BY at LIMIT ?2) RETURNING id`,
    before,
    deleteBatchSize,
  )
  return deleted.length
}

/** A lead overdue by more than this may have lost its job. Scheduling it once more does no harm. */
const overdueMs = 10 * minuteMs
const rescheduleBatchSize = 1000

/** Reschedules leads that are long overdue, or due too far ahead because the system clock was wrong. */
export function* rescheduleStaleLeads(now: number): Steps<void> {
  const stale = yield* rows<{id: string}>(
    `SELECT id FROM signup_lead WHERE state IN ('pending', 'sending') AND (due < ?1 OR due > ?2) LIMIT ?3`,
    now - overdueMs,
    now + maxScheduleAheadMs,
    rescheduleBatchSize,
  )
  for (const {id} of stale) yield* step({schedule: {lead: id, at: now}})
}
