const secondMs = 1_000
const minuteMs = 60 * secondMs

/** An API that accepted this many leads within the window and then refuses one works near its limit. */
const windowMs = 10 * secondMs
const minDelivered = 10
/** The rate at which the API was busy is measured over this time. */
const measureMs = 2 * secondMs
const maxTimes = 10_000
/**
 * After a busy answer the rate falls by a tenth, grows back slowly, and then ever faster: the curve of CUBIC
 * (https://www.rfc-editor.org/rfc/rfc9438#section-4.2), which stays near the limit of the API for most of the time.
 */
const decrease = 0.1
/** Time until the rate is back where the API was busy. At first that is a guess from few leads, so it is soon left. */
const recoverySeconds = {first: 1, later: 5}
/** Without a busy answer for so long, there is no limit any more. */
const maxLimitAgeMs = 5 * minuteMs
/** Sends that may follow at once when none was made for a moment. */
const maxBurstMs = 100

interface Limit {
  /** Leads a second at which the API was busy. */
  reached: number
  recoverySeconds: number
  loweredAt: number
  /** Sends allowed so far, counted at `countedAt`. */
  allowed: number
  countedAt: number
}

/** The number of leads a second that may be sent: no limit until the API is busy. Times are of one even clock, in ms. */
export class SendRate {
  #delivered: number[] = []
  #limit: Limit | undefined

  /** Leads a second; undefined if there is no limit. */
  perSecond(now: number): number | undefined {
    if (!this.#limit || now - this.#limit.loweredAt >= maxLimitAgeMs) return undefined
    const {reached, loweredAt, recoverySeconds} = this.#limit
    const periods = (now - loweredAt) / secondMs / recoverySeconds
    return Math.max(1, reached * (1 + decrease * (periods - 1) ** 3))
  }

  noteDelivered(now: number): void {
    this.#delivered.push(now)
    if (this.#delivered.length > maxTimes) this.#delivered = this.#delivered.slice(-maxTimes / 2)
  }

  /**
   * Lowers the rate after a busy answer, if the API works near its limit; returns whether it does. Ignores answers to
   * requests that were sent before the rate was lowered last.
   */
  slowDown(now: number, sentAt: number): boolean {
    this.#delivered = this.#delivered.filter(time => now - time < windowMs)
    if (this.#delivered.length < minDelivered) return false
    const perSecond = this.perSecond(now)
    const limit = perSecond === undefined ? undefined : this.#limit
    if (limit && sentAt < limit.loweredAt) return true
    const measured = this.#measure(now)
    // A rate that is used only partly is not what made the API busy.
    const reached = perSecond !== undefined && measured > perSecond / 2 ? perSecond : measured
    this.#limit = {
      reached: Math.max(1, reached),
      recoverySeconds: limit ? recoverySeconds.later : recoverySeconds.first,
      loweredAt: now,
      allowed: 0,
      countedAt: now,
    }
    return true
  }

  /** How many sends may start now. */
  available(now: number): number {
    const allowed = this.#count(now)
    return allowed === undefined ? Infinity : Math.max(0, Math.floor(allowed + 1e-9))
  }

  /** Milliseconds until a send may start. */
  waitMs(now: number): number {
    const allowed = this.#count(now) ?? 1
    return Math.max(0, ((1 - allowed) * secondMs) / (this.perSecond(now) ?? 1))
  }

  take(): void {
    if (this.#limit) this.#limit.allowed -= 1
  }

  /** Adds the sends that have been allowed since the last call. */
  #count(now: number): number | undefined {
    const perSecond = this.perSecond(now)
    if (!this.#limit || perSecond === undefined) return (this.#limit = undefined)
    const allowed = this.#limit.allowed + (perSecond * (now - this.#limit.countedAt)) / secondMs
    this.#limit.allowed = Math.min(allowed, Math.max(1, (perSecond * maxBurstMs) / secondMs))
    this.#limit.countedAt = now
    return this.#limit.allowed
  }

  /** Leads delivered a second lately; since the first one, if that was less than `measureMs` ago. */
  #measure(now: number): number {
    const firstAgo = now - (this.#delivered[0] ?? now)
    const seconds = Math.min(measureMs, Math.max(firstAgo, secondMs)) / secondMs
    return this.#delivered.filter(time => now - time < measureMs).length / seconds
  }
}
