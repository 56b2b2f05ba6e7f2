import type {Agreement, ConsentRecord, Person} from '../outbox.ts'
import {toDigestBytes} from './binary.ts'
import {placeholders, rows, type Steps} from './steps.ts'

/** The digests of a person's e-mail address and phone number, as the tables hold them. */
export interface PersonDigests {
  email?: Uint8Array
  phone?: Uint8Array
}

export function toPersonDigests({email, phone}: Person, digest: (text: string) => string): PersonDigests {
  return {
    email: email ? toDigestBytes(digest(email.toLowerCase())) : undefined,
    phone: phone ? toDigestBytes(digest(phone)) : undefined,
  }
}

/** The condition that a consent record is of the person whose digests are the first two parameters. */
export const matchesPerson = `((email IS NOT NULL AND email = ?1) OR (phone IS NOT NULL AND phone = ?2))`

/** How many rows `forgetPerson` deleted. */
export interface ForgetResult {
  /** Consent records. */
  evidence: number
  /** In any state but `discarded`. */
  leads: number
  /** How many of the leads had not been delivered and now never will be. */
  undelivered: number
}

/** Deletes everything about a person: consent records, wordings that no other record has, leads in any state, and keys. */
export function* forgetPerson({email, phone}: PersonDigests): Steps<ForgetResult> {
  const deleted = yield* rows<WordingNumbers & {lead: Uint8Array}>(
    `DELETE FROM signup_consent WHERE ${matchesPerson} RETURNING lead, terms, marketing`,
    email,
    phone,
  )
  yield* deleteUnusedWordings(deleted)
  const states = yield* deleteLeads(deleted.map(({lead}) => lead))
  const kept = states.filter(state => state !== 'discarded')
  return {
    evidence: deleted.length,
    leads: kept.length,
    undelivered: kept.filter(state => state !== 'delivered').length,
  }
}

const batchSize = 500

/** Deletes leads and their keys. Returns the states that the leads had. */
export function* deleteLeads(ids: readonly Uint8Array[]): Steps<string[]> {
  const states: string[] = []
  for (const batch of toBatches(ids)) {
    yield* rows(`DELETE FROM signup_key WHERE lead IN (${placeholders(batch, 1)})`, ...batch)
    const leads = yield* rows<{state: string}>(
      `DELETE FROM signup_lead WHERE id IN (${placeholders(batch, 1)}) RETURNING state`,
      ...batch,
    )
    states.push(...leads.map(({state}) => state))
  }
  return states
}

/** The wordings that a deleted consent record referred to. */
export interface WordingNumbers {
  terms: unknown
  marketing: unknown
}

/** Deletes those of the wordings that no consent record refers to any more. */
export function* deleteUnusedWordings(deleted: readonly WordingNumbers[]): Steps<void> {
  yield {lock: wordingsLock} // a lead that is being stored may refer to one of them
  const numbers = new Set(
    deleted.flatMap(({terms, marketing}) => [terms, marketing].filter(n => n !== null).map(Number)),
  )
  for (const batch of toBatches([...numbers]))
    yield* rows(
      `DELETE FROM signup_wording WHERE n IN (${placeholders(batch, 1)})
        AND NOT EXISTS (SELECT 1 FROM signup_consent WHERE terms = signup_wording.n)
        AND NOT EXISTS (SELECT 1 FROM signup_consent WHERE marketing = signup_wording.n)`,
      ...batch,
    )
}

/** Held, shared, by transactions that refer to wordings. */
export const wordingsLock = 'wordings'

function toBatches<T>(list: readonly T[]): T[][] {
  return Array.from({length: Math.ceil(list.length / batchSize)}, (_, index) =>
    list.slice(index * batchSize, (index + 1) * batchSize),
  )
}

/** A consent record as the store has it. */
export interface StoredRecord {
  id: string
  /** The key that the client sent; the id of the lead in records that were stored without it. */
  submission: string
  /** Names of the fields that the visitor gave, if they were stored. */
  fields?: string[]
  /** By what the store finds the person, in hex. */
  digests: Person
  record: ExportedRecord
}

/** A consent record with the text of each wording, for export. */
export type ExportedRecord = Omit<ConsentRecord, 'terms' | 'marketing' | 'fields' | 'submission'> & {
  lead: string
  terms?: ExportedAgreement
  marketing?: ExportedAgreement
}
export type ExportedAgreement = Agreement & {text: string}

export function toExportedRecord(
  lead: string,
  {terms, marketing, fields: _fields, submission: _submission, ...record}: ConsentRecord,
  wordings: Map<string, string>,
): ExportedRecord {
  const withText = (agreement?: Agreement) => agreement && {...agreement, text: wordings.get(agreement.digest) ?? ''}
  return {lead, ...record, terms: withText(terms), marketing: withText(marketing)}
}
