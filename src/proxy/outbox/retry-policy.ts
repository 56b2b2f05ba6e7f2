import type {Outcome} from '../contact-api/upstream.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** Back-off with full jitter (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/). */
const firstBackOff = 2 * second
const longestBackOff = 15 * minute
/** A weekend, and the Monday on which somebody sees it. */
const patience = 72 * hour
/** A clock that jumps ahead ages a lead by days in a moment; a lead that was tried this often is old indeed. */
const fewestTries = 12
/** No time that this policy sets lies further ahead, so one that does was set by a clock gone wrong. */
export const horizon = hour
/** The same contact again within this time is the same lead. */
export const twinWindow = 10 * minute

/** What to do about a try of which nobody knows whether it reached the API. */
export const unknownOutcomes = ['retry', 'hold', 'reconcile'] as const
export type UnknownOutcome = (typeof unknownOutcomes)[number]

/** Why nothing is sent: the account is refused, the API asked for a break, or the operator wants it. */
export type PauseReason = 'account' | 'busy' | 'operator'
export interface Pause {
  reason: PauseReason
  /** Epoch milliseconds; the operator's pause has no end of its own. */
  until?: number
}

/** What becomes of a lead after a try. */
export interface Settlement {
  state: 'delivered' | 'pending' | 'dead'
  /** When to try again, epoch milliseconds. */
  due: number
  /** Why it is where it is, as a code. */
  reason?: 'refused' | 'outcome_unknown' | 'exhausted' | 'unreadable' | Outcome['verdict']
  /** The API's status, where it gave one. */
  status?: number
  /** Whether the API may have it already. */
  doubtful: boolean
  /** Stops the whole queue. */
  pause?: Pause & {until: number}
}

/** What the verdict depends on beside the outcome. */
export interface Circumstances {
  now: number
  /** When the lead's retries began. */
  since: number
  /** Tries made, this one included. */
  attempts: number
  /** Whether an earlier try may have reached the API. */
  doubtful: boolean
  unknownOutcome: UnknownOutcome
  /** From 0 up to 1. */
  random: number
}

/** The one place that decides on retries: what an outcome means for the lead, and for the queue. */
export function judge(outcome: Outcome, at: Circumstances): Settlement {
  const settled = {due: at.now, status: outcome.status, doubtful: false}
  switch (outcome.verdict) {
    case 'created':
      return {...settled, state: 'delivered'}
    case 'refused':
      return {...settled, state: 'dead', reason: 'refused'}
    case 'unknown':
      if (at.unknownOutcome === 'hold') return {...settled, state: 'dead', reason: 'outcome_unknown', doubtful: true}
      return again(outcome, {...at, doubtful: true}, at.now + backOff(at))
    case 'not_sent':
      return again(outcome, at, at.now + backOff(at))
    case 'busy':
      return pausing(outcome, at, {reason: 'busy', until: at.now + (outcome.retryAfter ?? 60) * second})
    case 'misconfigured':
      return pausing(outcome, at, {reason: 'account', until: at.now + probeAfter('account')})
  }
}

/** Milliseconds until the next lead may probe a paused queue when the last probe brought no news. */
export function probeAfter(reason: PauseReason): number {
  return reason === 'account' ? 5 * minute : 30 * second
}

/** The lead itself waits for nothing: when the queue goes on, by itself or by the operator's hand, it is due. */
function pausing(outcome: Outcome, at: Circumstances, pause: Pause & {until: number}): Settlement {
  return {...again(outcome, at, at.now), pause}
}

function again({verdict, status}: Outcome, {now, since, attempts, doubtful}: Circumstances, due: number): Settlement {
  const exhausted = now - since >= patience && attempts >= fewestTries
  return exhausted
    ? {state: 'dead', reason: 'exhausted', due: now, status, doubtful}
    : {state: 'pending', reason: verdict, due, status, doubtful}
}

function backOff({attempts, random}: Circumstances): number {
  return Math.round(random * Math.min(longestBackOff, firstBackOff * 2 ** Math.min(attempts, 20)))
}
