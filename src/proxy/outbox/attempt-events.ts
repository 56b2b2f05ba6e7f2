import type {LogEvent} from '../http/log-event.ts'
import type {ClaimedLead} from './outbox.ts'
import {endsPause, type AttemptOutcome, type Settlement} from './retry-policy.ts'

/** The log events of a recorded attempt: what its outcome means for the lead, and for the queue. */
export function toAttemptEvents(
  lead: ClaimedLead,
  {fault}: AttemptOutcome,
  settlement: Settlement,
  now: number,
  requestId?: string,
): LogEvent[] {
  const event = toLeadEvent(settlement, lead.attempts + 1, now)
  const leadEvent = {...event, lead: lead.id, upstream_status: settlement.status, fault, request_id: requestId}
  const queueEvent = toQueueEvent(lead, settlement, now)
  return queueEvent ? [leadEvent, queueEvent] : [leadEvent]
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
