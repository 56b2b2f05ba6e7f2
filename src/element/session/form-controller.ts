import type {Checked} from '../../contact/contact.ts'
import type {Issue, IssueCode} from '../../contact/issues.ts'
import type {Contact} from '../../contact/schema.ts'
import {Problem, type ProblemCode, type Receipt} from '../../contact/wire.ts'

export type Phase = 'editing' | 'sending' | 'done'
/** Why nothing was sent: the proxy's code, or `offline` where it was not reached. */
export type Failure = ProblemCode | 'offline'

/** The form as it stands at this moment. */
export interface Draft {
  /** Where to post. */
  endpoint: string
  /** The flat object of the wire, unjudged. */
  input: Record<string, unknown>
  /** Names of the fields that the visitor sees, in their order. */
  shown: readonly string[]
  required: readonly string[]
  /** Names that the visitor did not type and that no lead may fail for. */
  dispensable: readonly string[]
}

/** How a submit ended. */
export type Ending =
  | {kind: 'invalid' | 'canceled'}
  | {kind: 'failed'; code: Failure; status: number}
  | {kind: 'sent'; status: Receipt['status']}

/** What the form shows of its state. */
export interface FormState {
  readonly phase: Phase
  /** Complaints by field name, in the order in which the fields stand. */
  readonly issues: Readonly<Record<string, IssueCode>>
  /** What can be right but probably is not, by field name: asked once, and overruled by submitting again. */
  readonly warnings?: Readonly<Record<string, IssueCode>>
  readonly failure?: Failure
  /** Whether it goes on trying by itself. */
  readonly retries?: boolean
}

/** What stood in the way and may be gone in a while, without anybody mending anything. */
const passing: readonly Failure[] = [
  'offline',
  'timeout',
  'internal_error',
  'store_unavailable',
  'upstream_unavailable',
  'upstream_unknown',
]

/** What the controller asks of the form around it. */
export interface Form {
  draft(): Draft
  /** Judges at once, by what is loaded. */
  judgeNow(draft: Draft): Checked
  /** Judges by all there is to know. */
  judge(draft: Draft): Promise<Checked>
  /** A last say before sending; false calls it off. */
  confirm(contact: Contact): boolean
  /** Sends under an idempotency key; throws `Problem`, or whatever else where the proxy was not reached. */
  post(endpoint: string, key: string, contact: Contact): Promise<Receipt>
  createKey(): string
  /** The state has changed. */
  changed(): void
}

/**
 * The form's state: complaints, phase, failure. What was typed stays in the controls, where password managers and
 * browsers change it without telling; it is read at the moment it is needed.
 */
export class FormController {
  readonly #form: Form
  #key: {of: string; value: string} | undefined
  /** What the last submit raised warnings about: the next one overrules them. */
  #asked = ''
  /** How often the form was reset: what was sent before changes nothing any more. */
  #resets = 0
  /** What failed and goes on being tried, until something is edited. */
  #unsent: {draft: Draft; contact: Contact} | undefined
  #state: FormState = {phase: 'editing', issues: {}}

  constructor(form: Form) {
    this.#form = form
  }

  get state(): FormState {
    return this.#state
  }

