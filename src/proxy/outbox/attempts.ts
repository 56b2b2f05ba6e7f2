import type {Delivered} from '../delivery/lead.ts'
import type {DeliverySettings as Settings} from './delivery-settings.ts'
import type {Outcome, Upstream} from '../contact-api/upstream.ts'
import type {Clock} from './clock.ts'
import {storeErrorCode} from './store-error-code.ts'
import type {LookUp} from '../contact-api/look-up.ts'
import type {ClaimedLead, Lease, Outbox} from './outbox.ts'
import {toSettlement, type Settlement} from './retry-policy.ts'

/** Tries under way at once; beyond them leads are stored, and wait their turn. */
const most = 64
/** How often a store that could not record an outcome is asked again, milliseconds. */
const insistence = 1_000

/** One try, from its beginning until its outcome is recorded. */
export interface Attempt {
  /** Undefined where the outcome could not be recorded before the process was to end. */
  settled: Promise<Settlement | undefined>
  /** What visitors are told, where some wait for it. */
  answer?: Promise<Delivered>
}

/** What attempts need. */
export interface AttemptContext {
  outbox: Outbox
  upstream: Upstream
  lookUp: LookUp
  settings: Settings
  clock: Clock
  /** Aborts when the process is to end. */
  stop: AbortSignal
}

/** The tries that are under way in this process: each asks the API, and records what became of it. */
export class Attempts {
  readonly #context: AttemptContext
  readonly #underWay = new Map<string, Attempt>()

  constructor(context: AttemptContext) {
    this.#context = context
  }

  /** How many more may begin. */
  get free(): number {
    return this.#context.stop.aborted ? 0 : Math.max(0, most - this.#underWay.size)
  }

  of(id: string): Attempt | undefined {
    return this.#underWay.get(id)
  }

  begin(lead: ClaimedLead, lease: Lease): Attempt {
    const attempt: Attempt = {settled: this.#run(lead, lease).finally(() => this.#underWay.delete(lead.id))}
    this.#underWay.set(lead.id, attempt)
    return attempt
  }

  async end(): Promise<void> {
    await Promise.all([...this.#underWay.values()].map(({settled}) => settled))
  }

  async #run(lead: ClaimedLead, lease: Lease): Promise<Settlement | undefined> {
    const outcome = await this.#ask(lead)
    const {clock, settings} = this.#context
    const {unknownOutcome} = settings
    const settlement = toSettlement(outcome, {
      ...lead,
      now: clock.now(),
      attempts: lead.attempts + 1,
      unknownOutcome,
      random: Math.random(),
    })
    return (await this.#record(lead, lease, settlement)) ? settlement : undefined
  }

  async #ask(lead: ClaimedLead): Promise<Outcome> {
    if (lead.interrupted) return {verdict: 'unknown'}
    const {lookUp, upstream, settings} = this.#context
    const found = lead.maybeDelivered && settings.unknownOutcome === 'reconcile' ? await lookUp(lead.body) : 'absent'
    if (found === 'absent') return upstream(lead.body)
    return {verdict: found === 'present' ? 'created' : 'not_sent'}
  }

  /** Keeps on until the outcome is on disk, or the process ends: then it is unknown, and treated so. */
  async #record(lead: ClaimedLead, lease: Lease, settlement: Settlement): Promise<boolean> {
    const {outbox, settings, clock, stop} = this.#context
    for (let failures = 0; ; failures += 1)
      try {
        await outbox.settle(lead, {...lease, now: clock.now()}, settlement)
        this.#report(lead, settlement)
        return true
      } catch (error) {
        if (failures === 0)
          settings.log({level: 'error', event: 'outcome_not_recorded', lead: lead.id, fault: storeErrorCode(error)})
        if (stop.aborted) return false
        await clock.wait(insistence, stop)
      }
  }

  #report({id, attempts, probe}: ClaimedLead, {state, reason, status, due, pause}: Settlement): void {
    const {log} = this.#context.settings
    const secondsTo = (time: number) => Math.max(0, Math.round((time - this.#context.clock.now()) / 1000))
    if (state === 'delivered')
      log({level: 'info', event: 'delivered', lead: id, attempts: attempts + 1, upstream_status: status})
    else if (state === 'dead') log({level: 'error', event: 'dead_letter', lead: id, reason, upstream_status: status})
    else log({level: 'warn', event: 'postponed', lead: id, reason, upstream_status: status, seconds: secondsTo(due)})
    if (pause)
      log({
        level: 'error',
        event: 'queue_paused',
        reason: pause.reason,
        upstream_status: status,
        seconds: secondsTo(pause.until),
      })
    else if (probe && (state === 'delivered' || reason === 'refused')) log({level: 'info', event: 'queue_resumed'})
  }
}
