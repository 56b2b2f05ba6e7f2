import type {Agreement, ConsentRecord} from '../outbox.ts'
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

/** Deletes a lead that is neither being sent nor delivered. Its consent record stays. */
export function* discardLead(id: string): Steps<boolean> {
  const deleted = yield* rows(
    `DELETE FROM signup_lead WHERE id = ?1 AND state IN ('pending', 'dead', 'quarantined') RETURNING id`,
    id,
  )
  if (deleted.length > 0) yield* rows(`DELETE FROM signup_key WHERE lead = ?1`, id)
  return deleted.length > 0
}

/** Pauses the queue until the operator resumes it. */
export function* pauseQueue(): Steps<void> {
  yield* rows(
    `INSERT INTO signup_pause (id, reason, until) VALUES (1, 'operator', NULL) ON CONFLICT (id) DO UPDATE SET reason = 'operator', until = NULL`,
  )
}

/** Ends any pause. Returns whether the queue was paused. */
export function* resumeQueue(): Steps<boolean> {
  return (yield* rows(`DELETE FROM signup_pause RETURNING id`)).length > 0
}

/** The digests of a person's e-mail address and phone number, as the tables hold them. */
export interface PersonDigests {
  email?: string
  phone?: string
}

const matchesPerson = `((email IS NOT NULL AND email = ?1) OR (phone IS NOT NULL AND phone = ?2))`

export interface EncryptedRecord {
  id: string
  lead: string
  record: string
}

/** Finds the consent records of a person, or all of them, oldest first. */
export function* findRecords(person?: PersonDigests): Steps<EncryptedRecord[]> {
  if (!person) return yield* rows<EncryptedRecord>(`SELECT id, lead, record FROM signup_evidence ORDER BY at, id`)
  return yield* rows<EncryptedRecord>(
    `SELECT id, lead, record FROM signup_evidence WHERE ${matchesPerson} ORDER BY at, id`,
    person.email,
    person.phone,
  )
}

/** Reads all consent wordings, by digest. */
export function* readWordings(): Steps<Map<string, string>> {
  const found = yield* rows<{digest: string; text: string}>(`SELECT digest, text FROM signup_wording`)
  return new Map(found.map(({digest, text}) => [digest, text]))
}

/** How many rows `forgetPerson` deleted. */
export interface ForgetResult {
  /** Consent records. */
  evidence: number
  leads: number
  /** How many of the leads had not been delivered and now never will be. */
  undelivered: number
}

/** Deletes everything about a person: consent records, leads in any state, and their keys. */
export function* forgetPerson({email, phone}: PersonDigests): Steps<ForgetResult> {
  const evidence = yield* rows(`DELETE FROM signup_evidence WHERE ${matchesPerson} RETURNING id`, email, phone)
  yield* rows(`DELETE FROM signup_key WHERE lead IN (SELECT id FROM signup_lead WHERE ${matchesPerson})`, email, phone)
  const leads = yield* rows<{state: string}>(
    `DELETE FROM signup_lead WHERE ${matchesPerson} RETURNING state`,
    email,
    phone,
  )
  return {
    evidence: evidence.length,
    leads: leads.length,
    undelivered: leads.filter(({state}) => state !== 'delivered').length,
  }
}

/** A consent record with the text of each wording, for export. */
export type ExportedRecord = Omit<ConsentRecord, 'terms' | 'marketing'> & {
  lead: string
  terms?: ExportedAgreement
  marketing?: ExportedAgreement
}
export type ExportedAgreement = Agreement & {text: string}

export function toExportedRecord(
  lead: string,
  {terms, marketing, ...record}: ConsentRecord,
  wordings: Map<string, string>,
): ExportedRecord {
  const withText = (agreement?: Agreement) => agreement && {...agreement, text: wordings.get(agreement.digest) ?? ''}
  return {lead, ...record, terms: withText(terms), marketing: withText(marketing)}
}
