import type {ApiContact} from '../contact-api/create-request.ts'
import type {Pause, Settlement} from './retry-policy.ts'

/**
 * Where a lead is in its life. `pending`: waits for its turn. `sending`: somebody has it in hand, or died with it.
 * `delivered`: the API has it, its body is gone. `dead`: given up or refused, kept with its reason.
 * `quarantined`: kept apart until the operator releases it.
 */
export type State = 'pending' | 'sending' | 'delivered' | 'dead' | 'quarantined'

/** Whom a lead is about, as the outbox finds it again: e-mail and E.164 phone. */
export interface Person {
  email?: string
  phone?: string
}

/** What was agreed to, as frozen when the lead was stored. Wordings stand apart, once for each digest. */
export interface ConsentRecord extends Person {
  /** ISO 8601, UTC. */
  time: string
  address?: string
  page?: string
  lang?: string
  /** For each box that was shown: whether it was ticked, and the SHA-256 of its wording in lower-case hex. */
  terms?: Agreement
  marketing?: Agreement
}
export interface Agreement {
  accepted: boolean
  digest: string
}

/** A lead on its way into the store. */
export interface Entry {
  key: string
  /** Everything that came under the key, in one canonical text. */
  payload: string
  /** The contact alone, in one canonical text: equal ones within ten minutes are one lead. */
  twin: string
  person: Person
  body: ApiContact
  record: ConsentRecord
  /** Texts of the wordings, by digest. */
  wordings: Record<string, string>
  quarantine?: string
}

/** Who takes a lead in hand, and until when (epoch milliseconds) nobody else may. */
export interface Lease {
  owner: string
  now: number
  until: number
}

/** What became of a lead that was to be stored. */
export type Stored =
  /** It is on disk. `sending`: in the caller's hand, who must settle it; `probe`: the queue's pause ends or not with its outcome. */
  | {kind: 'new'; id: string; state: 'sending' | 'pending' | 'quarantined'; probe: boolean}
  /** The same lead is there already, under this key or as its twin. */
  | {kind: 'known'; id: string; state: State; reason?: string}
  /** The key stands for another payload. */
  | {kind: 'reused'}

/** A lead in the hand of whoever claimed it. */
export interface Claimed {
  id: string
  body: ApiContact
  /** Tries so far. */
  attempts: number
  /** When its retries began, epoch milliseconds. */
  since: number
  /** Whether an earlier try may have reached the API. */
  doubtful: boolean
  /** Whether its last owner died with it in hand: what became of that try nobody knows. */
  interrupted: boolean
  probe: boolean
}

/** Numbers for the operator. */
export interface Counts {
  pending: number
  sending: number
  dead: number
  quarantined: number
  paused?: Pause
  /** Milliseconds since the oldest undelivered lead was stored; 0 where there is none. */
  oldest: number
}

/**
 * The store of leads, as delivery needs it. A promise resolves only when what it says is on disk (fsync), and rejects
 * with `store_unavailable` where that is not possible: disk full, locked, corrupt, out of reach.
 */
export interface Outbox {
  /** Stores a lead with its consent record; takes it in hand at once where there is a lease and the queue is not paused. */
  store(entry: Entry, now: number, lease?: Lease): Promise<Stored>
  /** Where the lead under a key is now. */
  find(key: string): Promise<{id: string; state: State; reason?: string} | undefined>
  /** Takes leads in hand that are due, or that a dead owner left behind; none while the queue is paused. */
  claim(lease: Lease, limit: number): Promise<Claimed[]>
  /** Records what became of a lead in hand; `probe` as it was claimed. */
  settle(lead: Pick<Claimed, 'id' | 'probe'>, lease: Lease, settlement: Settlement): Promise<void>
  counts(now: number): Promise<Counts>
  /** Erases what is past its time: consent records by the retention, settled leads and their keys after a week. */
  prune(now: number): Promise<void>
  close(): Promise<void>
}
