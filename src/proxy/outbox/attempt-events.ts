import type {LogEvent} from '../http/log-event.ts'
import type {ClaimedLead} from './outbox.ts'
import type {TraceSpan} from '../tracing/tracing.ts'
import {endsPause, type AttemptOutcome, type Settlement} from './retry-policy.ts'

/** The log events of a recorded attempt: what its outcome means for the lead, and for the queue. */
export function toAttemptEvents(
  lead: ClaimedLead,
  {fault}: AttemptOutcome,
  settlement: Settlement,
  now: number,
  ids: {request_id?: string; trace_id?: string},
): LogEvent[] {
  const event = toLeadEvent(settlement, lead.attempts + 1, now)
  const leadEvent = {...event, lead: lead.id, upstream_status: settlement.status, fault, ...ids}
  const queueEvent = toQueueEvent(lead, settlement, now)
  return queueEvent ? [leadEvent, queueEvent] : [leadEvent]
}

/** Adds the events to the attempt's span, as the log has them. */
export function recordEvents(span: TraceSpan, events: readonly LogEvent[], {state, due}: Settlement): void {
  const retryAt = state === 'pending' ? new Date(due).toISOString() : undefined
  for (const {event, lead, reason} of events)
    span.addEvent(event, {
      'contact_signup.reason': reason,
      'contact_signup.retry_at': lead === undefined ? undefined : retryAt,
    })
}

function toLeadEvent({state, reason, due}: Settlement, attempts: number, now: number): LogEvent {
  if (state === 'delivered') return {level: 'info', event: 'delivered', attempts}
  if (state === 'refused') return {level: 'info', event: 'refused'}
  if (state === 'dead') return {level: 'error', event: 'dead_letter', reason}
  return {level: 'warn', event: 'postponed', reason, seconds: secondsUntil(due, now)}
}

function toQueueEvent({probe}: ClaimedLead, settlement: Settlement, now: number): LogEvent | undefined {
  const {status, pause} = settlement
  if (pause) {
    const seconds = secondsUntil(pause.until, now)
    return {level: 'error', event: 'queue_paused', reason: pause.reason, upstream_status: status, seconds}
  }
  return probe && endsPause(settlement) ? {level: 'info', event: 'queue_resumed'} : undefined
}

const secondsUntil = (time: number, now: number): number => Math.max(0, Math.round((time - now) / 1000))
