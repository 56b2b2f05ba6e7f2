import type {Checked, Warning} from '../../src/contact/contact.ts'
import type {Issue} from '../../src/contact/issues.ts'
import type {Contact} from '../../src/contact/schema.ts'
import type {Receipt} from '../../src/contact/wire.ts'
import type {FormState} from '../../src/element/form-state.ts'
import {FormController, type SubmissionOutcome} from '../../src/element/session/form-controller.ts'
import type {FormSnapshot} from '../../src/element/session/request-body.ts'

type Response = Receipt | Error | Promise<Receipt>

/** A form controller whose validation, page and proxy respond as the test sets. */
export class ScriptedForm {
  /** The result of each validation; a promise delays only the complete one, before sending. */
  checked: Checked = {ok: true, contact: {email: 'ada@example.com'}}
  /** Resolves when the complete validation may end. */
  validationEnds: Promise<unknown> = Promise.resolve()
  /** Whether the page lets the form be sent. */
  confirms = true
  /** The proxy's responses, in order; then `created`. */
  responses: Response[] = []
  /** Every state that was entered. */
  readonly states: FormState[] = []
  readonly sent: {endpoint: string; key: string; contact: Contact}[] = []
  validations = 0
  readonly controller = new FormController(
    {
      validateNow: () => {
        this.validations += 1
        return this.checked
      },
      validate: async () => {
        const {checked} = this
        await this.validationEnds
        return checked
      },
      confirm: () => this.confirms,
      send: async (endpoint, key, contact) => {
        this.sent.push({endpoint, key, contact})
        const response = this.responses.shift() ?? {status: 'created'}
        if (response instanceof Error) throw response
        return response
      },
    },
    state => void this.states.push(state),
  )

  submit(submitted: FormSnapshot): Promise<SubmissionOutcome> {
    return this.controller.submit(async () => submitted)
  }

  get state(): FormState {
    return this.controller.state
  }

  get phases(): string[] {
    return this.states.map(({phase}) => phase)
  }

  get keys(): string[] {
    return this.sent.map(({key}) => key)
  }

  finds(issues: Issue[], warnings: Warning[] = []): void {
    this.checked = {ok: false, issues, warnings}
  }

  accepts(contact: Contact, warnings: Warning[] = []): void {
    this.checked = {ok: true, contact, warnings}
  }
}

/** A form with four fields, all of them filled. */
export const snapshot: FormSnapshot = {
  endpoint: '/api/signup',
  input: {
    name_first: 'Ada',
    email: 'ada@example',
    phone: '07700 900123',
    gdpr_accept_terms: true,
    utm_source: 'letter',
  },
  shown: ['name_first', 'email', 'phone', 'gdpr_accept_terms'],
  required: [],
}

export const unassigned = (value: string): Warning => ({field: 'phone', code: 'phone_unassigned', value})
