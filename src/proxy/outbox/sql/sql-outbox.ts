import {randomUUID} from 'node:crypto'
import type {
  ClaimedLead,
  ClaimLimits,
  ConsentRecord,
  Counts,
  Entry,
  Lease,
  Outbox,
  Person,
  StoreResult,
} from '../outbox.ts'
import type {Settlement} from '../retry-policy.ts'
import {
  findRecords,
  forgetPerson,
  readWordings,
  toExportedRecord,
  toPersonDigests,
  type ExportedRecord,
  type ForgetResult,
  type PersonDigests,
} from './consent.ts'
import {claimLeads, settleLead, type EncryptedClaim} from './delivery.ts'
import type {Encryption, TextPlace} from './encryption.ts'
import {prune, rescheduleStaleLeads, type Retention} from './maintenance.ts'
import {countLeads, discardLead, listLeads, retryLead, type ListedLead} from './operator.ts'
import {pauseQueue, resumeQueue} from './pause.ts'
import type {Driver} from './steps.ts'
import {findLead, storeLead, type EncryptedEntry, type StoreCeilings} from './store.ts'

const dayMs = 24 * 3_600_000
const leadRetentionMs = 90 * dayMs

/** Some 150 MB of quarantined leads, and 80 MB of wordings: more than the visitors of any site send. */
const ceilings: StoreCeilings = {quarantined: 10_000, wordings: 10_000}

/** How long and how much is kept. */
export interface Keeping extends Partial<Retention> {
  ceilings?: StoreCeilings
}

/** An outbox in SQL tables. Besides the port for delivery it has what the operator's commands need. */
export class SqlOutbox implements Outbox {
  readonly #driver: Driver
  readonly #encryption: Encryption
  readonly #retention: Retention
  readonly #ceilings: StoreCeilings

  constructor(driver: Driver, encryption: Encryption, keeping: Keeping = {}) {
    this.#driver = driver
    this.#encryption = encryption
    this.#retention = {leadsMs: keeping.leadsMs ?? leadRetentionMs, recordsMs: keeping.recordsMs}
    this.#ceilings = keeping.ceilings ?? ceilings
  }

  store(entry: Entry, now: number, lease?: Lease): Promise<StoreResult> {
    const encrypted = this.#encrypt(entry)
    return this.#driver.run(() => storeLead(encrypted, now, this.#ceilings, lease))
  }

  find(key: string) {
    return this.#driver.run(() => findLead(key))
  }

  async claim(lease: Lease, limits: ClaimLimits): Promise<ClaimedLead[]> {
    const claims = await this.#driver.run(() => claimLeads(lease, limits))
    const decrypted = claims.map(claim => this.#decrypt(claim))
    for (const [index, lead] of decrypted.entries())
      if (!lead) await this.settle(claims[index]!, lease, unreadable(lease.now))
    return decrypted.filter(lead => lead !== undefined)
  }

  /** Returns undefined for a corrupted body, so that one such lead does not block the others. */
  #decrypt(claim: EncryptedClaim): ClaimedLead | undefined {
    try {
      const body = JSON.parse(
        this.#encryption.decrypt(claim.body, {id: claim.id, column: 'body'}),
      ) as ClaimedLead['body'] // as `store` wrote it
      return {...claim, body}
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

  async prune(now: number): Promise<number> {
    await this.#driver.run(() => rescheduleStaleLeads(now))
    let undelivered = 0
    for (let hasMore = true; hasMore;) {
      const pruned = await this.#driver.run(() => prune(now, this.#retention))
      undelivered += pruned.undelivered
      hasMore = pruned.hasMore
    }
    this.#driver.purgeJournal?.() // it holds the bodies of leads that were delivered since
    return undelivered
  }

  /** Lists one page of leads in these states, oldest first. */
  list(states: ListedLead['state'][], after = {stored: -1, id: ''}, limit = 500): Promise<ListedLead[]> {
    return this.#driver.run(() => listLeads(states, after, limit))
  }

  /** Makes a dead, refused or pending lead due now. */
  retry(id: string, now: number): Promise<boolean> {
    return this.#driver.run(() => retryLead(id, ['dead', 'refused', 'pending'], now))
  }

  /** Makes a quarantined lead due now. */
  release(id: string, now: number): Promise<boolean> {
    return this.#driver.run(() => retryLead(id, ['quarantined'], now))
  }

  async discard(id: string, now = Date.now()): Promise<boolean> {
    const isDiscarded = await this.#driver.run(() => discardLead(id, now))
    this.#driver.purgeJournal?.()
    return isDiscarded
  }

  pause(): Promise<void> {
    return this.#driver.run(pauseQueue)
  }

  resume(): Promise<boolean> {
    return this.#driver.run(resumeQueue)
  }

  /** Returns the consent records with this e-mail address or phone number, or all of them. */
  async evidence(person?: Person): Promise<ExportedRecord[]> {
    const records = await this.#driver.run(() => findRecords(person && this.#digests(person)))
    const wordings = await this.#readWordings()
    return records.map(({id, lead, record}) => {
      const decrypted = JSON.parse(this.#encryption.decrypt(record, {id, column: 'record'})) as ConsentRecord // as `store` wrote it
      return toExportedRecord(lead, decrypted, wordings)
    })
  }

  /** Deletes everything stored with this e-mail address or phone number. */
  async forget(person: Person): Promise<ForgetResult> {
    const result = await this.#driver.run(() => forgetPerson(this.#digests(person)))
    this.#driver.purgeJournal?.()
    return result
  }

  close(): Promise<void> {
    return this.#driver.close()
  }

  async #readWordings(): Promise<Map<string, string>> {
    const wordings = [...(await this.#driver.run(readWordings))]
    return new Map(
      wordings.map(([digest, text]) => [digest, this.#encryption.decrypt(text, {id: digest, column: 'wording'})]),
    )
  }

  #encrypt({key, payload, content, person, body, record, wordings, quarantine}: Entry): EncryptedEntry {
    const recordId = randomUUID()
    const encrypt = (text: string, place: TextPlace) => this.#encryption.encrypt(text, place)
    return {
      key,
      recordId,
      payloadHash: this.#encryption.digest(payload),
      contentHash: this.#encryption.digest(content),
      ...this.#digests(person),
      body: encrypt(JSON.stringify(body), {id: key, column: 'body'}),
      record: encrypt(JSON.stringify(record), {id: recordId, column: 'record'}),
      terms: record.terms?.digest,
      marketing: record.marketing?.digest,
      wordings: Object.fromEntries(
        Object.entries(wordings).map(([digest, text]) => [digest, encrypt(text, {id: digest, column: 'wording'})]),
      ),
      quarantine,
    }
  }

  #digests(person: Person): PersonDigests {
    return toPersonDigests(person, this.#encryption.digest)
  }
}

const unreadable = (now: number): Settlement => ({state: 'dead', reason: 'unreadable', due: now, maybeDelivered: false})
