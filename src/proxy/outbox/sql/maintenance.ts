import {deleteLeads, deleteUnusedWordings, type WordingNumbers} from './consent.ts'
import {findForms} from './forms.ts'
import {rows, type Steps} from './steps.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** A form may stay open on a phone for days and then send its lead again under the same key. */
const deliveredRetentionMs = 7 * dayMs
/** The visitor was shown that the API refuses the lead, and has corrected it or left. */
const refusedRetentionMs = dayMs
/** Who changed what is of interest for as long as the changed leads can be. */
const auditRetentionMs = 2 * 365 * dayMs
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

/**
 * Deletes one batch of each: finished leads, dead and quarantined leads, consent records, and what the operator did.
 * @param form whose leads are deleted; those of all forms by default
 */
export function* prune(now: number, {leadsMs, recordsMs}: Retention, form?: string): Steps<Pruned> {
  const forms = form === undefined ? yield* findForms() : [form]
  const before = now - Math.min(leadsMs, recordsMs ?? leadsMs)
  const counts: number[] = []
  const undelivered: number[] = []
  for (const each of forms) {
    counts.push(yield* pruneLeads({form: each, state: 'delivered'}, now - deliveredRetentionMs))
    counts.push(yield* pruneLeads({form: each, state: 'discarded'}, now - deliveredRetentionMs))
    counts.push(yield* pruneLeads({form: each, state: 'refused'}, now - refusedRetentionMs))
    for (const state of ['dead', 'quarantined']) undelivered.push(yield* pruneLeads({form: each, state}, before))
  }
  if (recordsMs !== undefined) counts.push(yield* pruneRecords(now - recordsMs))
  counts.push(yield* pruneAudit(now - auditRetentionMs))
  return {
    undelivered: undelivered.reduce((sum, count) => sum + count, 0),
    hasMore: Math.max(...counts, ...undelivered) === deleteBatchSize,
  }
}

/** `due` is the time at which a lead came into one of these states. */
function* pruneLeads({form, state}: {form: string; state: string}, before: number): Steps<number> {
  const found = yield* rows<{id: Uint8Array}>(
    `SELECT id FROM signup_lead WHERE form = ?1 AND state = ?2 AND is_retry = 1 AND due < ?3 ORDER BY due LIMIT ?4`,
    form,
    state,
    before,
    deleteBatchSize,
  )
  yield* deleteLeads(found.map(({id}) => id))
  return found.length
}

function* pruneAudit(before: number): Steps<number> {
  const deleted = yield* rows(
    `DELETE FROM signup_audit WHERE n IN (SELECT n FROM signup_audit WHERE at < ?1 ORDER BY n LIMIT ?2) RETURNING n`,
    before,
    deleteBatchSize,
  )
  return deleted.length
}

/** Keeps the record of a lead that has not been delivered yet: `forget` finds a lead by its record. */
function* pruneRecords(before: number): Steps<number> {
  const deleted = yield* rows<WordingNumbers>(
    `DELETE FROM signup_consent WHERE n IN (
      SELECT c.n FROM signup_consent c LEFT JOIN signup_lead l ON l.id = c.lead
        WHERE c.at < ?1 AND l.body IS NULL ORDER BY c.at LIMIT ?2)
      RETURNING terms, marketing`,
    before,
    deleteBatchSize,
  )
  yield* deleteUnusedWordings(deleted)
  return deleted.length
}
