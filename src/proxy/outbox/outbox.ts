import type {ApiContact} from '../contact-api/create-request.ts'
import type {Pause, Settlement} from './retry-policy.ts'

/**
 * The state of a stored lead.
 * - `pending`: waits for its next attempt.
 * - `sending`: leased by a process, or left behind by one that crashed.
 * - `delivered`: the contact API has it; the request body has been deleted.
 * - `dead`: a dead letter, refused or given up, kept with its reason.
 * - `refused`: refused by the contact API while the visitor waited, who was shown it and can correct the form.
 * - `quarantined`: a suspect lead, not sent until the operator releases it.
 * - `discarded`: deleted by the operator; its key is kept for a week, so that a retry does not store it again.
 */
export type State = 'pending' | 'sending' | 'delivered' | 'dead' | 'refused' | 'quarantined' | 'discarded'

/** Identifies a person in the outbox: e-mail address in lower case, phone number in E.164 format. */
export interface Person {
  email?: string
  phone?: string
}

/** The consent given with a lead, frozen when the lead is stored. Wordings are stored separately, once per digest. */
export interface ConsentRecord extends Person {
  /** ISO 8601, UTC. */
  time: string
  address?: string
  page?: string
  lang?: string
  /** Names of the fields that the visitor gave. */
  fields?: string[]
  /** The key that the client sent. The lead has another id if the key is derived from it, or if the lead was stored before. */
  submission?: string
  /** The path of the form, if the proxy has several. */
  form?: string
  /** Present if the consent box was shown. */
  terms?: Agreement
  marketing?: Agreement
}
export interface Agreement {
  accepted: boolean
  /** SHA-256 of the wording, in lower-case hex. */
  digest: string
}

/** A lead to be stored. */
export interface Entry {
  /** The idempotency key of the submission. */
  key: string
  /** The path of the form, if a proxy has several; undefined or empty for the one that the environment configures. */
  form?: string
  /** Everything submitted under the key, as canonical JSON. */
  payload: string
  /** The contact without its consent, as canonical JSON. Equal contacts within ten minutes are one lead. */
  content: string
  person: Person
  /** The request body for the contact API. */
  body: ApiContact
  record: ConsentRecord
  /** Consent wordings by digest. */
  wordings: Record<string, string>
  /** Why the lead is quarantined, as a code. */
  quarantine?: string
  /** The span of the request that submitted the lead, stored like its body. */
  traceparent?: string
}

/** The exclusive right of one process to send a lead, until it expires. Times are epoch milliseconds. */
export interface Lease {
  owner: string
  now: number
  until: number
}

/** How many leads a claim may lease. */
export interface ClaimLimits {
  /** Leads without an attempt so far. */
  untried: number
  /** Leads that were tried before, and leads whose lease has expired. */
  retries: number
}

/** The result of storing a lead. */
export type StoreResult =
  /** The lead is on disk. `sending`: the caller holds the lease and must settle it. `probe`: as in `ClaimedLead`. */
  | ({kind: 'new'; id: string; state: 'sending' | 'pending' | 'quarantined'; probe: boolean} & Alarm)
  /** The lead was already stored, under this key or as the same contact under another key. */
  | ({kind: 'duplicate'; id: string; state: State; reason?: string} & Alarm)
  /** The key was used before with another payload. */
  | {kind: 'key_reused'}
  /** Too many suspect leads wait for the operator: this one is not stored. */
  | {kind: 'quarantine_full'}

interface Alarm {
  /** There are too many different wordings to store another: the consent record lacks a text. */
  lacksWordings?: boolean
}

/** A lead whose lease the caller holds. */
export interface ClaimedLead {
  id: string
  /** Undefined if it cannot be decrypted: such a lead is never sent. */
  body?: ApiContact
  /** The span of the request that submitted the lead, if it was traced. */
  traceparent?: string
  /** Attempts made so far. */
  attempts: number
  /** Start of the retry period, epoch milliseconds: when the lead was stored, or last queued by the operator. */
  since: number
  /** Whether an earlier attempt may have reached the API. */
  maybeDelivered: boolean
  /** Whether the lease of another process expired, which leaves the outcome of that attempt unknown. */
  interrupted: boolean
  /** Whether it was claimed as a retry: tried before, interrupted, or queued by the operator. */
  isRetry: boolean
  /** Whether this is the one lead sent at the end of a pause; its outcome decides whether the pause ends. */
  probe: boolean
}

/** Numbers for the operator. */
export interface Counts {
  pending: number
  sending: number
  dead: number
  refused: number
  quarantined: number
  paused?: Pause
  /** Age of the oldest undelivered lead in milliseconds; 0 if there is none. */
  oldest: number
}

/** The state of the store that does not depend on its leads. */
export interface Health {
  paused?: Pause
}

/**
 * The store of leads, as the delivery worker needs it. Every promise resolves only after the change is on disk (fsync).
 * It rejects with `store_unavailable` if the store is full, locked, corrupt or unreachable.
 */
export interface Outbox {
  /** Stores a lead with its consent record. Leases it at once if a lease is given and the queue is not paused. */
  store(entry: Entry, now: number, lease?: Lease): Promise<StoreResult>
  /** Finds the current state of the lead that was stored under a key. */
  find(key: string): Promise<{id: string; state: State; reason?: string} | undefined>
  /** Leases leads that are due or whose lease has expired; none while the queue is paused. */
  claim(lease: Lease, limits: ClaimLimits): Promise<ClaimedLead[]>
  /** Records the outcome of an attempt. */
  settle(lead: Pick<ClaimedLead, 'id' | 'probe'>, lease: Lease, settlement: Settlement): Promise<void>
  counts(now: number): Promise<Counts>
  /**
   * Deletes delivered and discarded leads and their keys after a week, refused ones after a day, and dead and quarantined
   * leads and consent records after their retention times. Resolves to the number of dead and quarantined leads among them.
   */
  prune(now: number): Promise<number>
  close(): Promise<void>
}
