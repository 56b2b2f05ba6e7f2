import {Problem} from '../../contact/wire.ts'
import type {Deliver, Delivered} from '../delivery.ts'
import type {Settings} from '../options.ts'
import type {Outcome, Upstream} from '../upstream.ts'
import {systemClock, type Clock} from './clock.ts'
import {toEntry} from './entry.ts'
import {faultOf} from './fault.ts'
import type {Claimed, Lease, Outbox, State} from './outbox.ts'
import {judge, type Settlement} from './policy.ts'
import type {LookUp} from './look-up.ts'

/** Longer than the API's deadline by what recording the outcome may take: whoever holds a lead longer is dead. */
const leaseMargin = 20_000
/** Tries under way at once; beyond them leads are stored, and wait their turn. */
const maxTries = 64
/** How often a store that had nothing due, or was out of reach, is asked again. */
const idle = 1_000
/** How often a lead in another process's hand is looked at while a visitor waits. */
const glance = 50

/** One try, from its beginning until its outcome is recorded. */
interface Run {
  settled: Promise<Settlement | undefined>
  /** What visitors are told, where some wait for it. */
  answer?: Promise<Delivered>
}

/** Brings leads to the contact API by way of the outbox. */
export class Courier {
  readonly #outbox: Outbox
  readonly #upstream: Upstream
  readonly #lookUp: LookUp
  readonly #settings: Settings
  readonly #clock: Clock
  readonly #owner = crypto.randomUUID()
  readonly #underWay = new Map<string, Run>()
  readonly #stop = new AbortController()
  #rounds: Promise<void> = Promise.resolve()

  constructor(outbox: Outbox, upstream: Upstream, lookUp: LookUp, settings: Settings, clock = systemClock) {
    this.#outbox = outbox
    this.#upstream = upstream
    this.#lookUp = lookUp
    this.#settings = settings
    this.#clock = clock
  }

  /** Begins to deliver what is due, at the polite rate, until `close`. */
  start(): this {
    this.#rounds = Promise.all([this.#deliverDue(), this.#prune()]).then(() => {})
    return this
  }

  /** Stops taking leads in hand; resolves when what is under way is recorded. What never comes back stays for the next start. */
  async close(): Promise<void> {
    this.#stop.abort()
    await this.#rounds
    await Promise.all([...this.#underWay.values()].map(({settled}) => settled))
  }

  /** Stores a lead, tries it at once, and answers within the deadline whatever comes of it. */
  readonly deliver: Deliver = async lead => {
    const entry = await toEntry(lead, this.#settings)
    const lease = this.#lease()
    const stored = await this.#outbox.store(entry, lease.now, this.#isFree() ? lease : undefined)
    if (stored.kind === 'reused') throw new Problem('idempotency_key_reused')
    if (stored.kind === 'known') return this.#watch(lead.key, stored)
    if (stored.state !== 'sending') return {status: 'accepted'}
    const {id, probe} = stored
    return this.#answer(this.#begin({id, body: entry.body, attempts: 0, since: lease.now, doubtful: false, interrupted: false, probe}, lease))
  }

  /** The outcome, if it comes while a visitor may wait. Whoever asks again meanwhile gets the same. */
  #answer(run: Run): Promise<Delivered> {
    const settled = new AbortController()
    const late = this.#clock.wait(this.#settings.answerWithin, settled.signal).then(() => undefined)
    run.answer = Promise.race([run.settled, late])
      .then(settlement => (settlement ? toDelivered(settlement) : {status: 'accepted' as const}))
      .finally(() => settled.abort())
    return run.answer
  }

  #isFree(): boolean {
    return this.#underWay.size < maxTries && !this.#stop.signal.aborted
  }

  /** The lead is known: what became of it, or becomes of it while the visitor may wait. */
  async #watch(key: string, {id, ...seen}: {id: string, state: State, reason?: string}): Promise<Delivered> {
    const until = this.#clock.now() + this.#settings.answerWithin
    let known: {state: State, reason?: string} | undefined = seen
    while (known?.state === 'sending' && this.#clock.now() < until && !this.#stop.signal.aborted) {
      const here = this.#underWay.get(id)?.answer
      if (here) return here
      await this.#clock.wait(glance, this.#stop.signal)
      known = await this.#outbox.find(key)
    }
    return known ? toDelivered(known) : {status: 'accepted'}
  }

