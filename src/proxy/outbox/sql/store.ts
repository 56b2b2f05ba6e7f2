import {dedupeWindowMs} from '../retry-policy.ts'
import type {Lease, State, StoreResult} from '../outbox.ts'
import {checkPause} from './pause.ts'
import {rows, step, type Steps} from './steps.ts'

/** An entry as it is written to the tables: digests and hashes instead of personal data, `body` and `record` encrypted. */
export interface EncryptedEntry {
  key: string
  payloadHash: string
  contentHash: string
  email?: string
  phone?: string
  body: string
  /** The id of the consent record: the same key may submit again after its lead has been deleted. */
  recordId: string
  record: string
  /** Digests of the wordings that the record refers to. */
  terms?: string
  marketing?: string
  wordings: Record<string, string>
  quarantine?: string
}

/** How much of what anybody can send is kept. */
export interface StoreCeilings {
  quarantined: number
  wordings: number
}

interface LeadRow {
  id: string
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
  yield {lock: entry.key}
  const [known] = yield* rows<LeadRow & {payload: string}>(
    `SELECT l.id, l.state, l.reason, k.payload FROM signup_key k JOIN signup_lead l ON l.id = k.lead WHERE k.key = ?1`,
    entry.key,
  )
  if (known) return ['', entry.payloadHash].includes(known.payload) ? toDuplicate(known) : {kind: 'key_reused'}
  yield {lock: entry.contentHash}
  const duplicate = yield* findDuplicate(entry, now)
  if (!duplicate && entry.quarantine !== undefined && (yield* isQuarantineFull(ceilings)))
    return {kind: 'quarantine_full'}
  const id = duplicate?.id ?? entry.key
  yield* storeKey(entry, id)
  const hasWordings = yield* storeWordings(entry.wordings, ceilings)
  yield* storeRecord(entry, id, now)
  const result = duplicate ? toDuplicate(duplicate) : yield* insertLead(entry, now, lease)
  return hasWordings ? result : {...result, lacksWordings: true}
}

/** Replaces a key whose lead was deleted while a duplicate was being stored under it. */
function* storeKey({key, payloadHash}: EncryptedEntry, lead: string): Steps<void> {
  yield* rows(
    `INSERT INTO signup_key (key, payload, lead) VALUES (?1, ?2, ?3)
      ON CONFLICT (key) DO UPDATE SET payload = ?2, lead = ?3`,
    key,
    payloadHash,
    lead,
  )
}

function* isQuarantineFull({quarantined}: StoreCeilings): Steps<boolean> {
  const [row] = yield* rows<{count: unknown}>(`SELECT COUNT(*) AS count FROM signup_lead WHERE state = 'quarantined'`)
  return Number(row?.count) >= quarantined
}

/** Finds the current state of the lead that was stored under a key. */
export function* findLead(key: string): Steps<{id: string; state: State; reason?: string} | undefined> {
  const [lead] = yield* rows<LeadRow>(
    `SELECT l.id, l.state, l.reason FROM signup_key k JOIN signup_lead l ON l.id = k.lead WHERE k.key = ?1`,
    key,
  )
  return lead && {id: lead.id, state: lead.state, reason: lead.reason ?? undefined}
}

/**
 * Finds a lead with the same contact, stored within the dedupe window. A lead that is not suspect is no duplicate of a
 * quarantined or a discarded one, so a visitor who was quarantined for submitting too fast can submit again.
 */
function* findDuplicate({contentHash, quarantine}: EncryptedEntry, now: number): Steps<LeadRow | undefined> {
  const [found] = yield* rows<LeadRow>(
    `SELECT id, state, reason FROM signup_lead WHERE twin = ?1 AND stored > ?2 AND (state NOT IN ('quarantined', 'discarded') OR ?3 = 1)
      ORDER BY stored DESC LIMIT 1`,
    contentHash,
    now - dedupeWindowMs,
    quarantine === undefined ? 0 : 1,
  )
  return found
}

function* insertLead(entry: EncryptedEntry, now: number, lease?: Lease): Steps<StoreResult & {kind: 'new'}> {
  const {state, probe} = yield* firstState(entry, now, lease)
  const due = state === 'sending' ? lease!.until : now // a lead is never sent without a lease
  yield* rows(
    `INSERT INTO signup_lead (id, state, body, twin, email, phone, stored, since, due, owner, reason)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?9, ?10)`,
    entry.key,
    state,
    entry.body,
    entry.contentHash,
    entry.email,
    entry.phone,
    now,
    due,
    state === 'sending' ? lease!.owner : undefined,
    entry.quarantine,
  )
  if (state !== 'quarantined') yield* step({schedule: {lead: entry.key, at: due}})
  return {kind: 'new', id: entry.key, state, probe}
}

type FirstState = {state: 'quarantined' | 'pending' | 'sending'; probe: boolean}

function* firstState({quarantine}: EncryptedEntry, now: number, lease?: Lease): Steps<FirstState> {
  if (quarantine !== undefined) return {state: 'quarantined', probe: false}
  if (!lease) return {state: 'pending', probe: false}
  const permission = yield* checkPause(now)
  return {state: permission === 'paused' ? 'pending' : 'sending', probe: permission === 'probe'}
}

/** Stores new wordings. Returns false if there are too many to store another: its record then lacks its text. */
function* storeWordings(wordings: Record<string, string>, ceilings: StoreCeilings): Steps<boolean> {
  let isComplete = true
  for (const [digest, text] of Object.entries(wordings)) {
    const [known] = yield* rows(`SELECT digest FROM signup_wording WHERE digest = ?1`, digest)
    if (known) continue
    const [row] = yield* rows<{count: unknown}>(`SELECT COUNT(*) AS count FROM signup_wording`)
    if (Number(row?.count) >= ceilings.wordings) isComplete = false
    else
      yield* rows(
        `INSERT INTO signup_wording (digest, text) VALUES (?1, ?2) ON CONFLICT (digest) DO NOTHING`,
        digest,
        text,
      )
  }
  return isComplete
}

type RecordColumns = Pick<EncryptedEntry, 'recordId' | 'email' | 'phone' | 'terms' | 'marketing' | 'record'>

export function* storeRecord(
  {recordId, email, phone, terms, marketing, record}: RecordColumns,
  lead: string,
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
  return {kind: 'duplicate', id, state, reason: reason ?? undefined}
}
