import type {Clock} from '../../src/proxy/outbox/clock.ts'

interface Waiter {
  at: number
  resolve(): void
}

/**
 * A clock that advances only when a test says so. `mock.timers` of node:test does not fit: it would also stop the timers
 * of real sockets and databases.
 */
export class FakeClock implements Clock {
  #now: number
  #elapsed = 0
  #waiters = new Set<Waiter>()

  constructor(now = Date.UTC(2026, 0, 1)) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  elapsed(): number {
    return this.#elapsed
  }

  wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      if (signal?.aborted) return resolve()
      const waiter = {at: this.#now + milliseconds, resolve}
      this.#waiters.add(waiter)
      signal?.addEventListener('abort', () => this.#finish(waiter), {once: true})
    })
  }

  /** Sets the system time. Waits take as long as before. */
  set(now: number): void {
    for (const waiter of this.#waiters) waiter.at += now - this.#now
    this.#now = now
  }

  /** Advances the clock in one step. */
  advance(milliseconds: number): void {
    this.#now += milliseconds
    this.#elapsed += milliseconds
    for (const waiter of [...this.#waiters].filter(({at}) => at <= this.#now)) this.#finish(waiter)
  }

  /** Advances the clock to the end of the next wait. */
  advanceToNext(): void {
    this.advance(Math.max(0, Math.min(...[...this.#waiters].map(({at}) => at)) - this.#now))
  }

  #finish(waiter: Waiter): void {
    this.#waiters.delete(waiter)
    waiter.resolve()
  }
}
