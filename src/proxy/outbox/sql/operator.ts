import type {Counts} from '../outbox.ts'
import {toId} from './binary.ts'
import {readPause} from './pause.ts'
import {rows, type Row, type Steps} from './steps.ts'

/** A lead as the operator sees it: without personal data. */
export interface ListedLead {
  /** The position of the lead among all of them: leads are numbered as they are stored. */
  n: number
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

/** Lists one page of the leads in a state, oldest first, after the position `after`. */
export function* listLeads(state: string, after: number, limit: number): Steps<ListedLead[]> {
  const found = yield* rows(
    `SELECT n, id, state, reason, status, attempts, stored, due FROM signup_lead
      WHERE state = ?1 AND state <> 'delivered' AND n > ?2 ORDER BY n LIMIT ?3`,
    state,
    after,
    limit,
  )
  return found.map(toListedLead)
}

function toListedLead(row: Row): ListedLead {
  const {n, id, state, reason, status, attempts, stored, due} = row
  return {
    n: Number(n),
    id: toId(id),
    state: String(state),
    reason: reason === null ? undefined : String(reason),
    status: status === null ? undefined : Number(status),
    attempts: Number(attempts),
    stored: Number(stored),
    due: Number(due),
  }
}

/** Safe without parameters, because the names of the states are constants of this code. */
function quoteStates(states: string[]): string {
  return states.map(state => `'${state}'`).join(', ')
}

/** Makes a lead due now with a new retry period. Returns whether a lead in one of these states was found. */
export function* retryLead(id: Uint8Array, states: string[], now: number): Steps<boolean> {
  const changed = yield* rows(
    `UPDATE signup_lead SET state = 'pending', is_retry = 1, reason = NULL, attempts = 0, since = ?1, due = ?1, settled = NULL,
      answer = NULL WHERE id = ?2 AND state IN (${quoteStates(states)}) RETURNING n`,
    now,
    id,
  )
  return changed.length > 0
}

/**
 * Deletes what was sent with a lead that is neither being sent nor delivered. Its consent record stays, and its key for a
 * week: a form may still retry it.
 */
export function* discardLead(id: Uint8Array, now: number): Steps<boolean> {
  const discarded = yield* rows(
    `UPDATE signup_lead SET state = 'discarded', is_retry = 1, body = NULL, answer = NULL, due = ?1, settled = ?1
      WHERE id = ?2 AND state IN ('pending', 'dead', 'refused', 'quarantined') RETURNING n`,
    now,
    id,
  )
  return discarded.length > 0
}

/** Counts the leads by state, along an index that has no delivered ones. */
export function* countLeads(now: number): Steps<Counts> {
  const counted = yield* rows<{state: string; count: unknown; first: unknown}>(
    `SELECT state, COUNT(*) AS count, MIN(n) AS first FROM signup_lead WHERE state <> 'delivered' GROUP BY state`,
  )
  const countOf = (state: string) => Number(counted.find(row => row.state === state)?.count ?? 0)
  const firstUndelivered = counted
    .filter(({state}) => state === 'pending' || state === 'sending')
    .map(({first}) => Number(first))
  const [oldest] =
    firstUndelivered.length > 0
      ? yield* rows<{stored: unknown}>(`SELECT stored FROM signup_lead WHERE n = ?1`, Math.min(...firstUndelivered))
      : []
  return {
    pending: countOf('pending'),
    sending: countOf('sending'),
    dead: countOf('dead'),
    refused: countOf('refused'),
    quarantined: countOf('quarantined'),
    paused: yield* readPause(),
    oldest: oldest ? Math.max(0, now - Number(oldest.stored)) : 0,
  }
}
