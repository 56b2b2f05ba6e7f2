import type {ApiContact} from '../../contact-api/create-request.ts'
import type {ConsentRecord, Person} from '../outbox.ts'
import {completeAudit, insertAudit, listAudit, type AuditEntry, type AuditRecord} from './audit.ts'
import {toIdBytes} from './binary.ts'
import {toExportedRecord, toPersonDigests, type ForgetResult, type StoredRecord} from './consent.ts'
import {countPerson, findRecords, findWordings} from './consent-records.ts'
import type {Encryption} from './encryption.ts'
import {readBinding, readEnvironmentForm, type Binding, type EnvironmentForm} from './form-binding.ts'
import {findForms} from './forms.ts'
import {findContents, findDetails, type EncryptedContent, type LeadDetails} from './lead-details.ts'
import {
  countSelected,
  discardLeads,
  filterLeads,
  listLeads,
  retryLeads,
  type LeadSelection,
  type ListedLead,
} from './operator.ts'
import type {Driver} from './steps.ts'
import {readStoredBody} from './stored-body.ts'

/** The content of a lead. */
export interface LeadContent {
  id: string
  /** What is sent to the contact API; undefined if it has been deleted. */
  content?: ApiContact
  /** What the contact API answered. */
  answer?: string
  /** Whether the content could not be decrypted. */
  isUnreadable?: boolean
}

/** One page of consent records, and the position after which the next one begins; undefined after the last one. */
export interface RecordPage {
  records: StoredRecord[]
  next?: number
}

const pageSize = 500

/** What only the operator's commands need of an outbox. They run on the thread on which it is opened. */
export class OutboxOperator {
  readonly #driver: Driver
  readonly #encryption: Encryption

  constructor(driver: Driver, encryption: Encryption) {
    this.#driver = driver
    this.#encryption = encryption
  }

  /** Lists one page of leads, oldest first, after the position `after`. */
  list(selection: LeadSelection, after = 0, limit = pageSize): Promise<ListedLead[]> {
    return this.#driver.read(() => listLeads(selection, after, limit))
  }

  /** The names of the forms that have leads, and the path of the one that the environment configures, if it is known. */
  async forms(): Promise<{ids: string[]; environmentPath?: string}> {
    return {ids: await this.#driver.read(findForms), environmentPath: await this.#driver.read(readEnvironmentForm)}
  }

  /** Reads to which path a start of the proxy would bind the leads of the form that the environment configures. */
  binding(form: EnvironmentForm): Promise<Binding> {
    return this.#driver.read(() => readBinding(form))
  }

  count(selection: LeadSelection): Promise<Record<string, number>> {
    return this.#driver.read(() => countSelected(selection))
  }

  /** Returns those of the leads that are in one of the states. */
  filter(ids: readonly string[], states: readonly string[]): Promise<string[]> {
    return this.#driver.read(() => filterLeads(toBytes(ids), states))
  }

  /** Makes leads in these states due now, in one transaction. Returns the ids of those that were. */
  retry(ids: readonly string[], states: readonly string[], now: number): Promise<string[]> {
    return this.#driver.run(() => retryLeads(toBytes(ids), states, now))
  }

  /** Deletes what was sent with leads, in one transaction. Returns the ids of those that could be discarded. */
  async discard(ids: readonly string[], now: number): Promise<string[]> {
    const discarded = await this.#driver.run(() => discardLeads(toBytes(ids), now))
    this.#driver.purgeJournal?.()
    return discarded
  }

  async details(id: string): Promise<LeadDetails | undefined> {
    const bytes = toIdBytes(id)
    return bytes && this.#driver.read(() => findDetails(bytes))
  }

  /** Decrypts the content of leads, in the order of their ids. */
  async contents(ids: readonly string[]): Promise<LeadContent[]> {
    const found = await this.#driver.read(() => findContents(toBytes(ids)))
    const byId = new Map(found.map(encrypted => [encrypted.id, this.#decrypt(encrypted)]))
    return ids.flatMap(id => byId.get(id) ?? [])
  }

  /** Returns one page of the consent records of a person, or of all of them, oldest first, after the position `after`. */
  async evidence(person?: Person, after = 0, limit = pageSize): Promise<RecordPage> {
    const digests = person && toPersonDigests(person, this.#encryption.digest)
    const found = await this.#driver.read(() => findRecords(after, limit, digests))
    const records = found.map(({id, lead, record}) => ({
      id,
      lead,
      record: JSON.parse(this.#encryption.decrypt(record, {id, column: 'record'})) as ConsentRecord, // as `store` wrote it
    }))
    const wordings = await this.#readWordings(records.map(({record}) => record))
    return {
      records: records.map(({id, lead, record}) => ({
        id,
        submission: record.submission ?? lead,
        fields: record.fields,
        digests: this.#digestPerson(record),
        record: toExportedRecord(lead, record, wordings),
      })),
      next: found.length === limit ? found.at(-1)!.n : undefined,
    }
  }

  /** Counts what `forget` would delete. */
  countPerson(person: Person): Promise<ForgetResult> {
    const digests = toPersonDigests(person, this.#encryption.digest)
    return this.#driver.read(() => countPerson(digests))
  }

  /** Stores an audit entry. Returns its position, for `completeAudit`. */
  beginAudit(entry: AuditEntry): Promise<number> {
    return this.#driver.run(() => insertAudit(entry))
  }

  completeAudit(n: number, count: number): Promise<void> {
    return this.#driver.run(() => completeAudit(n, count))
  }

  /** Returns one page of the audit entries since a time, oldest first, after the given position. */
  audit(since: number, after = 0, limit = pageSize): Promise<AuditRecord[]> {
    return this.#driver.read(() => listAudit(since, after, limit))
  }

  #decrypt({id, body, answer}: EncryptedContent): LeadContent {
    try {
      const content = body ? readStoredBody(this.#encryption.decrypt(body, {id, column: 'body'})).body : undefined
      return {
        id,
        content,
        answer: answer && this.#encryption.decrypt(answer, {id, column: 'answer'}),
      }
    } catch {
      return {id, isUnreadable: true}
    }
  }

  #digestPerson({email, phone}: Person): Person {
    const {digest} = this.#encryption
    return {email: email && digest(email.toLowerCase()), phone: phone && digest(phone)}
  }

  async #readWordings(records: readonly ConsentRecord[]): Promise<Map<string, string>> {
    const digests = new Set(records.flatMap(({terms, marketing}) => [terms?.digest, marketing?.digest]))
    digests.delete(undefined)
    const wordings = await this.#driver.read(() => findWordings([...digests] as string[])) // undefined is deleted above
    return new Map(
      wordings.map(([digest, text]) => [digest, this.#encryption.decrypt(text, {id: digest, column: 'wording'})]),
    )
  }
}

/** What is not a UUID is no id of a lead. */
const toBytes = (ids: readonly string[]): Uint8Array[] => ids.flatMap(id => toIdBytes(id) ?? [])
