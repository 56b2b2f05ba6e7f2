import {recordOutcome, traceAttempt} from '../delivery/attempt-span.ts'
import type {Delivered} from '../delivery/lead.ts'
import type {DeliverySettings as Settings} from './delivery-settings.ts'
import type {Upstream} from '../contact-api/upstream.ts'
import type {Clock} from './clock.ts'
import type {ApiHealth} from './api-health.ts'
import {recordEvents, toAttemptEvents} from './attempt-events.ts'
import {FullReport} from './full-report.ts'
import {storeErrorCode} from './store-error-code.ts'
import type {LookUp} from '../contact-api/look-up.ts'
import type {TraceSpan} from '../tracing/tracing.ts'
import type {ClaimedLead, Lease, Outbox} from './outbox.ts'
import {RefusalCount} from './refusal-count.ts'
import {maySlowDown, toSettlement, type AttemptOutcome, type Settlement} from './retry-policy.ts'
import {SendRate} from './send-rate.ts'

/** How often recording an outcome is retried while the store fails. */
const recordRetryMs = 1_000
/** For how long it is retried before a response, which the visitor waits for. Otherwise until the process stops. */
const maxRecordMs = 3_000

/** A visitor who waits for the outcome of an attempt, for a time. */
export interface Visitor {
  isWaiting: boolean
  /** The id of the visitor's request, for the log. */
  requestId?: string
  /** A refusal that came while the visitor waited. The visitor is shown it, also if it cannot be recorded. */
  refusal?: Settlement
}

/** One attempt to deliver a lead. */
export interface Attempt {
  /** Resolves when the outcome is recorded; with undefined if the process stops before it could be recorded. */
  settled: Promise<Settlement | undefined>
  /** The result for visitors who wait for this attempt. Undefined if no visitor waits. */
  result?: Promise<Delivered>
}

/** How many attempts are in flight, and how many there may be. */
export interface AttemptUsage {
  inFlight: number
  limit: number
}

/** What attempts depend on. */
export interface AttemptContext {
  outbox: Outbox
  upstream: Upstream
  lookUp: LookUp
  settings: Settings
  clock: Clock
  health: ApiHealth
  /** Aborts when the process is about to stop. */
  stop: AbortSignal
  /** Called after each attempt. */
  onFree(): void
}

/** The attempts in flight in this process. Each one calls the API and records the outcome. */
export class Attempts {
  readonly #context: AttemptContext
  readonly #inFlight = new Map<string, Attempt>()
  readonly #fullReport = new FullReport()
  readonly #sendRate = new SendRate()
  readonly #refusals = new RefusalCount()
  #reserved = 0

  constructor(context: AttemptContext) {
    this.#context = context
  }

