import './named-elements.ts'
import {LitElement, nothing, type PropertyDeclarations, type PropertyValues} from 'lit'
import type {MessageOverrides} from '../messages/messages.ts'
import {withOverrides} from '../messages/with-overrides.ts'
import {toBoxes, warnOfMessages} from './attributes.ts'
import {styles} from './contact-signup.styles.ts'
import {areDefaultFields, defaultFieldsOf, setDefaults} from './defaults.ts'
import type {FormState, Phase} from './form-state.ts'
import {renderForm} from './form-view.ts'
import {createHandlers} from './handlers.ts'
import type {SignupHost} from './host.ts'
import {InitialCountry} from './initial-country.ts'
import {LanguageController} from './language-controller.ts'
import {Loader} from './loader.ts'
import {controlsOf, isConsent, readValues, type Values} from './read-values.ts'
import {ShownFields} from './shown-fields.ts'
import {SubmitController} from './submit-controller.ts'
import {announceView} from './view-event.ts'
import {toWebUrl} from './web-url.ts'

/**
 * A signup form in one tag: shows, validates and posts a contact through the proxy that holds the account's secret.
 *
 * @tag contact-signup
 * @attr {string} lang - language of all texts; by default the page's
 * @slot intro - above the fields
 * @slot terms - wording of the terms checkbox
 * @slot marketing - wording of the marketing checkbox
 * @slot fields - form controls with a `name`: custom fields
 * @slot submit - label of the button
 * @slot success - instead of the built-in thank-you
 * @slot footer - below the button
 * @fires {ContactSignupViewEvent} contact-signup-view - once, when a tenth of the form was on screen
 * @fires {ContactSignupStartEvent} contact-signup-start - once, at the first input
 * @fires {ContactSignupSubmitEvent} contact-signup-submit - valid, before sending; cancelable
 * @fires {ContactSignupSuccessEvent} contact-signup-success - the proxy has the lead
 * @fires {ContactSignupErrorEvent} contact-signup-error - the form could not be sent; it keeps everything that was typed
 * @fires {ContactSignupInvalidEvent} contact-signup-invalid - submit refused because of invalid fields
 * @cssState sending - while the form is being sent
 * @cssState done - after success
 * @cssState invalid - while a field has an error
 * @csspart form - the form, without intro, status and footer
 * @csspart intro - around the slot `intro`, above the form
 * @csspart summary - the errors at submit, above the fields
 * @csspart summary-title - the heading of the summary
 * @csspart summary-list - the list in the summary; each of its entries has a `link`
 * @csspart fields - around all fields
 * @csspart field - one field with its label, control, hint and error, or one consent
 * @csspart label - the label of a field or a consent
 * @csspart optional - `(optional)` behind a label
 * @csspart required - an asterisk behind the label of a required field; hidden unless you show it
 * @csspart input - a control: input, select or textarea
 * @csspart hint - help below a control, or a question about what was typed
 * @csspart error - the error below a control
 * @csspart suggestion - a corrected e-mail address below its control; its button is a `link`
 * @csspart phone - the two halves of the phone, side by side where there is room
 * @csspart field-phone_country - the half of the phone with its country
 * @csspart field-phone_number - the half of the phone with its number
 * @csspart country - the control in which the country of the phone is searched; also an `input`
 * @csspart country-arrow - the arrow over the end of that control
 * @csspart country-list - the list of countries, in the top layer
 * @csspart country-option - one country in the list
 * @csspart consent - a checkbox with its wording; also a `field`
 * @csspart checkbox - the checkbox
 * @csspart consent-text - beside the checkbox: wording, links and error
 * @csspart link - a link, or a button that looks like one
 * @csspart submit - the button
 * @csspart status - below the button: progress, why sending failed, or the thank-you
 * @csspart success - the thank-you
 * @csspart receipt - below the thank-you: a `link` that saves a receipt of the consent
 * @cssprop --contact-signup-accent - the button, the focus ring, ticks, the chosen country
 * @cssprop --contact-signup-on-accent - text on the accent
 * @cssprop --contact-signup-text - text; by default the page's colour
 * @cssprop --contact-signup-muted - hints, marks and placeholders
 * @cssprop --contact-signup-surface - the background of the controls
 * @cssprop --contact-signup-border - the outline of the controls
 * @cssprop --contact-signup-danger - errors
 * @cssprop --contact-signup-success - the mark of the thank-you
 * @cssprop --contact-signup-list-surface - the background of the lists of countries, whose text then has the colour of the form; by default the colour scheme's
 * @cssprop --contact-signup-radius - corners, up to half the height of a control: `999px` makes pills
 * @cssprop --contact-signup-gap - the space between fields
 * @cssprop --contact-signup-font - the font family
 * @cssprop --contact-signup-control-height - the least height of the controls and the button
 */