  /** Withdraws at once what typing has mended, and never raises a complaint. What is not as it was is not tried again by itself. */
  edited(): void {
    const {issues, warnings} = this.#state
    if (this.#unsent) this.#giveUp()
    const raised = Object.keys({...issues, ...warnings})
    if (raised.length > 0) this.#complain(this.#judgeNow().filter(({field}) => raised.includes(field)))
  }

  /** Judges one field that was filled and left. */
  left(field: string): void {
    if (this.#state.phase !== 'editing' || !this.#form.draft().input[field]) return
    const {issues, warnings} = this.#state
    const others = Object.entries({...issues, ...warnings}).filter(([name]) => name !== field)
    const own = this.#judgeNow().filter(issue => issue.field === field)
    this.#complain([...others.map(([name, code]) => ({field: name, code})), ...own])
  }

  /** Judges everything. True where nothing stands against sending it. */
  check(): boolean {
    this.#complain(this.#judgeNow())
    return Object.keys(this.#state.issues).length === 0
  }

  /** Judges, asks, sends. Nothing is lost whichever way it ends. */
  async submit(): Promise<Ending> {
    this.#unsent = undefined
    const draft = this.#form.draft()
    this.#enter({phase: 'sending', issues: {}})
    const checked = await this.#form.judge(draft)
    const {warnings = []} = checked
    const asked = warnings.map(({value}) => value).join()
    const isNew = warnings.length > 0 && asked !== this.#asked
    this.#asked = asked
    if (!checked.ok) return this.#refuse([...checked.issues, ...warnings], draft, 0)
    if (isNew) return this.#refuse(warnings, draft, 0)
    const {contact} = checked
    this.#enter({phase: 'editing', issues: {}})
    if (!this.#form.confirm(contact)) return {kind: 'canceled'}
    this.#enter({phase: 'sending', issues: {}})
    return this.#send(draft, contact)
  }

  /**
   * Sends what failed once more, under the same key and without a word until it has arrived. Undefined where that was
   * not so, or where the visitor has done something meanwhile: `state.retries` tells whether to go on.
   */
  async retry(): Promise<Ending | undefined> {
    const unsent = this.#unsent
    if (!unsent || this.#state.phase !== 'editing') return undefined
    const result = await this.#form
      .post(unsent.draft.endpoint, this.#keyOf(unsent.contact), unsent.contact)
      .catch((error: unknown) => error)
    if (this.#unsent !== unsent) return undefined
    if (!(result instanceof Error)) return this.#succeed((result as Receipt).status) // what it resolves to
    if (!isPassing(result)) this.#giveUp()
    return undefined
  }

  reset(): void {
    this.#resets += 1
    this.#key = undefined
    this.#unsent = undefined
    this.#asked = ''
    this.#enter({phase: 'editing', issues: {}})
  }

  async #send(draft: Draft, contact: Contact): Promise<Ending> {
    const resets = this.#resets
    try {
      const {status} = await this.#form.post(draft.endpoint, this.#keyOf(contact), contact)
      return resets === this.#resets ? this.#succeed(status) : {kind: 'canceled'}
    } catch (error) {
      if (resets !== this.#resets) return {kind: 'canceled'}
      if (isPassing(error)) this.#unsent = {draft, contact}
      if (!(error instanceof Problem)) return this.#fail('offline', 0)
      const {code, status, issues = []} = error
      if (code !== 'contact_invalid') return this.#fail(code, status)
      const spared = without(
        contact,
        issues.filter(issue => draft.dispensable.includes(issue.field)),
      )
      return spared === contact ? this.#refuse(issues, draft, status) : this.#send(draft, spared)
    }
  }

  /** The same contact keeps its key, however often it is sent; a changed one gets another. */
  #keyOf(contact: Contact): string {
    const of = JSON.stringify(contact)
    if (this.#key?.of !== of) this.#key = {of, value: this.#form.createKey()}
    return this.#key.value
  }

  /** Complains beside the fields; what belongs to none that is shown is the page's fault, and its author is told. */
  #refuse(issues: readonly Issue[], draft: Draft, status: number): Ending {
    const own = toShown(issues, draft.shown)
    const hidden = own.filter(({field, code}) => !draft.shown.includes(field) || code === 'not_allowed')
    for (const {field, code} of hidden) console.error(`<contact-signup> ${field}: ${code}`)
    if (hidden.length === own.length) return this.#fail('contact_invalid', status)
    this.#complain(own)
    return {kind: 'invalid'}
  }

  #judgeNow(): readonly Issue[] {
    const draft = this.#form.draft()
    const checked = this.#form.judgeNow(draft)
    return toShown([...(checked.ok ? [] : checked.issues), ...(checked.warnings ?? [])], draft.shown)
  }

  /** One complaint a field, in the fields' order; what failed is still told, since a field may be left only after that. */
  #complain(issues: readonly Issue[]): void {
    const ordered = this.#form.draft().shown.flatMap(field => issues.filter(issue => issue.field === field).slice(0, 1))
    const byField = (doubtful: boolean) =>
      Object.fromEntries(
        ordered.filter(({code}) => (code === 'phone_unassigned') === doubtful).map(({field, code}) => [field, code]),
      )
    const {failure, retries} = this.#state
    this.#enter({phase: 'editing', issues: byField(false), warnings: byField(true), ...(failure && {failure, retries})})
  }

  #fail(code: Failure, status: number): Ending {
    this.#enter({phase: 'editing', issues: {}, failure: code, retries: this.#unsent !== undefined})
    return {kind: 'failed', code, status}
  }

  #succeed(status: Receipt['status']): Ending {
    this.#unsent = undefined
    this.#enter({phase: 'done', issues: {}})
    return {kind: 'sent', status}
  }

  #giveUp(): void {
    this.#unsent = undefined
    this.#enter({...this.#state, retries: false})
  }

  #enter(state: FormState): void {
    this.#state = state
    this.#form.changed()
  }
}

/** What is no problem of the proxy's means that it was not reached. */
const isPassing = (error: unknown): boolean => passing.includes(error instanceof Problem ? error.code : 'offline')

/** The wire splits the phone in several names where the form has one field, and e-mail may not be shown at all. */
function toShown(issues: readonly Issue[], shown: readonly string[]): Issue[] {
  return issues.map(({field, code}) => {
    if (field.startsWith('phone_')) return {field: 'phone', code}
    return {field: code === 'email_or_phone' && !shown.includes('email') ? 'phone' : field, code}
  })
}

function without(contact: Contact, issues: readonly Issue[]): Contact {
  const names = issues.map(({field}) => field)
  return names.length === 0
    ? contact
    : Object.fromEntries(Object.entries(contact).filter(([name]) => !names.includes(name)))
}
