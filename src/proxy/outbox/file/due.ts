import type {ClaimLimits} from '../outbox.ts'
import {maxScheduleAheadMs} from '../retry-policy.ts'
import {rows, type Steps} from '../sql/steps.ts'

const untriedLeads = `state = 'pending' AND attempts = 0`
const otherLeads = `(state = 'sending' OR (state = 'pending' AND attempts > 0))`

/**
 * Finds leads that are due or whose lease has expired. Includes leads scheduled too far ahead, which happens only while
 * the system clock is wrong.
 */
export function* dueLeads({now, untried, retries}: {now: number} & ClaimLimits): Steps<{id: string}[]> {
  return yield* rows<{id: string}>(
    `${select(untriedLeads, '?3')} UNION ALL ${select(otherLeads, '?4')}`,
    now,
    now + maxScheduleAheadMs,
    untried,
    retries,
  )
}

/** In a subquery, because in SQLite a `LIMIT` belongs to the whole `UNION`. */
function select(leads: string, limit: string): string {
  return `SELECT id FROM (SELECT id FROM signup_lead WHERE ${leads} AND (due <= ?1 OR due > ?2) ORDER BY due LIMIT ${limit}) AS found`
}
