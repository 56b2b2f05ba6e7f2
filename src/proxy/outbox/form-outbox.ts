import type {ClaimedLead, ClaimLimits, Counts, Entry, Lease, Outbox, StoreResult} from './outbox.ts'
import type {Settlement} from './retry-policy.ts'

/** A store of several forms' leads. The last parameter names the form. */
export interface FormsStore extends Outbox {
  claim(lease: Lease, limits: ClaimLimits, form?: string): Promise<ClaimedLead[]>
  settle(lead: Pick<ClaimedLead, 'id' | 'probe'>, lease: Lease, settlement: Settlement, form?: string): Promise<void>
  counts(now: number, form?: string): Promise<Counts>
  prune(now: number, form?: string): Promise<number>
}

export interface StoredForm {
  /** The path to which it posts. */
  path: string
  /** Its name in the store: the path, or an empty text for the form that the environment configures. */
  id: string
}

/**
 * The outbox of one form in a store of several: it finds, claims and counts leads of this form only. Equal contacts of
 * two forms are two leads. The keys of leads must differ between forms.
 */
export class FormOutbox implements Outbox {
  readonly #store: FormsStore
  readonly #form: StoredForm

  constructor(store: FormsStore, form: StoredForm) {
    this.#store = store
    this.#form = form
  }

  store(entry: Entry, now: number, lease?: Lease): Promise<StoreResult> {
    const {id, path} = this.#form
    const content = id === '' ? entry.content : `form ${id} ${entry.content}`
    return this.#store.store({...entry, form: id, content, record: {...entry.record, form: path}}, now, lease)
  }

  find(key: string) {
    return this.#store.find(key)
  }

  claim(lease: Lease, limits: ClaimLimits): Promise<ClaimedLead[]> {
    return this.#store.claim(lease, limits, this.#form.id)
  }

  settle(lead: Pick<ClaimedLead, 'id' | 'probe'>, lease: Lease, settlement: Settlement): Promise<void> {
    return this.#store.settle(lead, lease, settlement, this.#form.id)
  }

  counts(now: number): Promise<Counts> {
    return this.#store.counts(now, this.#form.id)
  }

  prune(now: number): Promise<number> {
    return this.#store.prune(now, this.#form.id)
  }

  /** The store is of all forms, so it stays open. */
  async close(): Promise<void> {}
}
