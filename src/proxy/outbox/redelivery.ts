import type {LogEvent} from '../http/log-event.ts'
import type {Attempt, Attempts} from './attempts.ts'
import type {Clock} from './clock.ts'
import type {ClaimedLead, ClaimLimits, Lease, Outbox} from './outbox.ts'
import {Pace} from './pace.ts'
import type {Settlement} from './retry-policy.ts'
import {storeErrorCode} from './store-error-code.ts'

/** Poll interval while no lead is due or the store fails. */
const idlePollIntervalMs = 1_000
/** Shortest time between two batches of retries. Higher rates claim larger batches instead. */
const minTickMs = 50

interface RedeliveryContext {
  outbox: Pick<Outbox, 'claim'>
  attempts: Attempts
  clock: Clock
  stop: AbortSignal
  /** Retries a second. */
  rate: number
  createLease(): Lease
  log(event: LogEvent): void
}

/** Sends leads from the outbox: those that were never tried as attempts become free, retries at a limited rate. */
export class Redelivery {
  readonly #context: RedeliveryContext
  readonly #pace: Pace
  readonly #tickMs: number
  /** Whether leads that were never tried may be waiting for a free attempt. */
  #mayWait = false
  #retriesAt = 0
  /** Whether more retries may be due than the last claim could take. */
  #hasMoreRetries = false
  #rest = new AbortController()

  constructor(context: RedeliveryContext) {
    this.#context = context
    this.#pace = new Pace(context.rate)
    this.#tickMs = Math.max(1000 / context.rate, minTickMs)
    context.stop.addEventListener('abort', () => this.#rest.abort(), {once: true})
  }

  /** Call it when a lead was stored that could not be sent at once. */
  noteWaiting(): void {
    this.#mayWait = true
    if (this.#context.attempts.capacity > 0) this.#rest.abort()
  }

  /** Call it when an attempt has ended. */
  noteFree(): void {
    if (this.#mayWait) this.#rest.abort()
  }

  /** Claims and sends until the process stops. */
  async run(): Promise<void> {
    const {clock, stop} = this.#context
    this.#retriesAt = clock.elapsed()
    while (!stop.aborted) await this.#claimAndRest(() => true)
  }

  /**
   * Claims and sends what is due now, for a runtime that calls it when leads are due. Resolves when nothing more is due and
   * the attempts that it started have ended, to their settlements; undefined for an outcome that could not be recorded.
   * @param maxMs after which it starts no more attempts
   */
  async runWhileDue(maxMs: number): Promise<(Settlement | undefined)[]> {
    const {clock, stop} = this.#context
    const startedAt = clock.elapsed()
    const started: Attempt['settled'][] = []
    this.#retriesAt = startedAt
    const isMoreDue = () => (this.#mayWait || this.#hasMoreRetries) && clock.elapsed() - startedAt < maxMs
    do started.push(...(await this.#claimAndRest(isMoreDue)))
    while (!stop.aborted && isMoreDue())
    return Promise.all(started)
  }

  /** Returns the attempts that it started. Rests only if `goesOn`. */
  async #claimAndRest(goesOn: () => boolean): Promise<Attempt['settled'][]> {
    const {clock, stop} = this.#context
    this.#rest = new AbortController() // what happens during the claim ends the rest after it
    const started = await this.#claimAndStart()
    const restMs = this.#restMs()
    if (restMs > 0 && !stop.aborted && goesOn()) await clock.wait(restMs, this.#rest.signal)
    return started
  }

  async #claimAndStart(): Promise<Attempt['settled'][]> {
    const {attempts, clock, createLease} = this.#context
    const {capacity} = attempts
    if (capacity === 0) {
      this.#mayWait = true // the next attempt that ends wakes the loop
      return []
    }
    const now = clock.elapsed()
    const retries = now < this.#retriesAt ? 0 : Math.min(this.#pace.available(now), capacity)
    const untried = capacity - retries
    const lease = createLease()
    // While leads wait, new ones queue behind them. Otherwise new ones must not wait for a claim that finds nothing.
    const release = attempts.reserve(this.#mayWait ? capacity : 0)
    if (untried > 0) this.#mayWait = false // a lead that is stored during the claim sets it again
    const claimed = await this.#claim(lease, {untried, retries})
    release()
    // A lease looks expired when the clock is set: this process knows better which leads it is sending.
    const started = claimed.filter(lead => !attempts.find(lead.id)).map(lead => attempts.start(lead, lease).settled)
    const found = claimed.filter(({isRetry}) => !isRetry).length
    if (found === untried) this.#mayWait = true // more may wait than were claimed, or none could be
    if (now >= this.#retriesAt) this.#planRetries(now, claimed.length - found, retries)
    return started
  }

  async #claim(lease: Lease, limits: ClaimLimits): Promise<ClaimedLead[]> {
    const {outbox, log} = this.#context
    try {
      return await outbox.claim(lease, limits)
    } catch (error) {
      log({level: 'error', event: 'store_unavailable', fault: storeErrorCode(error)})
      return []
    }
  }

  #planRetries(now: number, found: number, limit: number): void {
    this.#pace.take(found)
    this.#hasMoreRetries = found === limit
    if (!this.#hasMoreRetries) this.#pace.relax(this.#tickMs)
    this.#retriesAt = now + (this.#hasMoreRetries ? this.#tickMs : Math.max(this.#tickMs, idlePollIntervalMs))
  }

  #restMs(): number {
    const {attempts, clock} = this.#context
    if (attempts.capacity === 0) return Math.min(Math.max(attempts.waitMs ?? Infinity, minTickMs), idlePollIntervalMs)
    if (this.#mayWait) return 0
    return Math.max(0, Math.min(this.#retriesAt - clock.elapsed(), idlePollIntervalMs))
  }
}
