import type {Agreement, ConsentRecord, Person} from '../outbox.ts'
import {placeholders, rows, type Steps} from './steps.ts'

/** The digests of a person's e-mail address and phone number, as the tables hold them. */
export interface PersonDigests {
  email?: string
  phone?: string
}

export function toPersonDigests({email, phone}: Person, digest: (text: string) => string): PersonDigests {
  return {email: email && digest(email.toLowerCase()), phone: phone && digest(phone)}
}

const matchesPerson = `((email IS NOT NULL AND email = ?1) OR (phone IS NOT NULL AND phone = ?2))`

export interface EncryptedRecord {
  id: string
  lead: string
  record: string
}

/** Finds the consent records of a person, or all of them, oldest first. */
export function* findRecords(person?: PersonDigests): Steps<EncryptedRecord[]> {
  if (!person) return yield* rows<EncryptedRecord>(`SELECT id, lead, record FROM signup_consent ORDER BY at, id`)
  return yield* rows<EncryptedRecord>(
    `SELECT id, lead, record FROM signup_consent WHERE ${matchesPerson} ORDER BY at, id`,
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
  /** In any state but `discarded`. */
  leads: number
  /** How many of the leads had not been delivered and now never will be. */
  undelivered: number
}

/** Deletes everything about a person: consent records, wordings that no other record has, leads in any state, and keys. */
export function* forgetPerson({email, phone}: PersonDigests): Steps<ForgetResult> {
  const evidence = yield* rows<WordingDigests>(
    `DELETE FROM signup_consent WHERE ${matchesPerson} RETURNING terms, marketing`,
    email,
    phone,
  )
  yield* deleteUnusedWordings(evidence)
  yield* rows(`DELETE FROM signup_key WHERE lead IN (SELECT id FROM signup_lead WHERE ${matchesPerson})`, email, phone)
  const leads = yield* rows<{state: string}>(
    `DELETE FROM signup_lead WHERE ${matchesPerson} RETURNING state`,
    email,
    phone,
  )
  const kept = leads.filter(({state}) => state !== 'discarded')
  return {
    evidence: evidence.length,
    leads: kept.length,
    undelivered: kept.filter(({state}) => state !== 'delivered').length,
  }
}

/** The wordings that a deleted consent record referred to. */
export interface WordingDigests {
  terms: string | null
  marketing: string | null
}

const wordingBatchSize = 500

/** Deletes those of the wordings that no consent record refers to any more. */
export function* deleteUnusedWordings(deleted: readonly WordingDigests[]): Steps<void> {
  const digests = [...new Set(deleted.flatMap(({terms, marketing}) => [terms, marketing]))].filter(
    digest => digest !== null,
  )
  for (let start = 0; start < digests.length; start += wordingBatchSize) {
    const batch = digests.slice(start, start + wordingBatchSize)
    yield* rows(
      `DELETE FROM signup_wording WHERE digest IN (${placeholders(batch, 1)})
        AND NOT EXISTS (SELECT 1 FROM signup_consent WHERE terms = signup_wording.digest)
        AND NOT EXISTS (SELECT 1 FROM signup_consent WHERE marketing = signup_wording.digest)`,
      ...batch,
    )
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
