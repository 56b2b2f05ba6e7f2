import {Problem} from '../../contact/wire.ts'
import type {Deliver, Delivered} from '../delivery/lead.ts'
import type {DeliverySettings as Settings} from './delivery-settings.ts'
import type {Upstream} from '../contact-api/upstream.ts'
import {ApiHealth} from './api-health.ts'
import {Attempts, type Attempt, type AttemptUsage, type Visitor} from './attempts.ts'
import {systemClock, type Clock} from './clock.ts'
import {toEntry} from './entry.ts'
import {Redelivery} from './redelivery.ts'
import type {Settlement} from './retry-policy.ts'
import {storeErrorCode} from './store-error-code.ts'
import type {LookUp} from '../contact-api/look-up.ts'
import type {Entry, Lease, Outbox, State, StoreResult} from './outbox.ts'
import {QueueWatch} from './watch.ts'

/**
 * A lease lasts this much longer than the API timeout, so that it expires only if the process has crashed. Longer than a
 * look-up, which `reconcile` adds to an attempt.
 */
const leaseMarginMs = 20_000
/** Poll interval for a lead that another process is sending while a visitor waits. */
const pollIntervalMs = 50
/** How often what has expired is deleted. */
export const pruneIntervalMs = 3_600_000
const alarmIntervalMs = 60_000
/** For a suspect lead while the quarantine is full. */
const fullRetryAfterSeconds = 3_600

type LeadState = {state: State; reason?: string}

/** Delivers leads through the outbox: new leads at once, the others when they are due. */
export class DeliveryWorker {
  readonly #outbox: Outbox
  readonly #settings: Settings
  readonly #clock: Clock
  readonly #attempts: Attempts
  readonly #redelivery: Redelivery
  readonly #watch: QueueWatch
  readonly #health = new ApiHealth()
  readonly #owner = crypto.randomUUID()
  readonly #stop = new AbortController()
  readonly #alarms = new Map<string, number>()
  #nextPrune = -Infinity
  #loops: Promise<unknown> = Promise.resolve()

  constructor(outbox: Outbox, upstream: Upstream, lookUp: LookUp, settings: Settings, clock = systemClock) {
    this.#outbox = outbox
    this.#settings = settings
    this.#clock = clock
    const shared = {outbox, clock, stop: this.#stop.signal}
    const attempts = {...shared, upstream, lookUp, settings, health: this.#health}
    this.#attempts = new Attempts({...attempts, onFree: () => this.#redelivery.noteFree()})
    this.#redelivery = new Redelivery({
      ...shared,
      attempts: this.#attempts,
      rate: settings.redeliveryRate,
      createLease: () => this.#createLease(),
      log: settings.log,
    })
    this.#watch = new QueueWatch({...shared, health: this.#health, log: settings.log})
  }

  /** Starts to deliver what the outbox has, retries at no more than the redelivery rate, until `close` is called. */
  start(): this {
    this.#loops = Promise.all([this.#redelivery.run(), this.#pruneRegularly(), this.#watch.run()])
    return this
  }

  /**
   * Does once what is due now, for a runtime that sets an alarm in place of `start`: sends leads, reports an outage, and
   * prunes the outbox if an hour has passed. Resolves when the attempts that it started have ended, to their settlements.
   * @param maxMs after which it starts no more attempts
   */
  async runWhileDue(maxMs: number): Promise<(Settlement | undefined)[]> {
    const settlements = await this.#redelivery.runWhileDue(maxMs)
    await this.#watch.check()
    const now = this.#clock.elapsed()
    if (now >= this.#nextPrune) {
      this.#nextPrune = now + pruneIntervalMs
      await this.#prune()
    }
    return settlements
  }

  /** Stops claiming leads, and resolves when the attempts in flight are recorded. */
  async close(): Promise<void> {
    this.#stop.abort()
    await this.#loops
    await this.#attempts.finish()
  }

  get usage(): AttemptUsage {
    return this.#attempts.usage
  }

