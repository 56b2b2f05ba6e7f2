import {maxScheduleAheadMs} from '../retry-policy.ts'
import {rows, type Steps} from '../sql/steps.ts'

/** Leads whose turn has come, or whose lease has run out; also those that a clock gone wrong put off for longer than anything may be. */
export function* dueLeads({now, limit}: {now: number; limit: number}): Steps<{id: string}[]> {
  return yield* rows<{id: string}>(
    `SELECT id FROM signup_lead WHERE state IN ('pending', 'sending') AND (due <= ?1 OR due > ?2) ORDER BY due LIMIT ?3`,
    now,
    now + maxScheduleAheadMs,
    limit,
  )
}
