import type {ReactiveController} from 'lit'
// Imported in the module that the chunk is loaded for: the bundler then shares the chunk of the contact's rules as it is.
import {checkContact} from '../../contact/contact.ts'
import {planTimeoutMs, within} from '../../contact/within.ts'
import {withOverrides} from '../../messages/with-overrides.ts'
import {replies} from '../../messages/en.replies.ts'
import type {CustomFields} from '../custom-fields/custom-fields.ts'
import type {EmailSuggestion} from '../email-suggestion/email-suggestion.ts'
import {ContactSignupStartEvent} from '../events.ts'
import type {FormState} from '../form-state.ts'
import type {SignupHost} from '../host.ts'
import {once} from '../once.ts'
import {addStyles} from '../interaction/adopt-styles.ts'
import {controlOf, countryComboboxOf, hasUnresolvedCountry} from '../interaction/controls.ts'
import type {LanguageController} from '../language-controller.ts'
import type {PhoneField} from '../phone/phone-field.ts'
import {setCustomStates} from './custom-states.ts'
import {errorText, Feedback, type FeedbackContext} from './feedback.ts'
import {feedbackStyles} from './feedback.styles.ts'
import {PointerGuard} from './pointer-guard.ts'
import {reportAttributes} from './report-attributes.ts'
import {shownFields, takeSnapshot, type FormSnapshot} from './request-body.ts'
import {Submission} from './submission.ts'
import {Validator} from './validator.ts'

export interface SessionOptions {
  language: LanguageController
  /** Undefined in a browser without them. */
  internals: ElementInternals | undefined
  /** When the form was created, on the clock of `performance.now()`. */
  createdAt: number
  loadPhone(): Promise<PhoneField>
  /** Renders another state. */
  show(state: FormState): void
}

/**
 * The part of the form that loads when the visitor first types: it turns events into calls of the form controller, and
 * hands the feedback to `render()`.
 */
export class Session implements ReactiveController {
  readonly feedback: Feedback
  readonly #host: SignupHost
  readonly #options: SessionOptions
  readonly #submission: Submission
  readonly #pointer: PointerGuard
  #phone: PhoneField | undefined
  #email: EmailSuggestion | undefined
  #customFields: CustomFields | undefined
  #hasSummary = false
  /** Whether the visitor has entered something. It stays so after a reset, since the event of it comes once. */
  #isStarted = false
  /** The field that the visitor left last, until something is edited. */
  #leftField = ''

