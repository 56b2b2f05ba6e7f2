import {randomUUID} from 'node:crypto'
import type {
  ClaimedLead,
  ClaimLimits,
  Counts,
  Entry,
  Health,
  Lease,
  Outbox,
  Person,
  State,
  StoreResult,
} from '../outbox.ts'
import type {Settlement} from '../retry-policy.ts'
import {requireIdBytes, toDigestBytes, toIdBytes} from './binary.ts'
import {forgetPerson, toPersonDigests, type ExportedRecord, type ForgetResult, type PersonDigests} from './consent.ts'
import {claimLeads, settleLead, type EncryptedClaim} from './delivery.ts'
import type {Encryption, TextPlace} from './encryption.ts'
import {bindForm, type Binding, type EnvironmentForm} from './form-binding.ts'
import {findForms} from './forms.ts'
import {prune, type Retention} from './maintenance.ts'
import {countForms, countLeads, type ListedLead} from './operator.ts'
import {OutboxOperator} from './outbox-operator.ts'
import {activePauseOf, pauseQueue, readPauses, resumeQueue} from './pause.ts'
import {deleteMeta, writeMeta} from './schema.ts'
import type {Driver} from './steps.ts'
import {readStoredBody, toStoredBody} from './stored-body.ts'
import {findLead, storeLead, type EncryptedEntry, type StoreCeilings} from './store.ts'

const dayMs = 24 * 3_600_000
const leadRetentionMs = 90 * dayMs

/** Some 150 MB of quarantined leads, and 80 MB of wordings: more than the visitors of any site send. */
const ceilings: StoreCeilings = {quarantined: 10_000, wordings: 10_000}

/** More than a lead writes to the database and its journal, some 53 kB: on an almost full disk a single byte may still fit. */
const writeTestLength = 64 * 1024

/** How long and how much is kept. */
export interface Keeping extends Partial<Retention> {
  ceilings?: StoreCeilings
}

/** The two transactions of every lead, which a database may run in a faster way than step by step. */
export interface LeadCalls {
  store(entry: EncryptedEntry, now: number, ceilings: StoreCeilings, lease?: Lease): Promise<StoreResult>
  settle(...parameters: Parameters<typeof settleLead>): Promise<void>
}

const runBySteps = (driver: Driver): LeadCalls => ({
  store: (...parameters) => driver.run(() => storeLead(...parameters)),
  settle: (...parameters) => driver.run(() => settleLead(...parameters)),
})

/** An outbox in SQL tables. Besides the port for delivery it has what the operator's commands need. */
export class SqlOutbox implements Outbox {
  readonly #driver: Driver
  readonly #encryption: Encryption
  readonly #retention: Retention
  readonly #ceilings: StoreCeilings
  readonly #calls: LeadCalls
  /** For the operator's commands. */
  readonly operator: OutboxOperator

  constructor(driver: Driver, encryption: Encryption, keeping: Keeping = {}, calls = runBySteps(driver)) {
    this.#driver = driver
    this.#calls = calls
    this.#encryption = encryption
    this.#retention = {leadsMs: keeping.leadsMs ?? leadRetentionMs, recordsMs: keeping.recordsMs}
    this.#ceilings = keeping.ceilings ?? ceilings
    this.operator = new OutboxOperator(driver, encryption)
  }

  store(entry: Entry, now: number, lease?: Lease): Promise<StoreResult> {
    const encrypted = this.#encrypt(entry)
    return this.#calls.store(encrypted, now, this.#ceilings, lease)
  }

  async find(key: string): Promise<{id: string; state: State; reason?: string} | undefined> {
    const id = toIdBytes(key)
    return id && this.#driver.read(() => findLead(id))
  }

