import type {Checked, Rules} from '../../contact/contact.ts'
import type {LazyPhoneReader, UsePhones} from '../../contact/phone/lazy-phone-reader.ts'
import type {CustomFields} from '../custom-fields/custom-fields.ts'
import type {FormSnapshot} from './request-body.ts'

export interface ValidatorOptions {
  checkContact(input: unknown, rules: Rules): Checked
  /** Reads phone numbers, once it has loaded. */
  phones(): LazyPhoneReader | undefined
  /** The page's own fields, if it has some. */
  customFields(): CustomFields | undefined
}

/** Validates the form by the contact's rules, which the proxy shares, and the page's own fields by their constraints. */
export class Validator {
  readonly #options: ValidatorOptions

  constructor(options: ValidatorOptions) {
    this.#options = options
  }

  /** Loads the numbering plan that a phone needs. If it cannot be loaded, only the number's length is checked. */
  async validate(snapshot: FormSnapshot): Promise<Checked> {
    const check = this.#checkOf(snapshot)
    return this.#options.phones()?.use(check) ?? check(undefined)
  }

  /** Validates with what is loaded. */
  validateNow(snapshot: FormSnapshot): Checked {
    const check = this.#checkOf(snapshot)
    return this.#options.phones()?.useNow(check) ?? check(undefined)
  }

  #checkOf({input, required}: FormSnapshot): UsePhones<Checked> {
    return phones => {
      const checked = this.#options.checkContact(input, {phones, required})
      const custom = this.#options.customFields()?.check() ?? []
      if (custom.length === 0) return checked
      return {ok: false, issues: [...(checked.ok ? [] : checked.issues), ...custom], warnings: checked.warnings}
    }
  }
}
