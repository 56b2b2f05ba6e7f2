import type {ClaimedLead, ClaimLimits, Entry, Lease, Outbox, StoreResult} from '../outbox.ts'
import type {Settlement} from '../retry-policy.ts'
import type {Alarm} from './alarm.ts'

/**
 * An outbox that has the alarm of its object go off when a lead is due or its lease expires. The alarm is set before the
 * first `await`, so it is on disk whenever the lead is.
 */
export class AlarmedOutbox implements Outbox {
  readonly #outbox: Outbox
  readonly #alarm: Alarm

  constructor(outbox: Outbox, alarm: Alarm) {
    this.#outbox = outbox
    this.#alarm = alarm
  }

  store(entry: Entry, now: number, lease?: Lease): Promise<StoreResult> {
    this.#alarm.bringForward(lease?.until ?? now)
    return this.#outbox.store(entry, now, lease)
  }

  claim(lease: Lease, limits: ClaimLimits): Promise<ClaimedLead[]> {
    this.#alarm.bringForward(lease.until)
    return this.#outbox.claim(lease, limits)
  }

  settle(lead: Pick<ClaimedLead, 'id' | 'probe'>, lease: Lease, settlement: Settlement): Promise<void> {
    if (settlement.state === 'pending') this.#alarm.bringForward(settlement.pause?.until ?? settlement.due)
    return this.#outbox.settle(lead, lease, settlement)
  }

  find(key: string) {
    return this.#outbox.find(key)
  }

  counts(now: number) {
    return this.#outbox.counts(now)
  }

  prune(now: number) {
    return this.#outbox.prune(now)
  }

  close() {
    return this.#outbox.close()
  }
}
