import type {ClaimedLead, ConsentRecord, Counts, Entry, Lease, Outbox, Person, StoreResult} from '../outbox.ts'
import type {Settlement} from '../retry-policy.ts'
import {
  findRecords,
  forgetPerson,
  readWordings,
  toExportedRecord,
  type ExportedRecord,
  type ForgetResult,
  type PersonDigests,
} from './consent.ts'
import {claimLeads, settleLead, type EncryptedClaim} from './delivery.ts'
import type {Encryption} from './encryption.ts'
import {pruneLeads, rescheduleStaleLeads} from './maintenance.ts'
import {countLeads, discardLead, listLeads, retryLead, type ListedLead} from './operator.ts'
import {pauseQueue, resumeQueue} from './pause.ts'
import type {Driver} from './steps.ts'
import {findLead, storeLead, type EncryptedEntry} from './store.ts'

/** An outbox in SQL tables. Besides the port for delivery it has what the operator's commands need. */
export class SqlOutbox implements Outbox {
  readonly #driver: Driver
  readonly #encryption: Encryption
  readonly #evidenceRetentionMs: number | undefined

  /** @param evidenceRetentionMs age at which consent records are deleted; undefined keeps them until they are forgotten */
  constructor(driver: Driver, encryption: Encryption, evidenceRetentionMs?: number) {
    this.#driver = driver
    this.#encryption = encryption
    this.#evidenceRetentionMs = evidenceRetentionMs
  }

  store(entry: Entry, now: number, lease?: Lease): Promise<StoreResult> {
    const encrypted = this.#encrypt(entry)
    return this.#driver.run(() => storeLead(encrypted, now, lease))
  }

  find(key: string) {
    return this.#driver.run(() => findLead(key))
  }

  async claim(lease: Lease, limit: number): Promise<ClaimedLead[]> {
    const claims = await this.#driver.run(() => claimLeads(lease, limit))
    const decrypted = claims.map(claim => this.#decrypt(claim))
    for (const [index, lead] of decrypted.entries())
      if (!lead) await this.settle(claims[index]!, lease, unreadable(lease.now))
    return decrypted.filter(lead => lead !== undefined)
  }

  /** Returns undefined for a corrupted body, so that one such lead does not block the others. */
  #decrypt(claim: EncryptedClaim): ClaimedLead | undefined {
    try {
      const body = JSON.parse(this.#encryption.decrypt(claim.body, claim.id)) as ClaimedLead['body'] // as `store` wrote it
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

  async prune(now: number): Promise<void> {
    await this.#driver.run(() => rescheduleStaleLeads(now))
    while (await this.#driver.run(() => pruneLeads(now, this.#evidenceRetentionMs)));
  }

  /** Lists one page of leads in these states, oldest first. */
  list(states: ListedLead['state'][], after = {stored: -1, id: ''}, limit = 500): Promise<ListedLead[]> {
    return this.#driver.run(() => listLeads(states, after, limit))
  }

  /** Makes a dead or pending lead due now. */
  retry(id: string, now: number): Promise<boolean> {
    return this.#driver.run(() => retryLead(id, ['dead', 'pending'], now))
  }

  /** Makes a quarantined lead due now. */
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

  /** Returns the consent records with this e-mail address or phone number, or all of them. */
  async evidence(person?: Person): Promise<ExportedRecord[]> {
    const records = await this.#driver.run(() => findRecords(person && this.#digests(person)))
    const wordings = await this.#driver.run(readWordings)
    return records.map(({id, lead, record}) => {
      const decrypted = JSON.parse(this.#encryption.decrypt(record, id)) as ConsentRecord // as `store` wrote it
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

  #encrypt({key, payload, content, person, body, record, wordings, quarantine}: Entry): EncryptedEntry {
    return {
      key,
      payloadHash: this.#encryption.digest(payload),
      contentHash: this.#encryption.digest(content),
      ...this.#digests(person),
      body: this.#encryption.encrypt(JSON.stringify(body), key),
      record: this.#encryption.encrypt(JSON.stringify(record), key),
      wordings,
      quarantine,
    }
  }

  #digests({email, phone}: Person): PersonDigests {
    const {digest} = this.#encryption
    return {email: email && digest(email.toLowerCase()), phone: phone && digest(phone)}
  }
}

const unreadable = (now: number): Settlement => ({state: 'dead', reason: 'unreadable', due: now, maybeDelivered: false})