  /** How many more attempts may start now. */
  get capacity(): number {
    const {clock, stop} = this.#context
    const allowed = this.#sendRate.available(clock.elapsed()) - this.#reserved
    return stop.aborted ? 0 : Math.max(0, Math.min(this.#free, allowed))
  }

  /** Milliseconds until another attempt may start; undefined if one must end first. */
  get waitMs(): number | undefined {
    return this.#free === 0 ? undefined : this.#sendRate.waitMs(this.#context.clock.elapsed())
  }

  /** Attempts in flight, and how many there may be at once. Further leads are stored, and sent when they are claimed. */
  get usage(): AttemptUsage {
    return {inFlight: this.#inFlight.size, limit: this.#context.settings.maxAttempts}
  }

  /** Reserves attempts for leads whose lease is being written. Returns a function that ends the reservation. */
  reserve(attempts: number): () => void {
    this.#reserved += attempts
    return () => void (this.#reserved -= attempts)
  }

  find(leadId: string): Attempt | undefined {
    return this.#inFlight.get(leadId)
  }

  start(lead: ClaimedLead, lease: Lease, visitor?: Visitor): Attempt {
    const {id: leadId, traceparent} = lead
    const traced = {traceparent, isRemote: !visitor, leadId, number: lead.attempts + 1}
    const settled = traceAttempt(this.#context.settings, traced, span => this.#run(lead, lease, span, visitor))
    const attempt: Attempt = {settled: settled.finally(() => this.#end(leadId))}
    this.#inFlight.set(leadId, attempt)
    this.#sendRate.take()
    this.#reportFull()
    return attempt
  }

  /** Resolves when no attempt is in flight any more. */
  async finish(): Promise<void> {
    await Promise.all([...this.#inFlight.values()].map(({settled}) => settled))
  }

  get #free(): number {
    const {inFlight, limit} = this.usage
    return Math.max(0, limit - inFlight - this.#reserved)
  }

  #end(leadId: string): void {
    this.#inFlight.delete(leadId)
    this.#reportFull()
    this.#context.onFree()
  }

  #reportFull(): void {
    const {clock, settings} = this.#context
    const {inFlight, limit} = this.usage
    const event = this.#fullReport.update(inFlight >= limit, limit, clock.elapsed())
    if (event) settings.log(event)
  }

  async #run(lead: ClaimedLead, lease: Lease, span: TraceSpan, visitor?: Visitor): Promise<Settlement | undefined> {
    const {clock, health, settings} = this.#context
    const startedAt = clock.elapsed()
    const outcome = await this.#send(lead)
    recordOutcome(span, outcome)
    const healthEvent = health.note(outcome, clock.elapsed())
    if (healthEvent) settings.log(healthEvent)
    const settlement = toSettlement(outcome, {
      ...lead,
      now: clock.now(),
      attempts: lead.attempts + 1,
      unknownOutcome: settings.unknownOutcome,
      isShown: visitor?.isWaiting,
      hasSlowedDown: this.#adaptRate(lead, outcome, startedAt),
      random: Math.random(),
    })
    if (visitor && settlement.state === 'refused') visitor.refusal = settlement
    const isRecorded = await settings.tracing.run('settle', {parent: span.traceparent}, () =>
      this.#record(lead, lease, settlement),
    )
    if (!isRecorded) return undefined
    const ids = {request_id: visitor?.requestId, trace_id: span.traceId}
    const events = toAttemptEvents(lead, outcome, settlement, clock.now(), ids)
    recordEvents(span, events, settlement)
    for (const event of events) settings.log(event)
    this.#countRefusal(settlement)
    return settlement
  }

  #countRefusal({state}: Settlement): void {
    const {clock, settings} = this.#context
    const event = state === 'refused' ? this.#refusals.add(clock.elapsed()) : undefined
    if (event) settings.log(event)
  }

  /** Returns whether the queue has slowed down because the API is busy. */
  #adaptRate({probe}: ClaimedLead, outcome: AttemptOutcome, startedAt: number): boolean {
    const {clock, settings} = this.#context
    const now = clock.elapsed()
    if (outcome.verdict === 'created') this.#sendRate.noteDelivered(now)
    if (!maySlowDown(outcome, probe)) return false
    const wasLimited = this.#sendRate.perSecond(now) !== undefined
    const hasSlowedDown = this.#sendRate.slowDown(now, startedAt)
    if (hasSlowedDown && !wasLimited) {
      const perSecond = Math.round(this.#sendRate.perSecond(now) ?? 0)
      settings.log({level: 'warn', event: 'queue_slowed', upstream_status: outcome.status, per_second: perSecond})
    }
    return hasSlowedDown
  }

  async #send({body, ...lead}: ClaimedLead): Promise<AttemptOutcome> {
    if (!body) return {verdict: 'unreadable'}
    if (lead.interrupted) return {verdict: 'unknown', fault: 'interrupted'}
    const {lookUp, upstream, settings} = this.#context
    const mustLookUp = lead.maybeDelivered && settings.unknownOutcome === 'reconcile'
    const found = mustLookUp ? await lookUp(body) : 'absent'
    if (found === 'absent') return upstream(body)
    return found === 'present' ? {verdict: 'created'} : {verdict: 'not_sent', fault: 'look_up_failed'}
  }

  /**
   * Retries until the outcome is on disk. If the process stops or a response must be sent first, the lease expires and the
   * outcome counts as unknown.
   */
  async #record(lead: ClaimedLead, lease: Lease, settlement: Settlement): Promise<boolean> {
    const {outbox, settings, clock, stop} = this.#context
    const giveUpAt = clock.elapsed() + (settings.delivery === 'on-request' ? maxRecordMs : Infinity)
    for (let failures = 0; ; failures += 1)
      try {
        await outbox.settle(lead, {...lease, now: clock.now()}, settlement)
        return true
      } catch (error) {
        if (failures === 0)
          settings.log({level: 'error', event: 'outcome_not_recorded', lead: lead.id, fault: storeErrorCode(error)})
        if (stop.aborted || clock.elapsed() >= giveUpAt) return false
        await clock.wait(recordRetryMs, stop)
      }
  }
}
