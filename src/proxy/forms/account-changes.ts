import type {FormConfiguration} from '../config/forms.ts'
import type {FormNames} from '../outbox/form-names.ts'
import type {StoredOutbox} from '../outbox/stored-outbox.ts'

/**
 * Finds forms that have another account than before while leads wait that visitors sent to the earlier one. It remembers the
 * accounts of this process only: a restart accepts any, which is how the leads of a misspelt account reach the right one.
 */
export class AccountChanges {
  readonly #store: Pick<StoredOutbox, 'countForms'> | undefined
  readonly #names: FormNames
  /** By path, also of forms that are gone: they may return. */
  readonly #accounts = new Map<string, string>()

  constructor(store: Pick<StoredOutbox, 'countForms'> | undefined, names: FormNames) {
    this.#store = store
    this.#names = names
  }

  remember(forms: readonly FormConfiguration[]): void {
    for (const {path, options} of forms) this.#accounts.set(path, toAccount(options))
  }

  /** Returns a line for each form whose account cannot change yet. Never rejects. */
  async check(forms: readonly FormConfiguration[]): Promise<string[]> {
    const changed = forms.filter(({path, options}) => {
      const known = this.#accounts.get(path)
      return known !== undefined && known !== toAccount(options)
    })
    if (!this.#store || changed.length === 0) return []
    const counts = await this.#store.countForms(Date.now()).catch(() => undefined)
    if (!counts)
      return ['FORMS_FILE: expected an outbox that can be read, to see whether leads wait for a changed account']
    return changed.flatMap(({path}) => {
      const {pending, sending, dead, refused, quarantined} = counts[this.#names.toId(path)] ?? noLeads
      const leads = pending + sending + dead + refused + quarantined
      return leads > 0 ? [toLine(path, leads)] : []
    })
  }
}

const noLeads = {pending: 0, sending: 0, dead: 0, refused: 0, quarantined: 0}

/** An account is of one API. Its secret may change. */
const toAccount = ({url, accountId}: FormConfiguration['options']): string => JSON.stringify([url, accountId])

const toLine = (path: string, leads: number): string =>
  `FORMS_FILE: ${path}: accountId: expected the same url and account while the form has undelivered leads (${leads}), ` +
  'deliver or discard them and save the file again, or restart the proxy to send them to the new account'