  constructor(host: SignupHost, options: SessionOptions) {
    this.#host = host
    this.#options = options
    this.#submission = new Submission(host, {
      validator: new Validator({
        checkContact,
        phones: () => this.#phone?.reader,
        customFields: () => this.#customFields,
      }),
      createdAt: options.createdAt,
      onChange: state => options.show(state),
      showSummary: isRetry => this.#showSummary(isRetry),
    })
    this.#pointer = new PointerGuard(host)
    this.feedback = new Feedback(this.#context)
    addStyles(host.renderRoot, feedbackStyles)
    host.addController(this)
    host.requestUpdate()
    reportAttributes(host)
  }

  /** Resolves when all has loaded that the form needs as it is now: the page may add fields of its own at any time. */
  async ready(): Promise<this> {
    if (this.#host.querySelector('[slot=fields]')) await this.#loadCustomFields()
    return this
  }

  hostUpdate(): void {
    this.feedback.context = this.#context
  }

  /** Shows the state to the page: as custom states, and on the page's own fields. */
  hostUpdated(): void {
    setCustomStates(this.#options.internals, {...this.#state, phase: this.#host.phase})
    this.#customFields?.showErrors(name => errorText(name, this.feedback.context))
  }

  /** The visitor, a browser or a password manager has changed a control. */
  onEdit(control: HTMLElement): void {
    if (!this.#isStarted) this.#host.dispatchEvent(new ContactSignupStartEvent())
    this.#isStarted = true
    this.onChange(control)
  }

  /** A control has another value, also from the page's script. */
  onChange(control: HTMLElement): void {
    if (control.id === 'phone_country') return // a search; the country it finds comes as an edit of the select
    const field = fieldOf(control)
    this.#leftField = ''
    if (field === 'phone') void this.#loadPhone().then(phone => phone?.follow())
    if (field === 'email') this.#email?.withdraw()
    this.#form.edit(() => this.#snapshot)
  }

  /** The visitor has filled a control and leaves it for `next`. */
  async onLeave(control: HTMLElement, next: HTMLElement | null): Promise<void> {
    const field = fieldOf(control)
    if (field === fieldOf(next)) return
    this.#leftField = field
    await this.#pointer.released
    if (field === 'phone') await this.#loadPhone().then(phone => phone?.format())
    if (field === 'email') void this.#suggestEmail()
    if (this.#host.phase !== 'editing') return // a click on the button: the visitor has seen no warning of this field yet
    this.#form.leave(field, this.#snapshot)
  }

  /** Until the part for the page's own fields has loaded, the browser decides about them. */
  check(): boolean {
    const isValid = this.#form.check(this.#snapshot)
    return isValid && !this.#host.querySelector('[slot=fields]:invalid, [slot=fields] :invalid')
  }

  /** Shows the errors beside their fields and in the summary. */
  async report(): Promise<void> {
    await this.ready()
    this.#form.report(this.#snapshot)
    if (Object.keys(this.#state.issues).length > 0) await this.#showSummary()
  }

  /** @param isRetry without the visitor having submitted */
  submit(isRetry: boolean): Promise<boolean> {
    return this.#submission.submit(() => this.#prepareSubmission(), isRetry)
  }

  async #prepareSubmission(): Promise<FormSnapshot> {
    // A number or a country that was typed before its part had loaded is read first.
    const hasPhone = controlOf(this.#host.renderRoot, 'phone')?.value
    if (hasPhone)
      await within(
        planTimeoutMs,
        this.#loadPhone().then(phone => phone?.chosen),
      )
    this.#leftField = ''
    this.#hasSummary = false
    return this.#snapshot
  }

  reset(): void {
    // The thank-you or the summary, which disappear now.
    const focused = this.#host.renderRoot.querySelector('[tabindex]:focus-within')
    this.#customFields?.reset()
    this.#hasSummary = false
    this.#email?.withdraw()
    this.#submission.cancel()
    if (focused) void this.#host.updateComplete.then(() => this.#host.focus())
  }

  get #form() {
    return this.#submission.form
  }

  get #state(): FormState {
    return this.#form.state
  }

  get #snapshot(): FormSnapshot {
    const isUnresolved = this.#phone?.isCountryUnresolved ?? hasUnresolvedCountry(this.#host.renderRoot)
    return takeSnapshot(this.#host, this.#options.language.lang, this.#customFields, isUnresolved)
  }

  get #context(): FeedbackContext {
    const host = this.#host
    return {
      state: this.#state,
      words: withOverrides({...replies, ...this.#options.language.words}, host.messages),
      example: this.#phone?.example,
      country: () => this.#phone?.countryName ?? '',
      suggestion: this.#email?.suggestion,
      hasSummary: this.#hasSummary,
      leftField: this.#leftField,
      shown: () => shownFields(host, this.#customFields),
      customFields: this.#customFields?.shown ?? [],
      customField: name => this.#customFields?.describe(name),
      goTo: field => this.#goTo(field),
      acceptSuggestion: () => this.#email?.accept(),
    }
  }

  #goTo(field: string): void {
    const root = this.#host.renderRoot
    const combobox = this.feedback.isInvalid('phone_country') && field === 'phone' ? countryComboboxOf(root) : undefined
    const control = combobox ?? controlOf(root, field) ?? this.#customFields?.find(field)
    control?.focus()
  }

  async #showSummary(isRetry = false): Promise<void> {
    this.#hasSummary = true
    this.#host.requestUpdate()
    await this.#host.updateComplete
    if (!isRetry || this.#host.matches(':focus-within'))
      this.#host.renderRoot.querySelector<HTMLElement>('[part=summary]')?.focus()
  }

  /** Loads now, since most visitors never need it. If that fails, there is no suggestion. */
  async #suggestEmail(): Promise<void> {
    const loaded = await loadEmailSuggestion().catch(() => undefined)
    const {renderRoot} = this.#host
    this.#email ??= loaded && new loaded.EmailSuggestion(renderRoot, () => this.#host.requestUpdate())
    this.#email?.suggest()
  }

  readonly #loadCustomFields = once(async () => {
    const {CustomFields} = await import('../custom-fields/custom-fields.ts')
    this.#customFields = new CustomFields(this.#host)
  })

  /** If the phone field cannot be loaded, the proxy reads the number. */
  async #loadPhone(): Promise<PhoneField | undefined> {
    this.#phone = await this.#options.loadPhone().catch(() => this.#phone)
    return this.#phone
  }
}

const loadEmailSuggestion = once(() => import('../email-suggestion/email-suggestion.ts'))

/** The field that a control belongs to: both controls of the phone are one field. */
function fieldOf(control: (HTMLElement & {name?: string}) | null): string {
  return (control?.name || control?.id || '').replace(/^phone_country$/, 'phone')
}
