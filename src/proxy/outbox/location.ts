import {ConfigurationError} from '../config/configuration-error.ts'

/** Where leads are stored. */
export type OutboxLocation = {kind: 'file'; path: string} | {kind: 'postgres'; url: string} | {kind: 'none'}

/** A location where leads are stored. */
export type StoredPlace = Exclude<OutboxLocation, {kind: 'none'}>

export interface OpenOptions {
  /**
   * Whether a missing store is created, one of an earlier format upgraded, and an empty one bound to another key; otherwise
   * these are errors.
   */
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

/** Refuses `none` where a stored outbox is needed. Throws `ConfigurationError`. */
export function requirePlace(location: OutboxLocation): StoredPlace {
  if (location.kind !== 'none') return location
  throw new ConfigurationError(['OUTBOX: expected an outbox, nothing is stored'])
}

/** Where an outbox is, without the user and the password. */
export function toPlaceName(location: OutboxLocation): string {
  if (location.kind === 'none') return 'none'
  if (location.kind === 'file') return `file:${location.path}`
  const {host, pathname} = new URL(location.url)
  return `postgres://${host}${pathname}`
}
