import type {Clock} from '../../src/proxy/outbox/clock.ts'

/** Time that passes when a test says so. */
export class FakeClock implements Clock {
  #now: number
  #waiting: {at: number; go: () => void}[] = []

  constructor(now = Date.UTC(2026, 0, 1)) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      if (signal?.aborted) return resolve()
      const waiter = {at: this.#now + milliseconds, go: resolve}
      this.#waiting.push(waiter)
      signal?.addEventListener(
        'abort',
        () => {
          this.#waiting = this.#waiting.filter(other => other !== waiter)
          resolve()
        },
        {once: true},
      )
    })
  }

  /** As if somebody set the clock: what waits, waits as long as before. */
  set(now: number): void {
    for (const waiter of this.#waiting) waiter.at += now - this.#now
    this.#now = now
  }

  /** Lets so much time pass at one stroke. */
  pass(milliseconds: number): void {
    this.#now += milliseconds
    const due = this.#waiting.filter(({at}) => at <= this.#now)
    this.#waiting = this.#waiting.filter(({at}) => at > this.#now)
    for (const {go} of due) go()
  }

  /** Lets time pass until the next of those who wait. */
  next(): void {
    this.pass(Math.max(0, Math.min(...this.#waiting.map(({at}) => at)) - this.#now))
  }
}
