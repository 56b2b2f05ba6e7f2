import {maxScheduleAheadMs, probeIntervalMs, dedupeWindowMs, type Pause, type PauseReason} from '../retry-policy.ts'
import type {Lease, State, StoreResult} from '../outbox.ts'
import {rows, step, type Steps} from './steps.ts'

/** An entry as it lies in the tables: digests in place of what they stand for, texts sealed. */
export interface SealedEntry {
  key: string
  payloadHash: string
  contentHash: string
  email?: string
  phone?: string
  body: string
  record: string
  wordings: Record<string, string>
  quarantine?: string
}

interface LeadRow {
  id: string
  state: State
  reason: string | null
}

/** One transaction: the key, the lead where it is a new one, and the consent record. */
export function* storeLead(entry: SealedEntry, now: number, lease?: Lease): Steps<StoreResult> {
  yield {lock: entry.key}
  const [known] = yield* rows<LeadRow & {payload: string}>(
    `SELECT l.id, l.state, l.reason, k.payload FROM signup_key k JOIN signup_lead l ON l.id = k.lead WHERE k.key = ?1`,
    entry.key,
  )
  if (known) return known.payload === entry.payloadHash ? toDuplicate(known) : {kind: 'key_reused'}
  yield {lock: entry.contentHash}
  const duplicate = yield* findDuplicate(entry, now)
  const id = duplicate?.id ?? entry.key
  yield* rows(`INSERT INTO signup_key (key, payload, lead) VALUES (?1, ?2, ?3)`, entry.key, entry.payloadHash, id)
  yield* storeEvidence(entry, id, now)
  return duplicate ? toDuplicate(duplicate) : yield* insertLead(entry, now, lease)
}

/** Where the lead under a key is now. */
export function* findLead(key: string): Steps<{id: string; state: State; reason?: string} | undefined> {
  const [known] = yield* rows<LeadRow>(
    `SELECT l.id, l.state, l.reason FROM signup_key k JOIN signup_lead l ON l.id = k.lead WHERE k.key = ?1`,
    key,
  )
  return known && {id: known.id, state: known.state, reason: known.reason ?? undefined}
}

/**
 * The same contact, stored within the last ten minutes. What was kept apart is no twin of what is above suspicion: else
 * whoever was too quick for a person could not try again.
 */
function* findDuplicate({contentHash, quarantine}: SealedEntry, now: number): Steps<LeadRow | undefined> {
  const [found] = yield* rows<LeadRow>(
    `SELECT id, state, reason FROM signup_lead WHERE twin = ?1 AND stored > ?2 AND (state <> 'quarantined' OR ?3 = 1)
      ORDER BY stored DESC LIMIT 1`,
    contentHash,
    now - dedupeWindowMs,
    quarantine === undefined ? 0 : 1,
  )
  return found
}

function* insertLead(entry: SealedEntry, now: number, lease?: Lease): Steps<StoreResult> {
  const gate = lease && entry.quarantine === undefined ? yield* checkPause(now) : 'closed'
  const state = entry.quarantine !== undefined ? 'quarantined' : gate === 'closed' ? 'pending' : 'sending'
  const due = state === 'sending' ? lease!.until : now // only where there is a lease the gate is asked
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
  if (state !== 'quarantined') yield* step({ticket: {lead: entry.key, at: due}})
  return {kind: 'new', id: entry.key, state, probe: gate === 'probe'}
}

function* storeEvidence({key, email, phone, record, wordings}: SealedEntry, lead: string, now: number): Steps<void> {
  for (const [digest, text] of Object.entries(wordings))
    yield* rows(
      `INSERT INTO signup_wording (digest, text) VALUES (?1, ?2) ON CONFLICT (digest) DO NOTHING`,
      digest,
      text,
    )
  yield* rows(
    `INSERT INTO signup_evidence (id, lead, email, phone, at, record) VALUES (?1, ?2, ?3, ?4, ?5, ?6)`,
    key,
    lead,
    email,
    phone,
    now,
    record,
  )
}

/**
 * Whether leads may be sent. When an automatic pause is over the first who asks gets `probe` and the pause is drawn
 * out, so that one lead goes and the others wait for its outcome.
 */
export function* checkPause(now: number): Steps<'open' | 'probe' | 'closed'> {
  const pause = yield* readPause()
  if (!pause) return 'open'
  if (pause.until === undefined || (pause.until > now && pause.until <= now + maxScheduleAheadMs)) return 'closed'
  const taken = yield* rows(
    `UPDATE signup_pause SET until = ?1 WHERE id = 1 AND until = ?2 RETURNING id`,
    now + probeIntervalMs(pause.reason),
    pause.until,
  )
  return taken.length > 0 ? 'probe' : 'closed'
}

export function* readPause(): Steps<Pause | undefined> {
  const [pause] = yield* rows<{reason: PauseReason; until: unknown}>(
    `SELECT reason, until FROM signup_pause WHERE id = 1`,
  )
  return pause && {reason: pause.reason, until: pause.until === null ? undefined : Number(pause.until)}
}

function toDuplicate({id, state, reason}: LeadRow): StoreResult {
  return {kind: 'duplicate', id, state, reason: reason ?? undefined}
}
