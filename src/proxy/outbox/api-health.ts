import type {LogEvent} from '../http/log-event.ts'
import type {AttemptOutcome} from './retry-policy.ts'

const minuteMs = 60_000
/** Shorter outages are not reported: the retries bridge them. */
const reportAfterMs = 2 * minuteMs

interface Failing {
  since: number
  fault?: string
  status?: number
  isReported: boolean
}

/** Notices that no attempt has reached the contact API for some minutes. Times are milliseconds of one clock. */
export class ApiHealth {
  #failing: Failing | undefined

  /** Takes in the outcome of an attempt. Returns the event of the end of a reported outage. */
  note({verdict, fault, status}: AttemptOutcome, now: number): LogEvent | undefined {
    if (verdict === 'unreadable' || fault === 'interrupted') return undefined // nothing was sent
    if (verdict === 'misconfigured') return undefined // the event `queue_paused` reports it at once
    if (verdict === 'created' || verdict === 'refused') return this.#end(now)
    this.#failing = {since: now, isReported: false, ...this.#failing, fault, status}
    return undefined
  }

  /** Whether an outage should be reported now, if leads are waiting. */
  isDue(now: number): boolean {
    return this.#failing !== undefined && !this.#failing.isReported && now - this.#failing.since >= reportAfterMs
  }

  /** Returns the event of an outage that is due; nothing, and forgets the failures, if no lead waits any more. */
  report(now: number, waiting: number): LogEvent | undefined {
    if (!this.#failing || !this.isDue(now)) return undefined
    if (waiting === 0) {
      this.#failing = undefined
      return undefined
    }
    this.#failing.isReported = true
    const {since, fault, status} = this.#failing
    return {level: 'error', event: 'api_unreachable', fault, upstream_status: status, seconds: toSeconds(now - since)}
  }

  #end(now: number): LogEvent | undefined {
    const ended = this.#failing
    this.#failing = undefined
    return ended?.isReported
      ? {level: 'info', event: 'api_reachable', seconds: toSeconds(now - ended.since)}
      : undefined
  }
}

const toSeconds = (milliseconds: number): number => Math.round(milliseconds / 1000)
