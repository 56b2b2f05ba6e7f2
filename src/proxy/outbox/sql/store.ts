import {dedupeWindowMs} from '../retry-policy.ts'
import type {Lease, State, StoreResult} from '../outbox.ts'
import {toId} from './binary.ts'
import {deleteLeads} from './consent.ts'
import {checkPause} from './pause.ts'
import {rows, type Steps} from './steps.ts'

/** An entry as it is written to the tables: digests instead of what was typed, `body` and `record` encrypted. */
export interface EncryptedEntry {
  key: Uint8Array
  form: string
  payload: Uint8Array
  content: Uint8Array
  email?: Uint8Array
  phone?: Uint8Array
  body: string
  /** The id of the consent record: the same key may submit again after its lead has been deleted. */
  recordId: Uint8Array
  record: string
  /** Digests of the wordings that the record refers to. */
  terms?: string
  marketing?: string
  /** Encrypted texts of new wordings, by digest. */
  wordings: Record<string, string>
  quarantine?: string
}

/** How much of what anybody can send is kept. */
export interface StoreCeilings {
  quarantined: number
  wordings: number
}

interface LeadRow {
  id: Uint8Array
  state: State
  reason: string | null
}

/** Stores the key, the consent record and, unless it is a duplicate, the lead in one transaction. */
export function* storeLead(
  entry: EncryptedEntry,
  now: number,
  ceilings: StoreCeilings,
  lease?: Lease,
): Steps<StoreResult> {
  const known = yield* findByKey(entry.key)
  if (known) return isSamePayload(known.payload, entry.payload) ? toDuplicate(known) : {kind: 'key_reused'}
  const duplicate = yield* findDuplicate(entry, now)
  if (!duplicate && entry.quarantine !== undefined && (yield* isQuarantineFull(entry, ceilings)))
    return {kind: 'quarantine_full'}
  const [terms, marketing] = yield* storeWordings(entry, ceilings)
  const lead = duplicate?.id ?? entry.key
  yield* storeRecord({...entry, terms, marketing}, lead, now)
  if (duplicate) yield* storeKey(entry, duplicate.id)
  const result = duplicate ? toDuplicate(duplicate) : yield* insertLead(entry, now, lease)
  const lacksWordings = Object.keys(entry.wordings).some(
    digest =>
      (digest === entry.terms && terms === undefined) || (digest === entry.marketing && marketing === undefined),
  )
  return lacksWordings ? {...result, lacksWordings} : result
}

/** Finds the lead that was stored under a key, or whose duplicate was. */
function* findByKey(key: Uint8Array): Steps<(LeadRow & {payload: Uint8Array | null}) | undefined> {
  const [lead] = yield* rows<LeadRow & {payload: Uint8Array | null}>(
    `SELECT id, state, reason, payload FROM signup_lead WHERE id = ?1
      UNION ALL SELECT l.id, l.state, l.reason, k.payload FROM signup_key k JOIN signup_lead l ON l.id = k.lead WHERE k.key = ?1
      LIMIT 1`,
    key,
  )
  return lead
}

const isSamePayload = (known: Uint8Array | null, payload: Uint8Array): boolean =>
  known === null || Buffer.compare(known, payload) === 0

/** Replaces a key whose lead was deleted while a duplicate was being stored under it. */
function* storeKey({key, payload}: EncryptedEntry, lead: Uint8Array): Steps<void> {
  yield* rows(
    `INSERT INTO signup_key (key, payload, lead) VALUES (?1, ?2, ?3)
      ON CONFLICT (key) DO UPDATE SET payload = ?2, lead = ?3`,
    key,
    payload,
    lead,
  )
}

/** Each form has the whole of the ceiling, so that a flood of one does not close the others. */
function* isQuarantineFull({form}: EncryptedEntry, {quarantined}: StoreCeilings): Steps<boolean> {
  const [row] = yield* rows<{count: unknown}>(
    `SELECT COUNT(*) AS count FROM signup_lead WHERE state = 'quarantined' AND state <> 'delivered' AND form = ?1`,
    form,
  )
  return Number(row?.count) >= quarantined
}

/** Finds the current state of the lead that was stored under a key. */
export function* findLead(key: Uint8Array): Steps<{id: string; state: State; reason?: string} | undefined> {
  const lead = yield* findByKey(key)
  return lead && {id: toId(lead.id), state: lead.state, reason: lead.reason ?? undefined}
}

/**
 * Finds a lead with the same contact, stored within the dedupe window. A lead that is not suspect is no duplicate of a
 * quarantined or a discarded one, so a visitor who was quarantined for submitting too fast can submit again.
 */