export class ContactSignup extends LitElement implements SignupHost {
  /** So that the browser gives back what was typed, as it does for its own controls. Nothing is added to a form around it. */
  static formAssociated = true
  static override styles = styles
  static override properties: PropertyDeclarations = {
    endpoint: {},
    fields: {},
    country: {},
    countries: {},
    consent: {},
    termsUrl: {attribute: 'terms-url'},
    privacyUrl: {attribute: 'privacy-url'},
    lists: {},
    tags: {},
    layout: {reflect: true, useDefault: true}, // for the styles
    successUrl: {attribute: 'success-url'},
    prefill: {type: Boolean},
    attribution: {},
    proofOfWork: {type: Boolean, attribute: 'proof-of-work'},
    messages: {type: Object},
    values: {attribute: false, noAccessor: true},
  }

  declare readonly renderRoot: ShadowRoot // Lit's default
  /** URL of the proxy. */
  declare endpoint: string
  /** Which fields, in which order; a trailing `*` makes one required. */
  declare fields: string
  /** Initial country of the phone, ISO 3166-1 alpha-2. */
  declare country: string
  /** Countries offered for the phone, space-separated; all by default. */
  declare countries: string
  /** Which consent boxes are shown: `terms`, `marketing`. */
  declare consent: string
  /** Link beside the terms, http(s) only. */
  declare termsUrl: string
  /** Link to the privacy policy, http(s) only. */
  declare privacyUrl: string
  /** Audience-list ids, subscribed only when marketing is ticked. */
  declare lists: string
  /** Tags of the contact, separated by spaces, or by commas. */
  declare tags: string
  /** `inline`: a bar of one line where there is room. */
  declare layout: string
  /** Where to go after success, http(s) only. */
  declare successUrl: string
  /** Take initial values from the page URL's query. */
  declare prefill: boolean
  /** What to send of where the visitor came from: `utm` (also if empty or true), `clicks`, `referrer`; by default nothing. */
  declare attribution: boolean | string
  /** Solve the proxy's challenge while the visitor types, not at submit. */
  declare proofOfWork: boolean
  /** Overrides of any wording; as an attribute, JSON. */
  declare messages: MessageOverrides

