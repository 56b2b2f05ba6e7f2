import {maxScheduleAheadMs, type Settlement} from '../retry-policy.ts'
import type {ClaimedLead, Counts, Lease} from '../outbox.ts'
import {checkPause, readPause} from './store.ts'
import {placeholders, rows, step, type Steps} from './steps.ts'

/** A claimed lead whose body is still sealed. */
export type SealedClaim = Omit<ClaimedLead, 'body'> & {body: string}

interface Candidate {
  id: string
  state: string
  body: string
  attempts: number
  since: unknown
  due: unknown
  doubtful: number
}

/** Takes due leads in hand, oldest turn first; one only where it is to probe a paused queue. */
export function* claimLeads(lease: Lease, limit: number): Steps<SealedClaim[]> {
  const pause = yield* readPause()
  if (pause && (pause.until === undefined || isAhead(pause.until, lease.now))) return []
  const turns = yield* step<{id: string}>({due: {now: lease.now, limit: pause ? 1 : limit}})
  const claims: SealedClaim[] = []
  for (const lead of yield* readCandidates(turns.map(({id}) => id)))
    if (isAhead(Number(lead.due), lease.now))
      yield* step({ticket: {lead: lead.id, at: Number(lead.due)}}) // it came before its time
    else claims.push(...(yield* claim(lead, lease)))
  return claims
}

function* claim(lead: Candidate, lease: Lease): Steps<SealedClaim[]> {
  const interrupted = lead.state === 'sending'
  const gate = interrupted ? 'open' : yield* checkPause(lease.now)
  if (gate === 'closed') {
    yield* step({ticket: {lead: lead.id, at: lease.until}})
    return []
  }
  const taken = yield* rows(
    `UPDATE signup_lead SET state = 'sending', owner = ?1, due = ?2 WHERE id = ?3 AND state = ?4 AND due = ?5 RETURNING id`,
    lease.owner,
    lease.until,
    lead.id,
    lead.state,
    Number(lead.due),
  )
  if (taken.length === 0) return [] // somebody settled it in between
  yield* step({ticket: {lead: lead.id, at: lease.until}})
  const {id, body, attempts} = lead
  return [
    {
      id,
      body,
      attempts,
      since: Number(lead.since),
      maybeDelivered: lead.doubtful === 1,
      interrupted,
      probe: gate === 'probe',
    },
  ]
}

function* readCandidates(ids: string[]): Steps<Candidate[]> {
  if (ids.length === 0) return []
  return yield* rows<Candidate>(
    `SELECT id, state, body, attempts, since, due, doubtful FROM signup_lead
      WHERE id IN (${placeholders(ids, 1)}) AND state IN ('pending', 'sending') ORDER BY due`,
    ...ids,
  )
}

/** Further ahead than any time that the policy sets is no time ahead, but a clock gone wrong. */
function isAhead(time: number, now: number): boolean {
  return time > now && time <= now + maxScheduleAheadMs
}

/** Records an outcome. That the API has a lead counts whoever says so, the rest only from the lead's owner. */
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
  yield* step({ticket: {lead: id, at: state === 'pending' ? due : undefined}})
  if (pause) yield* setPause(pause.reason, pause.until)
  else if (probe && (state === 'delivered' || reason === 'refused'))
    yield* rows(`DELETE FROM signup_pause WHERE reason <> 'operator'`)
}

/** An automatic pause never shortens another, and never replaces the operator's. */
function* setPause(reason: string, until: number): Steps<void> {
  yield* rows(
    `INSERT INTO signup_pause (id, reason, until) VALUES (1, ?1, ?2) ON CONFLICT (id) DO UPDATE SET reason = ?1, until = ?2
      WHERE signup_pause.reason <> 'operator' AND (signup_pause.until < ?2 OR signup_pause.reason = ?1)`,
    reason,
    until,
  )
}

export function* countLeads(now: number): Steps<Counts> {
  const counted = yield* rows<{state: string; count: unknown; oldest: unknown}>(
    `SELECT state, COUNT(*) AS count, MIN(stored) AS oldest FROM signup_lead
      WHERE state IN ('pending', 'sending', 'dead', 'quarantined') GROUP BY state`,
  )
  const of = (state: string) => Number(counted.find(row => row.state === state)?.count ?? 0)
  const waiting = counted
    .filter(({state}) => state === 'pending' || state === 'sending')
    .map(({oldest}) => Number(oldest))
  return {
    pending: of('pending'),
    sending: of('sending'),
    dead: of('dead'),
    quarantined: of('quarantined'),
    paused: yield* readPause(),
    oldest: waiting.length > 0 ? Math.max(0, now - Math.min(...waiting)) : 0,
  }
}

/** A key is remembered for as long as a form may stay open on somebody's phone. */
const memory = 7 * 24 * 3_600_000

/** So many rows are erased in a transaction: others wait for it. */
const erasedAtOnce = 500

/**
 * Erases delivered leads with their keys, and consent records past their retention (milliseconds), the oldest first.
 * Tells whether there may be more.
 */
export function* pruneLeads(now: number, retention?: number): Steps<boolean> {
  // A delivered lead has no turn any more: its `due` is when it was delivered.
  const old = yield* rows<{id: string}>(
    `SELECT id FROM signup_lead WHERE state = 'delivered' AND due < ?1 ORDER BY due LIMIT ?2`,
    now - memory,
    erasedAtOnce,
  )
  const ids = old.map(({id}) => id)
  if (ids.length > 0) yield* rows(`DELETE FROM signup_key WHERE lead IN (${placeholders(ids, 1)})`, ...ids)
  if (ids.length > 0) yield* rows(`DELETE FROM signup_lead WHERE id IN (${placeholders(ids, 1)})`, ...ids)
  const records =
    retention === undefined
      ? []
      : yield* rows(
          `DELETE FROM signup_evidence WHERE id IN (SELECT id FROM signup_evidence WHERE at < ?1 ORDER BY at LIMIT ?2) RETURNING id`,
          now - retention,
          erasedAtOnce,
        )
  return Math.max(ids.length, records.length) === erasedAtOnce
}

/** So many turns are given again at once. */
const healedAtOnce = 1000

/** Leads whose turn is long over or further ahead than it may be: their ticket was lost, or made by a clock gone wrong. */
export function* rescheduleStaleLeads(now: number): Steps<void> {
  const missed = yield* rows<{id: string}>(
    `SELECT id FROM signup_lead WHERE state IN ('pending', 'sending') AND (due < ?1 OR due > ?2) LIMIT ?3`,
    now - 600_000,
    now + maxScheduleAheadMs,
    healedAtOnce,
  )
  for (const {id} of missed) yield* step({ticket: {lead: id, at: now}})
}
