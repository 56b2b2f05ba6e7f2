export type Level = 'info' | 'warn' | 'error'

/** How a request ended. Besides these, the codes of problem responses. */
export const requestEvents = [
  'created',
  'accepted',
  'quarantined',
  'suspected',
  'challenged',
  'not_allowed',
  'body_invalid',
  'idempotency_key_invalid',
  'origin_forbidden',
  'proof_required',
  'not_found',
  'method_not_allowed',
  'timeout',
  'body_too_large',
  'media_type_unsupported',
  'contact_invalid',
  'idempotency_key_reused',
  'refused',
  'rate_limited',
  'bad_gateway',
  'upstream_misconfigured',
  'internal_error',
  'store_unavailable',
  'upstream_unavailable',
  'upstream_unknown',
] as const

/** What happens besides requests, with the levels at which it is logged. */
export const otherEvents = {
  not_allowed: ['warn'], // by a form without JavaScript, whose lead is accepted
  listening: ['info'],
  stopping: ['info'],
  stopped: ['info'],
  not_http: ['info'],
  variable_unknown: ['warn'],
  secret_rotated: ['info'],
  secret_file_invalid: ['error'],
  forms_changed: ['info'],
  forms_file_invalid: ['error'],
  form_absent: ['warn'],
  form_not_rendered: ['error'],
  address_unknown: ['error'],
  limits_store_down: ['error'],
  delivered: ['info'],
  postponed: ['warn'],
  dead_letter: ['error'],
  queue_paused: ['error'],
  queue_still_paused: ['warn'],
  queue_resumed: ['info'],
  api_unreachable: ['error'],
  api_reachable: ['info'],
  attempts_full: ['warn'],
  queue_slowed: ['warn'],
  refusals_piling_up: ['error'],
  quarantine_full: ['error'],
  wordings_full: ['error'],
  leads_expired: ['warn'],
  store_unavailable: ['error'],
  outcome_not_recorded: ['error'],
  alert_postponed: ['warn'],
  alert_not_sent: ['error'],
} as const satisfies Record<string, readonly Level[]>

/**
 * Every event of the log. Their counters exist from the start, so that the first event is an increase: Prometheus does not
 * see the step from no value to one.
 */
export type EventName = (typeof requestEvents)[number] | keyof typeof otherEvents | 'log_lines_dropped' // has a metric of its own

/** One line of the log: ids, codes and numbers only, never text that was typed. */
export interface LogEvent {
  level: Level
  event: EventName
  [detail: string]: string | number | boolean | undefined
}

const levels: readonly Level[] = ['info', 'warn', 'error']

/** Whether an event has at least the level from which events are logged. */
export function isLogged({level}: LogEvent, least: Level): boolean {
  return levels.indexOf(level) >= levels.indexOf(least)
}
