import type {Settlement} from '../retry-policy.ts'
import type {ClaimedLead, ClaimLimits, Lease} from '../outbox.ts'
import {checkPause, endAutomaticPause, isAhead, isPauseActive, readPause, setPause} from './pause.ts'
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
export function* claimLeads(lease: Lease, limits: ClaimLimits): Steps<EncryptedClaim[]> {
  const pause = yield* readPause()
  if (pause && isPauseActive(pause, lease.now)) return []
  const dueLeads = yield* step<{id: string}>({due: {now: lease.now, ...limits}})
  const candidates = yield* readCandidates(dueLeads.map(({id}) => id))
  const claims: EncryptedClaim[] = []
  for (const lead of pause ? candidates.slice(0, 1) : candidates)
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
