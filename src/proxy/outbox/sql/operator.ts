import type {Agreement, ConsentRecord} from '../outbox.ts'
import {rows, step, type Row, type Steps} from './steps.ts'

/** A lead as the operator sees it: nothing of what it says. */
export interface ListedLead {
  id: string
  state: string
  reason?: string
  /** The API's last status. */
  status?: number
  attempts: number
  /** Epoch milliseconds. */
  stored: number
  due: number
}

const listed = `id, state, reason, status, attempts, stored, due`

/** Undelivered leads, oldest first, a page at a time: those after a place in that order. */
export function* listLeads(states: string[], after: {stored: number; id: string}, limit: number): Steps<ListedLead[]> {
  const names = states.map(state => `'${state}'`).join(', ') // from a closed set, never typed by anybody
  const found = yield* rows(
    `SELECT ${listed} FROM signup_lead WHERE state IN (${names}) AND (stored > ?1 OR (stored = ?1 AND id > ?2)) ORDER BY stored, id LIMIT ?3`,
    after.stored,
    after.id,
    limit,
  )
  return found.map(toListed)
}

function toListed(row: Row): ListedLead {
  const {id, state, reason, status, attempts, stored, due} = row as Record<string, string | number | null> // the columns of `listed`
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

/** Gives a dead, quarantined or waiting lead its turn now, with all its retries before it again. Tells whether there is such a lead. */
export function* retryLead(id: string, states: string[], now: number): Steps<boolean> {
  const names = states.map(state => `'${state}'`).join(', ')
  const changed = yield* rows(
    `UPDATE signup_lead SET state = 'pending', reason = NULL, attempts = 0, since = ?1, due = ?1, settled = NULL
      WHERE id = ?2 AND state IN (${names}) RETURNING id`,
    now,
    id,
  )
  if (changed.length > 0) yield* step({ticket: {lead: id, at: now}})
  return changed.length > 0
}

/** Erases a lead that nobody has in hand. Its consent record stays. */
export function* discardLead(id: string): Steps<boolean> {
  const gone = yield* rows(
    `DELETE FROM signup_lead WHERE id = ?1 AND state IN ('pending', 'dead', 'quarantined') RETURNING id`,
    id,
  )
  if (gone.length > 0) yield* rows(`DELETE FROM signup_key WHERE lead = ?1`, id)
  return gone.length > 0
}

/** The operator's pause, which ends with `resume` only. */
export function* pauseQueue(): Steps<void> {
  yield* rows(
    `INSERT INTO signup_pause (id, reason, until) VALUES (1, 'operator', NULL) ON CONFLICT (id) DO UPDATE SET reason = 'operator', until = NULL`,
  )
}

/** Ends every pause; what is due goes at once. Tells whether there was one. */
export function* resumeQueue(): Steps<boolean> {
  return (yield* rows(`DELETE FROM signup_pause RETURNING id`)).length > 0
}

/** A person by the digests under which the tables know them. */
export interface PersonDigests {
  email?: string
  phone?: string
}

const ofPerson = `((email IS NOT NULL AND email = ?1) OR (phone IS NOT NULL AND phone = ?2))`

export interface SealedRecord {
  id: string
  lead: string
  record: string
}

/** Consent records of a person, oldest first; all of them where there is none named. */
export function* findRecords(person?: PersonDigests): Steps<SealedRecord[]> {
  if (!person) return yield* rows<SealedRecord>(`SELECT id, lead, record FROM signup_evidence ORDER BY at, id`)
  return yield* rows<SealedRecord>(
    `SELECT id, lead, record FROM signup_evidence WHERE ${ofPerson} ORDER BY at, id`,
    person.email,
    person.phone,
  )
}

export function* readWordings(): Steps<Map<string, string>> {
  const found = yield* rows<{digest: string; text: string}>(`SELECT digest, text FROM signup_wording`)
  return new Map(found.map(({digest, text}) => [digest, text]))
}

/** What was erased. */
export interface Forgotten {
  evidence: number
  leads: number
  /** Those among the leads that the API does not have, and now never will. */
  undelivered: number
}

/** Erases everything about a person: consent records, leads in whatever state, and their keys. */
export function* forgetPerson({email, phone}: PersonDigests): Steps<Forgotten> {
  const evidence = yield* rows(`DELETE FROM signup_evidence WHERE ${ofPerson} RETURNING id`, email, phone)
  yield* rows(`DELETE FROM signup_key WHERE lead IN (SELECT id FROM signup_lead WHERE ${ofPerson})`, email, phone)
  const leads = yield* rows<{state: string}>(`DELETE FROM signup_lead WHERE ${ofPerson} RETURNING state`, email, phone)
  return {
    evidence: evidence.length,
    leads: leads.length,
    undelivered: leads.filter(({state}) => state !== 'delivered').length,
  }
}

/** A consent record with the wordings written out. */
export type WrittenRecord = Omit<ConsentRecord, 'terms' | 'marketing'> & {
  lead: string
  terms?: WrittenAgreement
  marketing?: WrittenAgreement
}
export type WrittenAgreement = Agreement & {text: string}

export function writeOut(
  lead: string,
  {terms, marketing, ...record}: ConsentRecord,
  wordings: Map<string, string>,
): WrittenRecord {
  const write = (agreement?: Agreement) => agreement && {...agreement, text: wordings.get(agreement.digest) ?? ''}
  return {lead, ...record, terms: write(terms), marketing: write(marketing)}
}
