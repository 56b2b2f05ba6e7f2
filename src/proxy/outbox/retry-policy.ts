import type {Outcome} from '../contact-api/upstream.ts'

const secondMs = 1000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs

/** Exponential back-off with full jitter (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/). */
const baseBackOffMs = 2 * secondMs
const maxBackOffMs = 15 * minuteMs
/** Retries survive a weekend, and the Monday on which somebody notices the outage. */
const maxRetryAgeMs = 72 * hourMs
/** A longer `Retry-After` pauses the queue; a shorter one slows it down if the API works near its limit. */
const maxSlowDownSeconds = 10
/** A lead is given up only after this many attempts: a system clock that jumps ahead ages every lead by days at once. */
const minAttempts = 12
/**
 * The policy schedules no lead and no pause further ahead, and no lease is longer. A time beyond these limits was set before
 * the system clock was set back.
 */
export const maxScheduleAheadMs = maxBackOffMs
export const maxPauseAheadMs = hourMs
/** The same contact submitted again within this time is a duplicate. */
export const dedupeWindowMs = 10 * minuteMs

/** What to do when it is unknown whether an attempt reached the API. */
export const unknownOutcomes = ['retry', 'hold', 'reconcile'] as const
export type UnknownOutcome = (typeof unknownOutcomes)[number]

/** Why the queue is paused: the API rejects the account, the API is overloaded, or the operator paused it. */
export type PauseReason = 'account' | 'busy' | 'operator'
export interface Pause {
  reason: PauseReason
  /** Epoch milliseconds. Undefined for a pause by the operator, which does not end by itself. */
  until?: number
}

/** The new state of a lead after an attempt. */
export interface Settlement {
  state: 'delivered' | 'pending' | 'dead' | 'refused'
  /** When to try again, epoch milliseconds. */
  due: number
  /** Why the lead is in this state, as a code. */
  reason?: 'refused' | 'outcome_unknown' | 'exhausted' | AttemptOutcome['verdict']
  /** The HTTP status of the API, if it responded. */
  status?: number
  /** What the API answered to a refusal, 2 KB of it at most. It may quote the lead: stored like its body, never logged. */
  answer?: string
  /** Whether the API may have the lead already. */
  maybeDelivered: boolean
  /** Pauses the whole queue. */
  pause?: Pause & {until: number}
}

/** What a settlement depends on besides the outcome. */
export interface RetryContext {
  now: number
  /** Start of the retry period. */
  since: number
  /** Attempts made, including this one. */
  attempts: number
  /** Whether an earlier attempt may have reached the API. */
  maybeDelivered: boolean
  unknownOutcome: UnknownOutcome
  /** Whether a visitor waits, and is shown a refusal. */
  isShown?: boolean
  /** Whether the queue has slowed down because the API is busy; otherwise it pauses. */
  hasSlowedDown?: boolean
  /** At least 0 and below 1. */
  random: number
}

/** The outcome of an attempt: what the API did, or `unreadable` for a lead that could not be sent because it is damaged. */
export interface AttemptOutcome extends Omit<Outcome, 'verdict'> {
  verdict: Outcome['verdict'] | 'unreadable'
}

/** Decides what an outcome means for the lead and for the queue. All retry decisions are made here. */
export function toSettlement(outcome: AttemptOutcome, context: RetryContext): Settlement {
  const {now} = context
  const settled = {due: now, status: outcome.status, maybeDelivered: false}
  switch (outcome.verdict) {
    case 'created':
      return {...settled, state: 'delivered'}
    case 'refused':
      return {...settled, state: context.isShown ? 'refused' : 'dead', reason: 'refused', answer: outcome.answer}
    case 'unreadable':
      return {...settled, state: 'dead', reason: 'unreadable', maybeDelivered: context.maybeDelivered}
    case 'unknown':
      if (context.unknownOutcome === 'hold')
        return {...settled, state: 'dead', reason: 'outcome_unknown', maybeDelivered: true}
      return retryAt(now + backOffMs(context), outcome, {...context, maybeDelivered: true})
    case 'not_sent':
      return retryAt(now + backOffMs(context), outcome, context)
    case 'busy':
      if (context.hasSlowedDown) return retryAt(now + jitteredRetryAfterMs(outcome, context), outcome, context)
      return pauseUntil(now + (outcome.retryAfter ?? 60) * secondMs, 'busy', outcome, context)
    case 'misconfigured':
      return pauseUntil(now + probeIntervalMs('account'), 'account', outcome, context)
  }
}

/** Whether the queue may slow down after this outcome instead of pausing. A probe decides on a pause. */
export function maySlowDown({verdict, retryAfter}: AttemptOutcome, isProbe: boolean): boolean {
  return verdict === 'busy' && !isProbe && retryAfter !== undefined && retryAfter <= maxSlowDownSeconds
}

/** Whether the outcome of a probe shows that the API works again, and ends the pause. */
export function endsPause({state, reason}: Settlement): boolean {
  return state === 'delivered' || reason === 'refused'
}

/** Time until the next probe of a paused queue, if the last probe did not end the pause. */
export function probeIntervalMs(reason: PauseReason): number {
  return reason === 'account' ? 5 * minuteMs : 30 * secondMs
}

/** The lead itself stays due now, so that it is sent as soon as the pause ends or the operator resumes the queue. */
function pauseUntil(until: number, reason: PauseReason, outcome: AttemptOutcome, context: RetryContext): Settlement {
  return {...retryAt(context.now, outcome, context), pause: {reason, until}}
}

function retryAt(due: number, {verdict, status}: AttemptOutcome, context: RetryContext): Settlement {
  const {now, since, attempts, maybeDelivered} = context
  const isExhausted = now - since >= maxRetryAgeMs && attempts >= minAttempts
  return isExhausted
    ? {state: 'dead', reason: 'exhausted', due: now, status, maybeDelivered}
    : {state: 'pending', reason: verdict, due, status, maybeDelivered}
}

/** Leads that were refused together must not come back together. */
function jitteredRetryAfterMs({retryAfter = 1}: AttemptOutcome, {random}: RetryContext): number {
  return Math.round(retryAfter * secondMs * (1 + random))
}

function backOffMs({attempts, random}: RetryContext): number {
  return Math.round(random * Math.min(maxBackOffMs, baseBackOffMs * 2 ** Math.min(attempts, 20)))
}
