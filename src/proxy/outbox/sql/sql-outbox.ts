import type {ClaimedLead, ConsentRecord, Counts, Entry, Lease, Outbox, Person, StoreResult} from '../outbox.ts'
import type {Settlement} from '../retry-policy.ts'
import {claimLeads, countLeads, rescheduleStaleLeads, pruneLeads, settleLead, type SealedClaim} from './delivery.ts'
import {
  discardLead,
  findRecords,
  forgetPerson,
  listLeads,
  pauseQueue,
  readWordings,
  resumeQueue,
  retryLead,
  writeOut,
  type Forgotten,
  type ListedLead,
  type PersonDigests,
  type WrittenRecord,
} from './operator.ts'
import type {Driver} from './steps.ts'
import {findLead, storeLead, type SealedEntry} from './store.ts'
import type {Vault} from './vault.ts'

/** An outbox in tables, with what the operator's commands need beside delivery. */
export class SqlOutbox implements Outbox {
  readonly #driver: Driver
  readonly #vault: Vault
  readonly #retention: number | undefined

  /** @param retention milliseconds after which consent records are erased; undefined keeps them until they are forgotten */
  constructor(driver: Driver, vault: Vault, retention?: number) {
    this.#driver = driver
    this.#vault = vault
    this.#retention = retention
  }

  store(entry: Entry, now: number, lease?: Lease): Promise<StoreResult> {
    const sealed = this.#seal(entry)
    return this.#driver.run(() => storeLead(sealed, now, lease))
  }

  find(key: string) {
    return this.#driver.run(() => findLead(key))
  }

  async claim(lease: Lease, limit: number): Promise<ClaimedLead[]> {
    const claims = await this.#driver.run(() => claimLeads(lease, limit))
    const opened = claims.map(claim => this.#open(claim))
    for (const [index, lead] of opened.entries())
      if (!lead) await this.settle(claims[index]!, lease, unreadable(lease.now))
    return opened.filter(lead => lead !== undefined)
  }

  /** Undefined where the disk gives back what was never stored: one such lead must not hold up the others. */
  #open(claim: SealedClaim): ClaimedLead | undefined {
    try {
      return {...claim, body: JSON.parse(this.#vault.open(claim.body, claim.id)) as ClaimedLead['body']} // as it was stored
    } catch {
      return undefined
    }
  }

  settle(lead: Pick<ClaimedLead, 'id' | 'probe'>, lease: Lease, settlement: Settlement): Promise<void> {
    return this.#driver.run(() => settleLead(lead, lease, settlement))
  }

  counts(now: number): Promise<Counts> {
    return this.#driver.run(() => countLeads(now))
  }

  async prune(now: number): Promise<void> {
    await this.#driver.run(() => rescheduleStaleLeads(now))
    while (await this.#driver.run(() => pruneLeads(now, this.#retention)));
  }

  /** A page of undelivered leads in these states, oldest first. */
  list(states: ListedLead['state'][], after = {stored: -1, id: ''}, limit = 500): Promise<ListedLead[]> {
    return this.#driver.run(() => listLeads(states, after, limit))
  }

  retry(id: string, now: number): Promise<boolean> {
    return this.#driver.run(() => retryLead(id, ['dead', 'pending'], now))
  }

  release(id: string, now: number): Promise<boolean> {
    return this.#driver.run(() => retryLead(id, ['quarantined'], now))
  }

  discard(id: string): Promise<boolean> {
    return this.#driver.run(() => discardLead(id))
  }

  pause(): Promise<void> {
    return this.#driver.run(pauseQueue)
  }

  resume(): Promise<boolean> {
    return this.#driver.run(resumeQueue)
  }

  /** The consent records of whoever has this e-mail or this phone, or of everybody. */
  async evidence(person?: Person): Promise<WrittenRecord[]> {
    const records = await this.#driver.run(() => findRecords(person && this.#digests(person)))
    const wordings = await this.#driver.run(readWordings)
    return records.map(({id, lead, record}) =>
      writeOut(lead, JSON.parse(this.#vault.open(record, id)) as ConsentRecord, wordings),
    ) // as it was stored
  }

  /** Erases everything of whoever has this e-mail or this phone. */
  async forget(person: Person): Promise<Forgotten> {
    const forgotten = await this.#driver.run(() => forgetPerson(this.#digests(person)))
    this.#driver.sweep?.()
    return forgotten
  }

  close(): Promise<void> {
    return this.#driver.close()
  }

  #seal({key, payload, content, person, body, record, wordings, quarantine}: Entry): SealedEntry {
    return {
      key,
      payloadHash: this.#vault.digest(payload),
      contentHash: this.#vault.digest(content),
      ...this.#digests(person),
      body: this.#vault.seal(JSON.stringify(body), key),
      record: this.#vault.seal(JSON.stringify(record), key),
      wordings,
      quarantine,
    }
  }

  #digests({email, phone}: Person): PersonDigests {
    return {email: email && this.#vault.digest(email.toLowerCase()), phone: phone && this.#vault.digest(phone)}
  }
}

const unreadable = (now: number): Settlement => ({state: 'dead', reason: 'unreadable', due: now, maybeDelivered: false})
