import {Problem} from '../../contact/wire.ts'
import type {Failure} from '../form-state.ts'

/** Failures that may pass without any change to the form. */
const retriedFailures: readonly Failure[] = [
  'offline',
  'bad_gateway',
  'timeout',
  'internal_error',
  'store_unavailable',
  'upstream_unavailable',
  'upstream_unknown',
]

/** An error that is not the proxy's means that the proxy was not reached. */
export const isRetried = (error: unknown): boolean =>
  retriedFailures.includes(error instanceof Problem ? error.code : 'offline')
