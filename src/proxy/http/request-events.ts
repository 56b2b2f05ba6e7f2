import {isFieldName} from '../../contact/names.ts'
import type {Outcome} from '../contact-api/upstream.ts'
import type {Delivered, Lead} from '../delivery/lead.ts'
import {storeErrorCode} from '../outbox/store-error-code.ts'
import {toProblem} from './json-response.ts'
import type {LogEvent} from './log-event.ts'

/** The log event of a delivered or quarantined lead. */
export function toDeliveryEvent(
  {quarantine}: Lead,
  {status, leadId, upstreamStatus}: Delivered,
  canQuarantine: boolean,
): LogEvent {
  // Without an outbox a suspect lead cannot be quarantined: it is sent, and the operator is warned.
  if (quarantine) {
    const event = canQuarantine ? 'quarantined' : 'suspected'
    return {level: 'warn', event, reason: quarantine, lead: leadId, upstream_status: upstreamStatus}
  }
  // Another status than 201 for a created contact is undocumented: the operator should look, the visitor need not know.
  const isUndocumented = status === 'created' && upstreamStatus !== undefined && upstreamStatus !== 201
  return {level: isUndocumented ? 'warn' : 'info', event: status, lead: leadId, upstream_status: upstreamStatus}
}

/** The log event of a refused or failed request. */
export function toLogEvent(error: unknown): LogEvent {
  const {code, status, cause, issues = []} = toProblem(error)
  const notAllowed = issues.filter(issue => issue.code === 'not_allowed')
  if (notAllowed.length > 0) return toNotAllowedEvent(notAllowed.map(({field}) => field))
  if (code === 'store_unavailable') return {level: 'error', event: code, fault: storeErrorCode(error)}
  const {status: upstreamStatus, fault: upstreamFault, leadId} = (cause ?? {}) as Partial<Outcome & Delivered> // an outcome, or an error without these
  const isOperatorsFault = code === 'internal_error' || code === 'upstream_misconfigured'
  const level = isOperatorsFault ? 'error' : status >= 500 ? 'warn' : 'info'
  const fault = code === 'internal_error' && cause instanceof Error ? toStackLines(cause) : upstreamFault
  return {level, event: code, lead: leadId, upstream_status: upstreamStatus, fault}
}

const maxNames = 10

/**
 * A page and the proxy do not fit: its form leaves these fields out, so the operator should know. A name without the shape
 * of a field's name is untrusted text, and becomes `contact`.
 */
export function toNotAllowedEvent(names: readonly string[]): LogEvent {
  const fields = new Set(names.map(name => (isFieldName(name) ? name : 'contact')))
  return {level: 'warn', event: 'not_allowed', fields: [...fields].slice(0, maxNames).join(' ')}
}

/** The log event of a form that could not be rendered again. */
export function toRenderingEvent(error: unknown): LogEvent {
  return {level: 'error', event: 'form_not_rendered', fault: error instanceof Error ? toStackLines(error) : undefined}
}

/** Where an error was thrown. Its message is left out: it may quote what was typed. */
function toStackLines({stack}: Error): string | undefined {
  return stack?.split('\n').slice(1, 4).join(' ').trim()
}
