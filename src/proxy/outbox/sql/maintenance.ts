import {maxScheduleAheadMs} from '../retry-policy.ts'
import {deleteUnusedWordings, type WordingDigests} from './consent.ts'
import {placeholders, rows, step, type Steps} from './steps.ts'

const minuteMs = 60_000
/** A form may stay open on a phone for days and then send its lead again under the same key. */
const deliveredRetentionMs = 7 * 24 * 60 * minuteMs
/** Rows deleted in one transaction: other transactions wait for it. */
const deleteBatchSize = 500

/** How long what a person sent is kept, in milliseconds. */
export interface Retention {
  /** Dead and quarantined leads. */
  leadsMs: number
  /** Consent records; forever if undefined. No lead outlives its record. */
  recordsMs?: number
}

/** What one batch has deleted. */
export interface Pruned {
  /** Dead and quarantined leads. */
  undelivered: number
  /** Whether more rows may be left. */
  hasMore: boolean
}

/** Deletes one batch of each: finished leads, dead and quarantined leads, and consent records. */
export function* prune(now: number, {leadsMs, recordsMs}: Retention): Steps<Pruned> {
  const done = yield* deleteLeads(['delivered', 'discarded', 'refused'], now - deliveredRetentionMs)
  const undelivered = yield* deleteLeads(['dead', 'quarantined'], now - Math.min(leadsMs, recordsMs ?? leadsMs))
  const records = recordsMs === undefined ? 0 : yield* deleteRecords(now - recordsMs)
  return {undelivered, hasMore: Math.max(done, undelivered, records) === deleteBatchSize}
}

/** `due` is the time at which a lead came into one of these states. */
function* deleteLeads(states: string[], before: number): Steps<number> {
  const found = yield* rows<{id: string}>(
    `SELECT id FROM signup_lead WHERE state IN (${placeholders(states, 3)}) AND due < ?1 ORDER BY due LIMIT ?2`,
    before,
    deleteBatchSize,
    ...states,
  )
  const ids = found.map(({id}) => id)
  if (ids.length === 0) return 0
  yield* rows(`DELETE FROM signup_key WHERE lead IN (${placeholders(ids, 1)})`, ...ids)
  yield* rows(`DELETE FROM signup_lead WHERE id IN (${placeholders(ids, 1)})`, ...ids)
  return ids.length
}

function* deleteRecords(before: number): Steps<number> {
  const deleted = yield* rows<WordingDigests>(
    `DELETE FROM signup_consent WHERE id IN (SELECT id FROM signup_consent WHERE at < ?1 ORDER BY at LIMIT ?2)
      RETURNING terms, marketing`,
    before,
    deleteBatchSize,
  )
  yield* deleteUnusedWordings(deleted)
  return deleted.length
}

/** A lead overdue by more than this may have lost its job. Scheduling it once more does no harm. */
const overdueMs = 10 * minuteMs
/** Scheduling takes PostgreSQL four statements a lead, and a transaction is limited to five seconds. */
const rescheduleBatchSize = 200

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