  #lease(): Lease {
    const now = this.#clock.now()
    return {owner: this.#owner, now, until: now + this.#settings.deadline + leaseMargin}
  }

  #begin(lead: Claimed, lease: Lease): Run {
    const run: Run = {settled: this.#attempt(lead, lease).finally(() => this.#underWay.delete(lead.id))}
    this.#underWay.set(lead.id, run)
    return run
  }

  async #attempt(lead: Claimed, lease: Lease): Promise<Settlement | undefined> {
    const outcome = await this.#try(lead)
    const settlement = judge(outcome, {
      ...lead,
      now: this.#clock.now(),
      attempts: lead.attempts + 1,
      unknownOutcome: this.#settings.unknownOutcome,
      random: Math.random(),
    })
    return (await this.#record(lead, lease, settlement)) ? settlement : undefined
  }

  async #try(lead: Claimed): Promise<Outcome> {
    if (lead.interrupted) return {verdict: 'unknown'}
    const found = lead.doubtful && this.#settings.unknownOutcome === 'reconcile' ? await this.#lookUp(lead.body) : 'absent'
    if (found === 'absent') return this.#upstream(lead.body)
    return {verdict: found === 'present' ? 'created' : 'not_sent'}
  }

  /** Keeps on until the outcome is on disk, or the process ends: then it is unknown, and treated so. */
  async #record(lead: Claimed, lease: Lease, settlement: Settlement): Promise<boolean> {
    for (let failures = 0; ; failures += 1)
      try {
        await this.#outbox.settle(lead, {...lease, now: this.#clock.now()}, settlement)
        this.#report(lead, settlement)
        return true
      } catch (error) {
        if (failures === 0) this.#settings.log({level: 'error', event: 'outcome_not_recorded', lead: lead.id, fault: faultOf(error)})
        if (this.#stop.signal.aborted) return false
        await this.#clock.wait(idle, this.#stop.signal)
      }
  }

  #report({id, attempts, probe}: Claimed, {state, reason, status, due, pause}: Settlement): void {
    const {log} = this.#settings
    if (state === 'delivered') log({level: 'info', event: 'delivered', lead: id, attempts: attempts + 1, upstream_status: status})
    else if (state === 'dead') log({level: 'error', event: 'dead_letter', lead: id, reason, upstream_status: status})
    else log({level: 'warn', event: 'postponed', lead: id, reason, upstream_status: status, seconds: Math.round((due - this.#clock.now()) / 1000)})
    if (pause) log({level: 'error', event: 'queue_paused', reason: pause.reason, upstream_status: status, seconds: Math.round((pause.until - this.#clock.now()) / 1000)})
    else if (probe && (state === 'delivered' || reason === 'refused')) log({level: 'info', event: 'queue_resumed'})
  }

  async #deliverDue(): Promise<void> {
    const beat = Math.max(1000 / this.#settings.redeliveryRate, 50)
    const atOnce = Math.max(1, Math.round((this.#settings.redeliveryRate * beat) / 1000))
    while (!this.#stop.signal.aborted) {
      const begun = await this.#claim(Math.min(atOnce, maxTries - this.#underWay.size))
      await this.#clock.wait(begun > 0 ? beat : Math.max(beat, idle), this.#stop.signal)
    }
  }

  async #claim(limit: number): Promise<number> {
    if (limit <= 0) return 0
    try {
      const lease = this.#lease()
      const claimed = await this.#outbox.claim(lease, limit)
      for (const lead of claimed) this.#begin(lead, lease)
      return claimed.length
    } catch (error) {
      this.#settings.log({level: 'error', event: 'store_unavailable', fault: faultOf(error)})
      return 0
    }
  }

  async #prune(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await this.#outbox.prune(this.#clock.now()).catch((error: unknown) => this.#settings.log({level: 'error', event: 'store_unavailable', fault: faultOf(error)}))
      await this.#clock.wait(3_600_000, this.#stop.signal)
    }
  }
}

function toDelivered({state, reason, status}: {state: State, reason?: string, status?: number}): Delivered {
  if (state === 'dead' && reason === 'refused') throw new Problem('refused', {cause: {status}})
  return state === 'delivered' ? {status: 'created', upstreamStatus: status} : {status: 'accepted'}
}
