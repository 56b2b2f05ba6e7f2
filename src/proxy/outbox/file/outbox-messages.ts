import {Problem} from '../../../contact/wire.ts'
import {ConfigurationError} from '../../config/configuration-error.ts'
import type {OpenOptions, OutboxSettings, StoredPlace} from '../location.ts'
import type {StoredOutbox} from '../stored-outbox.ts'

/** What the thread of an outbox is started with. */
export interface ThreadData {
  settings: OutboxSettings
  place: StoredPlace
  options: OpenOptions
}

/** A call of a method. */
export interface Call {
  id: number
  method: keyof StoredOutbox
  parameters: unknown[]
}

/** The result of a call, or of opening the outbox, which has the id 0. */
export interface Reply {
  id: number
  result?: unknown
  error?: ErrorMessage
}

/** An error as it passes between threads, where classes and causes are lost. */
export interface ErrorMessage {
  kind: 'store_unavailable' | 'configuration' | 'other'
  message: string
  retryAfter?: number
  cause?: {code?: unknown; errcode?: unknown; name?: unknown}
}

export function toErrorMessage(error: unknown): ErrorMessage {
  const {message, code, retryAfter, cause} = error as Problem // any thrown value has properties
  if (error instanceof ConfigurationError) return {kind: 'configuration', message}
  if (code !== 'store_unavailable') return {kind: 'other', message: String(message)}
  const {code: causeCode, errcode, name} = (cause ?? {}) as NonNullable<ErrorMessage['cause']> // of the database
  return {kind: code, message, retryAfter, cause: {code: causeCode, errcode, name}}
}

export function toError({kind, message, retryAfter, cause}: ErrorMessage): Error {
  if (kind === 'store_unavailable') return new Problem(kind, {retryAfter, cause})
  return kind === 'configuration' ? new ConfigurationError(message.split('\n')) : new Error(message)
}
