import {toId} from './binary.ts'
import {matchesPerson, type ForgetResult, type PersonDigests} from './consent.ts'
import {placeholders, rows, type Steps} from './steps.ts'

export interface EncryptedRecord {
  /** The position of the record among all of them. */
  n: number
  id: string
  lead: string
  record: string
}

interface RecordRow {
  n: unknown
  id: Uint8Array
  lead: Uint8Array
  record: string
}

/** Finds a page of the consent records of a person, or of all of them, oldest first, after the position `after`. */
export function* findRecords(after: number, limit: number, person?: PersonDigests): Steps<EncryptedRecord[]> {
  const found = person
    ? yield* rows<RecordRow>(
        `SELECT n, id, lead, record FROM signup_consent WHERE ${matchesPerson} AND n > ?3 ORDER BY n LIMIT ?4`,
        person.email,
        person.phone,
        after,
        limit,
      )
    : yield* rows<RecordRow>(
        `SELECT n, id, lead, record FROM signup_consent WHERE n > ?1 ORDER BY n LIMIT ?2`,
        after,
        limit,
      )
  return found.map(({n, id, lead, record}) => ({n: Number(n), id: toId(id), lead: toId(lead), record}))
}

/** Reads the texts of these wordings, as pairs of digest and encrypted text. */
export function* findWordings(digests: readonly string[]): Steps<[digest: string, text: string][]> {
  if (digests.length === 0) return []
  const found = yield* rows<{digest: string; text: string}>(
    `SELECT digest, text FROM signup_wording WHERE digest IN (${placeholders(digests, 1)})`,
    ...digests,
  )
  return found.map(({digest, text}) => [digest, text])
}

/** Counts what `forgetPerson` would delete. */
export function* countPerson({email, phone}: PersonDigests): Steps<ForgetResult> {
  const [records] = yield* rows<{count: unknown}>(
    `SELECT COUNT(*) AS count FROM signup_consent WHERE ${matchesPerson}`,
    email,
    phone,
  )
  const [leads] = yield* rows<{count: unknown; undelivered: unknown}>(
    `SELECT COUNT(*) AS count, COUNT(CASE WHEN state <> 'delivered' THEN 1 END) AS undelivered FROM signup_lead
      WHERE state <> 'discarded' AND id IN (SELECT lead FROM signup_consent WHERE ${matchesPerson})`,
    email,
    phone,
  )
  return {evidence: Number(records?.count), leads: Number(leads?.count), undelivered: Number(leads?.undelivered)}
}
