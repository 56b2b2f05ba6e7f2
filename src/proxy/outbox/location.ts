/** Where leads are stored. */
export type OutboxLocation = {kind: 'file'; path: string} | {kind: 'postgres'; url: string} | {kind: 'none'}

/** What opening the outbox requires. */
export interface OutboxSettings {
  place: OutboxLocation
  /** 32 bytes that encrypt personal data. */
  key?: Uint8Array
  /** Milliseconds for which consent records are kept; forever if undefined. */
  retention?: number
  /** Milliseconds for which dead and quarantined leads are kept; 90 days by default. */
  leadRetention?: number
}
