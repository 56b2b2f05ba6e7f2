/** Where leads are stored. */
export type OutboxLocation = {kind: 'file'; path: string} | {kind: 'postgres'; url: string} | {kind: 'none'}

/** A location where leads are stored. */
export type StoredPlace = Exclude<OutboxLocation, {kind: 'none'}>

export interface OpenOptions {
  /** Whether a missing store is created and one of an earlier format upgraded; otherwise both are errors. */
  create?: boolean
}

/** What opening the outbox requires. */
export interface OutboxSettings {
  place: OutboxLocation
  /** The most connections to PostgreSQL; 10 by default. */
  connections?: number
  /** 32 bytes that encrypt personal data. */
  key?: Uint8Array
  /** Milliseconds for which consent records are kept; forever if undefined. */
  retention?: number
  /** Milliseconds for which dead and quarantined leads are kept; 90 days by default. */
  leadRetention?: number
}
