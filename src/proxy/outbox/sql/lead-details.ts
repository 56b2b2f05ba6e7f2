import {toId} from './binary.ts'
import {listedColumns, toListedLead, type ListedLead} from './operator.ts'
import {placeholders, rows, type Row, type Steps} from './steps.ts'

/** Everything that is stored about a lead, without personal data. Times are epoch milliseconds. */
export interface LeadDetails extends ListedLead {
  /** Start of the retry period. */
  since: number
  /** When the lead was delivered, given up, refused or discarded. */
  settled?: number
  /** Whether the contact API may already have the lead. */
  maybeDelivered: boolean
  /** The keys under which the same contact was submitted again. */
  duplicates: string[]
  /** When consent was given: once with the lead, and once with each duplicate. */
  consents: number[]
}

/** Reads all consent records to find those of the lead, because no index has them. */
export function* findDetails(id: Uint8Array): Steps<LeadDetails | undefined> {
  const [row] = yield* rows<Row & {since: unknown; settled: unknown; doubtful: unknown}>(
    `SELECT ${listedColumns}, since, settled, doubtful FROM signup_lead WHERE id = ?1`,
    id,
  )
  if (!row) return undefined
  const keys = yield* rows<{key: Uint8Array}>(`SELECT key FROM signup_key WHERE lead = ?1 ORDER BY key`, id)
  const consents = yield* rows<{at: unknown}>(`SELECT at FROM signup_consent WHERE lead = ?1 ORDER BY n`, id)
  return {
    ...toListedLead(row),
    since: Number(row.since),
    settled: row.settled === null ? undefined : Number(row.settled),
    maybeDelivered: Number(row.doubtful) === 1,
    duplicates: keys.map(({key}) => toId(key)),
    consents: consents.map(({at}) => Number(at)),
  }
}

/** What was sent with a lead and what the contact API answered, as they are stored. */
export interface EncryptedContent {
  id: string
  body?: string
  answer?: string
}

export function* findContents(ids: readonly Uint8Array[]): Steps<EncryptedContent[]> {
  if (ids.length === 0) return []
  const found = yield* rows<{id: Uint8Array; body: string | null; answer: string | null}>(
    `SELECT id, body, answer FROM signup_lead WHERE id IN (${placeholders(ids, 1)})`,
    ...ids,
  )
  return found.map(({id, body, answer}) => ({id: toId(id), body: body ?? undefined, answer: answer ?? undefined}))
}