function* findDuplicate({content, quarantine}: EncryptedEntry, now: number): Steps<LeadRow | undefined> {
  const [found] = yield* rows<LeadRow>(
    `SELECT id, state, reason FROM signup_lead WHERE content = ?1 AND stored > ?2 AND (state NOT IN ('quarantined', 'discarded') OR ?3 = 1)
      ORDER BY stored DESC LIMIT 1`,
    content,
    now - dedupeWindowMs,
    quarantine === undefined ? 0 : 1,
  )
  return found
}

function* insertLead(entry: EncryptedEntry, now: number, lease?: Lease): Steps<StoreResult & {kind: 'new'}> {
  yield* eraseRefused(entry)
  const {state, probe} = yield* firstState(entry, now, lease)
  yield* rows(
    `INSERT INTO signup_lead (id, form, state, is_retry, body, payload, content, stored, since, due, owner, reason)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, ?10, ?11)`,
    entry.key,
    entry.form,
    state,
    state === 'pending' ? 0 : 1,
    entry.body,
    entry.payload,
    entry.content,
    now,
    state === 'sending' ? lease!.until : now, // a lead is never sent without a lease
    state === 'sending' ? lease!.owner : undefined,
    entry.quarantine,
  )
  return {kind: 'new', id: toId(entry.key), state, probe}
}

/** Deletes this person's leads to the form that the API refused while their visitor waited: the corrected one has arrived. */
function* eraseRefused({form, email, phone, quarantine}: EncryptedEntry): Steps<void> {
  if (quarantine !== undefined) return // anybody can send a suspect lead with the address of another person
  const refused = yield* rows(
    `SELECT n FROM signup_lead WHERE state = 'refused' AND state <> 'delivered' AND form = ?1 LIMIT 1`,
    form,
  )
  if (refused.length === 0) return
  const corrected = yield* rows<{id: Uint8Array}>(
    `SELECT id FROM signup_lead WHERE state = 'refused' AND form = ?3 AND id IN (
      SELECT lead FROM signup_consent WHERE (email IS NOT NULL AND email = ?1) OR (phone IS NOT NULL AND phone = ?2))`,
    email,
    phone,
    form,
  )
  yield* deleteLeads(corrected.map(({id}) => id))
}

type FirstState = {state: 'quarantined' | 'pending' | 'sending'; probe: boolean}

function* firstState({form, quarantine}: EncryptedEntry, now: number, lease?: Lease): Steps<FirstState> {
  if (quarantine !== undefined) return {state: 'quarantined', probe: false}
  if (!lease) return {state: 'pending', probe: false}
  const permission = yield* checkPause(now, form)
  return {state: permission === 'paused' ? 'pending' : 'sending', probe: permission === 'probe'}
}

/** Stores new wordings. Returns the numbers of both; undefined for one that is not stored, because there are too many. */
function* storeWordings(
  {terms, marketing, wordings}: EncryptedEntry,
  ceilings: StoreCeilings,
): Steps<[terms?: number, marketing?: number]> {
  const numbers: (number | undefined)[] = []
  for (const digest of [terms, marketing])
    numbers.push(digest === undefined ? undefined : yield* storeWording(digest, wordings[digest], ceilings))
  return numbers as [number | undefined, number | undefined] // of the two above
}

function* storeWording(digest: string, text: string | undefined, ceilings: StoreCeilings): Steps<number | undefined> {
  const [known] = yield* rows<{n: unknown}>(`SELECT n FROM signup_wording WHERE digest = ?1`, digest)
  if (known) return Number(known.n)
  if (text === undefined) return undefined
  const [row] = yield* rows<{count: unknown}>(`SELECT COUNT(*) AS count FROM signup_wording`)
  if (Number(row?.count) >= ceilings.wordings) return undefined
  const [added] = yield* rows<{n: unknown}>(
    `INSERT INTO signup_wording (digest, text) VALUES (?1, ?2)
      ON CONFLICT (digest) DO UPDATE SET digest = excluded.digest RETURNING n`,
    digest,
    text,
  )
  return Number(added!.n)
}

interface RecordColumns extends Pick<EncryptedEntry, 'recordId' | 'email' | 'phone' | 'record'> {
  /** Numbers of wordings. */
  terms?: number
  marketing?: number
}

function* storeRecord(
  {recordId, email, phone, terms, marketing, record}: RecordColumns,
  lead: Uint8Array,
  now: number,
): Steps<void> {
  yield* rows(
    `INSERT INTO signup_consent (id, lead, email, phone, at, terms, marketing, record)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)`,
    recordId,
    lead,
    email,
    phone,
    now,
    terms,
    marketing,
    record,
  )
}

function toDuplicate({id, state, reason}: LeadRow): StoreResult & {kind: 'duplicate'} {
  return {kind: 'duplicate', id: toId(id), state, reason: reason ?? undefined}
}
