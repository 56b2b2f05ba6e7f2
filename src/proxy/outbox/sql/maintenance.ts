import {maxScheduleAheadMs} from '../retry-policy.ts'
import {placeholders, rows, step, type Steps} from './steps.ts'

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