  #state: FormState = {phase: 'editing', issues: {}}
  #renderedFields: string | undefined
  /** Whether a server has rendered the form, which then shows since the page does. */
  readonly #isPrerendered = this.shadowRoot !== null
  readonly #language = new LanguageController(this)
  readonly #initialCountry = new InitialCountry(this, this.#language)
  readonly #options = {
    language: this.#language,
    initialCountry: this.#initialCountry,
    internals: this.attachInternals?.(), // Safari has it from 16.4 on
    createdAt: this.#isPrerendered ? 0 : performance.now(),
    show: (state: FormState) => this.#show(state),
  }
  readonly #loader = new Loader(this, this.#options)
  readonly #submission = new SubmitController(this, this.#loader, this.#options)
  readonly #shown = new ShownFields(this, this.#loader)
  readonly #on = createHandlers(this, this.#loader, this.#submission)

  constructor() {
    super()
    setDefaults(this, ContactSignup.properties)
  }

  /** Where the form is: `editing`, `sending` or `done`. */
  get phase(): Phase {
    return this.#state.phase
  }

  /**
   * What is typed, by name, in the shown fields and in slot `fields`. What is written replaces what was typed, as soon as
   * the form shows a field of that name; until then, unknown names are ignored. Consent boxes are left out both ways.
   */
  get values(): Values {
    const controls = controlsOf(this).filter(({name}) => !isConsent(name))
    return readValues(controls, this.#loader.written)
  }

  set values(values: Values) {
    Object.assign(this.#loader.written, values)
    this.#loader.withFilledValues(part => part.write())
  }

  /** Validates and sends, as the button does. Resolves to true when the proxy has the lead. */
  submit(): Promise<boolean> {
    return this.#submission.submit()
  }

  /** Whether all values are valid. Until the validator has loaded, the browser's own constraints decide. */
  checkValidity(): boolean {
    this.#loader.withSession(() => {}) // for the next call
    return this.#loader.session?.check() ?? this.renderRoot?.querySelector('form')?.checkValidity() ?? false
  }

  /** Like `checkValidity()`, and shows the errors. */
  reportValidity(): boolean {
    const valid = this.checkValidity()
    if (!valid) this.#loader.withSession(session => session.report())
    return valid
  }

  /** Empties the form and starts anew, also after success. */
  reset(): void {
    this.#loader.written = {}
    this.renderRoot?.querySelector('form')?.reset()
    this.#submission.reset()
    this.#show({phase: 'editing', issues: {}})
    this.#loader.session?.reset()
  }

  /** Called by the browser after a reload, and when the visitor comes back to the page. */
  formStateRestoreCallback(state: FormData): void {
    this.#loader.withFilledValues(part => part.restore(state))
  }

  /** Moves the focus to the first invalid control, else to the first one. */
  override focus(options?: FocusOptions): void {
    const find = (selector: string) => this.renderRoot?.querySelector<HTMLElement>(selector)
    ;(find('[aria-invalid=true]') ?? find('[part~=input]'))?.focus(options)
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    await this.#language.ready
    return super.getUpdateComplete()
  }

  /** A prerendered form is hydrated before its first update. */
  protected override async scheduleUpdate(): Promise<void> {
    if (this.#isPrerendered && !this.hasUpdated) await this.#hydrate()
    if (!this.hasAttribute('fields') && areDefaultFields(this.fields))
      this.fields = defaultFieldsOf(this.#language.lang)
    await this.#shown.prepare()
    super.scheduleUpdate()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('messages')) warnOfMessages(this)
    setDefaults(this, ContactSignup.properties)
    this.#shown.update()
  }

  protected override render() {
    const {isReady, lang, isForeign, words} = this.#language
    if (!isReady) return nothing // another language must not flash first
    return renderForm({
      words: withOverrides(words, this.messages),
      lang,
      isForeign,
      fields: this.#shown.fields,
      places: this.#shown.places,
      boxes: toBoxes(this.consent),
      country: this.#initialCountry,
      termsUrl: toWebUrl(this.termsUrl, this.baseURI)?.href,
      privacyUrl: toWebUrl(this.privacyUrl, this.baseURI)?.href,
      state: this.#state,
      parts: this.#loader,
      on: this.#on,
    })
  }

  protected override updated(): void {
    if (!this.#language.isReady || this.#renderedFields === this.fields) return
    if (this.#renderedFields === undefined) announceView(this)
    this.#renderedFields = this.fields
    if (this.prefill) this.#loader.withFilledValues(part => part.prefill())
    const whenIdle = globalThis.requestIdleCallback ?? setTimeout // Safari has no idle callbacks
    whenIdle(() => this.#initialCountry.useVisitorCountry())
  }

  async #hydrate(): Promise<void> {
    const {hydrateForm} = await import('./hydration/hydrate-form.ts')
    this.#shown.places = await hydrateForm(this, {
      language: this.#language,
      loader: this.#loader,
      on: this.#on,
      renderOptions: this.renderOptions,
    })
  }

  #show(state: FormState): void {
    this.#state = state
    this.requestUpdate()
    if (state.sent && !this.successUrl) this.#loader.loadReceipt().catch(() => {})
  }
}
