import type {LogEvent} from '../http/log-event.ts'

const reportIntervalMs = 60_000

/** Reports that as many attempts are in flight as allowed, at most once a minute. Times are milliseconds of one clock. */
export class FullReport {
  #fullSince: number | undefined
  #fullMs = 0
  #reportedAt = -Infinity

  /** Returns the event if one is due. `seconds`: for how long the limit was reached since the previous one. */
  update(isFull: boolean, limit: number, now: number): LogEvent | undefined {
    if (this.#fullSince !== undefined) this.#fullMs += now - this.#fullSince
    this.#fullSince = isFull ? now : undefined
    if (!isFull || now - this.#reportedAt < reportIntervalMs) return undefined
    const seconds = Math.round(this.#fullMs / 1000)
    this.#reportedAt = now
    this.#fullMs = 0
    return {level: 'warn', event: 'attempts_full', limit, seconds}
  }
}
