import {maxScheduleAheadMs} from '../retry-policy.ts'
import {rows, type Steps} from '../sql/steps.ts'

/**
 * Finds leads that are due or whose lease has expired. Includes leads scheduled too far ahead, which happens only while
 * the system clock is wrong.
 */
export function* dueLeads({now, limit}: {now: number; limit: number}): Steps<{id: string}[]> {
  return yield* rows<{id: string}>(
    `SELECT id FROM signup_lead WHERE state IN ('pending', 'sending') AND (due <= ?1 OR due > ?2) ORDER BY due LIMIT ?3`,
    now,
    now + maxScheduleAheadMs,
    limit,
  )
}
