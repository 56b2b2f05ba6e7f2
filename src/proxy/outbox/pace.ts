const secondMs = 1_000
/** What may be made up for: a claim that takes longer than this slows the queue down. */
const maxLagMs = secondMs

/** Allows a number of leads a second, by a running clock: however long the work in between takes, the rate is kept. */
export class Pace {
  readonly #perSecond: number
  #allowed = 1
  #countedAt: number | undefined

  constructor(perSecond: number) {
    this.#perSecond = perSecond
  }

  /** How many leads may be sent now. `now` is in milliseconds of a clock that goes on evenly. */
  available(now: number): number {
    const passedMs = now - (this.#countedAt ?? now)
    this.#countedAt = now
    this.#allowed = Math.min(this.#allowed + this.#countOf(passedMs), Math.max(1, this.#countOf(maxLagMs)))
    return Math.floor(this.#allowed + 1e-9) // ten times a tenth are a little less than one
  }

  take(leads: number): void {
    this.#allowed -= leads
  }

  /** Drops what the queue did not need, so that no burst follows. Keeps what is allowed within `periodMs`. */
  relax(periodMs: number): void {
    this.#allowed = Math.min(this.#allowed, Math.max(1, this.#countOf(periodMs)))
  }

  #countOf(milliseconds: number): number {
    return (this.#perSecond * milliseconds) / secondMs
  }
}
