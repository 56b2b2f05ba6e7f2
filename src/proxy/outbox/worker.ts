import {Problem} from '../../contact/wire.ts'
import type {Deliver, Delivered} from '../delivery/lead.ts'
import type {DeliverySettings as Settings} from './delivery-settings.ts'
import type {Upstream} from '../contact-api/upstream.ts'
import {Attempts, type Attempt} from './attempts.ts'
import {systemClock, type Clock} from './clock.ts'
import {toEntry} from './entry.ts'
import {storeErrorCode} from './store-error-code.ts'
import type {LookUp} from '../contact-api/look-up.ts'
import type {Lease, Outbox, State} from './outbox.ts'

/** Longer than the API's deadline by what recording the outcome may take: whoever holds a lead longer is dead. */
const leaseMargin = 20_000
/** How often a store that had nothing due, or was out of reach, is asked again. */
const idle = 1_000
/** How often a lead in another process's hand is looked at while a visitor waits. */
const glance = 50
const hour = 3_600_000

/** Brings leads to the contact API by way of the outbox: new ones at once, the others when they are due. */
export class DeliveryWorker {
  readonly #outbox: Outbox
  readonly #settings: Settings
  readonly #clock: Clock
  readonly #attempts: Attempts
  readonly #owner = crypto.randomUUID()
  readonly #stop = new AbortController()
  #rounds: Promise<unknown> = Promise.resolve()

  constructor(outbox: Outbox, upstream: Upstream, lookUp: LookUp, settings: Settings, clock = systemClock) {
    this.#outbox = outbox
    this.#settings = settings
    this.#clock = clock
    this.#attempts = new Attempts({outbox, upstream, lookUp, settings, clock, stop: this.#stop.signal})
  }

  /** Begins to deliver what is due, at the polite rate, until `close`. */
  start(): this {
    this.#rounds = Promise.all([this.#deliverDue(), this.#prune()])
    return this
  }

  /** Stops taking leads in hand; resolves when what is under way is recorded. What never comes back stays for the next start. */
  async close(): Promise<void> {
    this.#stop.abort()
    await this.#rounds
    await this.#attempts.end()
  }

  /** Stores a lead, tries it at once, and answers within the deadline whatever comes of it. */
  readonly deliver: Deliver = async lead => {
    const entry = await toEntry(lead, this.#settings)
    const lease = this.#lease()
    const stored = await this.#outbox.store(entry, lease.now, this.#attempts.free > 0 ? lease : undefined)
    if (stored.kind === 'key_reused') throw new Problem('idempotency_key_reused')
    if (stored.kind === 'duplicate') return this.#watch(lead.key, stored)
    if (stored.state !== 'sending') return {status: 'accepted'}
    const {id, probe} = stored
    return this.#answer(
      this.#attempts.begin(
        {id, body: entry.body, attempts: 0, since: lease.now, maybeDelivered: false, interrupted: false, probe},
        lease,
      ),
    )
  }

  /** The outcome, if it comes while a visitor may wait. Whoever asks again meanwhile gets the same. */
  #answer(attempt: Attempt): Promise<Delivered> {
    const settled = new AbortController()
    const late = this.#clock.wait(this.#settings.answerWithin, settled.signal).then(() => undefined)
    attempt.answer = Promise.race([attempt.settled, late])
      .then(settlement => (settlement ? toDelivered(settlement) : {status: 'accepted' as const}))
      .finally(() => settled.abort())
    return attempt.answer
  }

  /** The lead is known: what became of it, or becomes of it while the visitor may wait. */
  async #watch(key: string, {id, ...seen}: {id: string; state: State; reason?: string}): Promise<Delivered> {
    const until = this.#clock.now() + this.#settings.answerWithin
    let known: {state: State; reason?: string} | undefined = seen
    while (known?.state === 'sending' && this.#clock.now() < until && !this.#stop.signal.aborted) {
      const here = this.#attempts.of(id)?.answer
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

  async #deliverDue(): Promise<void> {
    const {redeliveryRate} = this.#settings
    const beat = Math.max(1000 / redeliveryRate, 50)
    const atOnce = Math.max(1, Math.round((redeliveryRate * beat) / 1000))
    while (!this.#stop.signal.aborted) {
      const begun = await this.#claim(Math.min(atOnce, this.#attempts.free))
      await this.#clock.wait(begun > 0 ? beat : Math.max(beat, idle), this.#stop.signal)
    }
  }

  async #claim(limit: number): Promise<number> {
    if (limit <= 0) return 0
    try {
      const lease = this.#lease()
      const claimed = await this.#outbox.claim(lease, limit)
      for (const lead of claimed) this.#attempts.begin(lead, lease)
      return claimed.length
    } catch (error) {
      this.#complain(error)
      return 0
    }
  }

  async #prune(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await this.#outbox.prune(this.#clock.now()).catch((error: unknown) => this.#complain(error))
      await this.#clock.wait(hour, this.#stop.signal)
    }
  }

  #complain(error: unknown): void {
    this.#settings.log({level: 'error', event: 'store_unavailable', fault: storeErrorCode(error)})
  }
}

function toDelivered({state, reason, status}: {state: State; reason?: string; status?: number}): Delivered {
  if (state === 'dead' && reason === 'refused') throw new Problem('refused', {cause: {status}})
  return state === 'delivered' ? {status: 'created', upstreamStatus: status} : {status: 'accepted'}
}