  /** @param form whose leads are claimed; the form that the environment configures by default */
  async claim(lease: Lease, limits: ClaimLimits, form?: string): Promise<ClaimedLead[]> {
    const claims = await this.#driver.run(() => claimLeads(lease, limits, form))
    return claims.map(claim => ({...claim, body: undefined, ...this.#decrypt(claim)}))
  }

  /** Returns nothing of a damaged body, so that one such lead does not block the others. */
  #decrypt({id, body}: EncryptedClaim): Pick<ClaimedLead, 'body' | 'traceparent'> {
    try {
      return readStoredBody(this.#encryption.decrypt(body, {id, column: 'body'}))
    } catch {
      return {}
    }
  }

  settle(lead: Pick<ClaimedLead, 'id' | 'probe'>, lease: Lease, settlement: Settlement, form?: string): Promise<void> {
    const {answer} = settlement
    return this.#calls.settle(
      {id: requireIdBytes(lead.id), probe: lead.probe},
      lease,
      settlement,
      answer === undefined ? undefined : this.#encryptAnswer(answer, lead.id),
      form,
    )
  }

  /** PostgreSQL stores no NUL in a text. */
  #encryptAnswer(answer: string, id: string): string {
    return this.#encryption.encrypt(answer.replaceAll('\0', '\ufffd'), {id, column: 'answer'})
  }

  counts(now: number, form?: string): Promise<Counts> {
    return this.#driver.read(() => countLeads(now, form))
  }

  /** Counts the leads of these forms, and of all others that have some that are not delivered. */
  countForms(now: number, forms?: readonly string[]): Promise<Record<string, Counts>> {
    return this.#driver.read(() => countForms(now, forms))
  }

  /** Finds the names of the forms that have leads in any state, delivered ones too. */
  findForms(): Promise<string[]> {
    return this.#driver.read(findForms)
  }

  /** Records to which path the leads of the form belong that the environment configures, unless that conflicts. */
  bindForm(form: EnvironmentForm): Promise<Binding> {
    return this.#driver.run(() => bindForm(form))
  }

  /** Reads whether delivery of any of these forms is paused, however many leads are stored. */
  async health(now: number, forms: readonly string[]): Promise<Health> {
    return {paused: activePauseOf(await this.#driver.read(readPauses), forms, now)}
  }

  /** Writes as much as a lead does, and deletes it again: rejects if the store cannot take a lead. */
  async tryWrite(): Promise<void> {
    await this.#driver.run(() => writeMeta('write_test', 'x'.repeat(writeTestLength)))
    await this.#driver.run(() => deleteMeta('write_test'))
  }

  async prune(now: number, form?: string): Promise<number> {
    let undelivered = 0
    for (let hasMore = true; hasMore;) {
      const pruned = await this.#driver.run(() => prune(now, this.#retention, form))
      undelivered += pruned.undelivered
      hasMore = pruned.hasMore
    }
    this.#driver.purgeJournal?.() // it holds the bodies of leads that were delivered since
    return undelivered
  }

  /** Lists one page of the leads in a state, oldest first, after the position `after`. */
  list(state: State, after?: number, limit?: number): Promise<ListedLead[]> {
    return this.operator.list({states: [state]}, after, limit)
  }

  /** Makes a dead or pending lead due now. */
  async retry(id: string, now: number): Promise<boolean> {
    return (await this.operator.retry([id], ['dead', 'pending'], now)).length > 0
  }

  /** Makes a quarantined lead due now. */
  async release(id: string, now: number): Promise<boolean> {
    return (await this.operator.retry([id], ['quarantined'], now)).length > 0
  }

  async discard(id: string, now = Date.now()): Promise<boolean> {
    return (await this.operator.discard([id], now)).length > 0
  }

  pause(): Promise<void> {
    return this.#driver.run(pauseQueue)
  }

  resume(): Promise<boolean> {
    return this.#driver.run(resumeQueue)
  }

  /** Returns all consent records with this e-mail address or phone number, or all of them, oldest first. */
  async evidence(person?: Person): Promise<ExportedRecord[]> {
    const records: ExportedRecord[] = []
    for (let page = await this.operator.evidence(person); ; page = await this.operator.evidence(person, page.next)) {
      records.push(...page.records.map(({record}) => record))
      if (page.next === undefined) return records
    }
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

  #encrypt(entry: Entry): EncryptedEntry {
    const {key, form = '', payload, content, person, record, wordings, quarantine} = entry
    const recordId = randomUUID()
    const encrypt = (text: string, place: TextPlace) => this.#encryption.encrypt(text, place)
    return {
      key: requireIdBytes(key),
      form,
      recordId: requireIdBytes(recordId),
      payload: toDigestBytes(this.#encryption.digest(payload)),
      content: toDigestBytes(this.#encryption.digest(content)),
      ...this.#digests(person),
      body: encrypt(toStoredBody(entry), {id: key.toLowerCase(), column: 'body'}),
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