  /**
   * Stores a lead, tries to deliver it at once, and resolves within `answerWithin` milliseconds after it is stored; when the
   * attempt has ended if leads are delivered on request.
   */
  readonly deliver: Deliver = async lead => {
    const entry = await toEntry(lead, this.#settings)
    const visitor: Visitor = {isWaiting: true, requestId: lead.requestId}
    const {stored, attempt} = await this.#settings.tracing.run('store', {parent: lead.traceparent}, () =>
      this.#storeAndStart(entry, visitor),
    )
    if (stored.kind === 'key_reused') throw new Problem('idempotency_key_reused')
    if (stored.kind === 'quarantine_full') {
      this.#alarm('quarantine_full')
      throw new Problem('rate_limited', {retryAfter: fullRetryAfterSeconds})
    }
    if (stored.lacksWordings) this.#alarm('wordings_full')
    if (stored.kind === 'duplicate') {
      // A discarded lead looks to its sender as before.
      const isQuarantined = stored.state === 'quarantined' || stored.state === 'discarded'
      return {...(await this.#awaitDuplicate(lead.key, stored)), isQuarantined, isDuplicate: true}
    }
    if (attempt) return this.#awaitAttempt(stored.id, attempt, visitor)
    return {status: 'accepted', leadId: stored.id, isQuarantined: stored.state === 'quarantined'}
  }

  /** Stores a lead and starts its first attempt, if one is free. */
  async #storeAndStart(entry: Entry, visitor: Visitor): Promise<{stored: StoreResult; attempt?: Attempt}> {
    const lease = this.#createLease()
    if (this.#attempts.capacity === 0) {
      const stored = await this.#outbox.store(entry, lease.now)
      if (stored.kind === 'new' && stored.state === 'pending') this.#redelivery.noteWaiting()
      return {stored}
    }
    const release = this.#attempts.reserve(1)
    let stored: StoreResult
    try {
      stored = await this.#outbox.store(entry, lease.now, lease)
    } finally {
      release()
    }
    if (stored.kind !== 'new' || stored.state !== 'sending') return {stored}
    const firstAttempt = {attempts: 0, since: lease.now, maybeDelivered: false, interrupted: false, isRetry: false}
    const {body, traceparent} = entry
    const lead = {id: stored.id, body, traceparent, probe: stored.probe, ...firstAttempt}
    return {stored, attempt: this.#attempts.start(lead, lease, visitor)}
  }

  /** Resolves with the outcome, or with `accepted` if it takes too long. Duplicates get the same result. */
  #awaitAttempt(leadId: string, attempt: Attempt, visitor: Visitor): Promise<Delivered> {
    if (this.#settings.delivery === 'on-request')
      return (attempt.result = attempt.settled.then(settlement => toDelivered(leadId, settlement ?? visitor.refusal)))
    const done = new AbortController()
    const timeout = this.#clock.wait(this.#settings.answerWithin, done.signal).then(() => {
      visitor.isWaiting = false
      return visitor.refusal
    })
    attempt.result = Promise.race([attempt.settled, timeout])
      .then(settlement => toDelivered(leadId, settlement))
      .finally(() => done.abort('settled')) // without a reason, a DOMException would be created for each lead
    return attempt.result
  }

  /** Resolves with the state of a stored lead. Waits while an attempt is in flight, here or in another process. */
  async #awaitDuplicate(key: string, {id, ...stored}: LeadState & {id: string}): Promise<Delivered> {
    const deadline = this.#clock.elapsed() + this.#settings.answerWithin
    let lead: LeadState | undefined = stored
    while (lead?.state === 'sending' && this.#clock.elapsed() < deadline && !this.#stop.signal.aborted) {
      const result = this.#attempts.find(id)?.result
      if (result) return result
      await this.#clock.wait(pollIntervalMs, this.#stop.signal)
      lead = await this.#outbox.find(key)
    }
    return toDelivered(id, lead)
  }

  #createLease(): Lease {
    const now = this.#clock.now()
    return {owner: this.#owner, now, until: now + this.#settings.deadline + leaseMarginMs}
  }

  async #pruneRegularly(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await this.#prune()
      await this.#clock.wait(pruneIntervalMs, this.#stop.signal)
    }
  }

  async #prune(): Promise<void> {
    try {
      const leads = await this.#outbox.prune(this.#clock.now())
      if (leads > 0) this.#settings.log({level: 'warn', event: 'leads_expired', leads})
    } catch (error) {
      this.#logStoreError(error)
    }
  }

  /** Logs an event for the operator, each at most once a minute: anybody can cause it. */
  #alarm(event: 'quarantine_full' | 'wordings_full'): void {
    const now = this.#clock.now()
    if (now - (this.#alarms.get(event) ?? -Infinity) < alarmIntervalMs) return
    this.#alarms.set(event, now)
    this.#settings.log({level: 'error', event})
  }

  #logStoreError(error: unknown): void {
    this.#settings.log({level: 'error', event: 'store_unavailable', fault: storeErrorCode(error)})
  }
}

/** What a visitor is shown. A lead without a known state is stored, at any rate. */
function toDelivered(leadId: string, lead: (LeadState & {status?: number}) | undefined): Delivered {
  if (lead?.state === 'refused' || (lead?.state === 'dead' && lead.reason === 'refused'))
    throw new Problem('refused', {cause: {status: lead.status, leadId}})
  return lead?.state === 'delivered'
    ? {status: 'created', leadId, upstreamStatus: lead.status}
    : {status: 'accepted', leadId}
}
