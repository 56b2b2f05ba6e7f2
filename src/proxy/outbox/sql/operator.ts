import type {Counts} from '../outbox.ts'
import {readPause} from './pause.ts'
import {rows, step, type Row, type Steps} from './steps.ts'

/** A lead as the operator sees it: without personal data. */
export interface ListedLead {
  id: string
  state: string
  reason?: string
  /** The last HTTP status of the API. */
  status?: number
  attempts: number
  /** Epoch milliseconds. */
  stored: number
  due: number
}

const listedColumns = `id, state, reason, status, attempts, stored, due`

/** Lists one page of leads in these states, oldest first, starting after the given position. */
export function* listLeads(states: string[], after: {stored: number; id: string}, limit: number): Steps<ListedLead[]> {
  const found = yield* rows(
    `SELECT ${listedColumns} FROM signup_lead
      WHERE state IN (${quoteStates(states)}) AND (stored > ?1 OR (stored = ?1 AND id > ?2)) ORDER BY stored, id LIMIT ?3`,
    after.stored,
    after.id,
    limit,
  )
  return found.map(toListedLead)
}

/** Safe without parameters, because the names of the states are constants of this code. */
function quoteStates(states: string[]): string {
  return states.map(state => `'${state}'`).join(', ')
}

function toListedLead(row: Row): ListedLead {
  const {id, state, reason, status, attempts, stored, due} = row as Record<string, string | number | null> // `listedColumns`
  return {
    id: String(id),
    state: String(state),
    reason: reason === null ? undefined : String(reason),
    status: status === null ? undefined : Number(status),
    attempts: Number(attempts),
    stored: Number(stored),
    due: Number(due),
  }
}

/** Makes a lead due now with a new retry period. Returns whether a lead in one of these states was found. */
export function* retryLead(id: string, states: string[], now: number): Steps<boolean> {
  const changed = yield* rows(
    `UPDATE signup_lead SET state = 'pending', reason = NULL, attempts = 0, since = ?1, due = ?1, settled = NULL
      WHERE id = ?2 AND state IN (${quoteStates(states)}) RETURNING id`,
    now,
    id,
  )
  if (changed.length > 0) yield* step({schedule: {lead: id, at: now}})
  return changed.length > 0
}

/**
 * Deletes what was sent with a lead that is neither being sent nor delivered. Its consent record stays, and its key for a
 * week: a form may still retry it.
 */
export function* discardLead(id: string, now: number): Steps<boolean> {
  const discarded = yield* rows(
    `UPDATE signup_lead SET state = 'discarded', body = NULL, due = ?1, settled = ?1
      WHERE id = ?2 AND state IN ('pending', 'dead', 'refused', 'quarantined') RETURNING id`,
    now,
    id,
  )
  if (discarded.length > 0) yield* step({schedule: {lead: id}})
  return discarded.length > 0
}

/** Counts the undelivered leads by state. */
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
