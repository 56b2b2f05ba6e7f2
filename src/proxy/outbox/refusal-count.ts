import type {LogEvent} from '../http/log-event.ts'

const minuteMs = 60_000
const windowMs = 10 * minuteMs
const maxRefusals = 10
const reportIntervalMs = 60 * minuteMs

/**
 * Counts refusals that visitors were shown. A few are mistakes of visitors; many mean that the form accepts what the
 * contact API does not. Times are milliseconds of one clock.
 */
export class RefusalCount {
  #times: number[] = []
  #reportedAt = -Infinity

  /** Returns the event if refusals pile up, at most once an hour. */
  add(now: number): LogEvent | undefined {
    this.#times = [...this.#times.filter(time => now - time < windowMs), now]
    if (this.#times.length < maxRefusals || now - this.#reportedAt < reportIntervalMs) return undefined
    this.#reportedAt = now
    return {level: 'error', event: 'refusals_piling_up', count: this.#times.length}
  }
}
