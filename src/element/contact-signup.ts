import {LitElement, type PropertyDeclarations, type TemplateResult} from 'lit'
import type {Messages} from '../messages/messages.ts'
import {styles} from './contact-signup.styles.ts'
import {readBoxes, readFields, toWords} from './attributes.ts'
import {isBox, ownControls, valueOf, type Control} from './controls.ts'
import {ContactSignupErrorEvent} from './events.ts'
import type {FormState, Phase} from './form-controller.ts'
import {LanguageController, regionOf} from './language-controller.ts'
import type {Session} from './session.ts'
import {toWebUrl} from './url.ts'
import {renderView} from './view.ts'

const defaults = {
  endpoint: '/api/signup',
  fields: 'name_first name_last email phone',
  country: '',
  countries: '',
  consent: 'terms marketing',
  termsUrl: '',
  privacyUrl: '',
  lists: '',
  tags: '',
  successUrl: '',
  prefill: false,
  attribution: false,
  messages: {},
}

/**
 * A signup form in one tag: shows, judges and posts a contact through the proxy that holds the account's secret.
 *
 * @tag contact-signup
 * @slot intro - above the fields
 * @slot terms - wording of the terms box
 * @slot marketing - wording of the marketing box
 * @slot fields - form controls with a `name`: custom fields
 * @slot submit - label of the button
 * @slot success - instead of the built-in thank-you
 * @slot footer - below the button
 * @fires contact-signup-submit - valid, before sending; cancelable
 * @fires contact-signup-success - the proxy has the lead
 * @fires contact-signup-error - it could not be sent
 * @fires contact-signup-invalid - submit refused for what was typed
 * @csspart form - the form
 * @csspart intro - what stands above the fields
 * @csspart summary - the complaints at submit
 * @csspart fields - all fields
 * @csspart field - one field; also `field-email` and so on, as label, input, hint and error have
 * @csspart label - a label
 * @csspart input - a control
 * @csspart hint - what helps to fill a field
 * @csspart error - what is wrong with a field
 * @csspart phone - country and number side by side
 * @csspart country - the phone's country
 * @csspart consent - a box with its wording
 * @csspart checkbox - the box itself
 * @csspart consent-text - the wording and its links
 * @csspart link - a link
 * @csspart submit - the button
 * @csspart status - what is being done, and what failed
 * @csspart success - the thank-you
 * @cssprop --contact-signup-accent - button, focus and links
 * @cssprop --contact-signup-on-accent - text on the accent
 * @cssprop --contact-signup-text - text
 * @cssprop --contact-signup-muted - hints
 * @cssprop --contact-signup-surface - inside of the controls
 * @cssprop --contact-signup-border - around the controls
 * @cssprop --contact-signup-danger - complaints
 * @cssprop --contact-signup-success - the thank-you's mark
 * @cssprop --contact-signup-radius - corners
 * @cssprop --contact-signup-gap - between fields
 * @cssprop --contact-signup-font - font family
 * @cssprop --contact-signup-control-height - of inputs and button
 */
export class ContactSignup extends LitElement {
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
    successUrl: {attribute: 'success-url'},
    prefill: {type: Boolean},
    attribution: {type: Boolean},
    messages: {attribute: false},
  }

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
  declare termsUrl: string
  declare privacyUrl: string
  /** Audience-list ids, subscribed only when marketing is ticked. */
  declare lists: string
  declare tags: string
  /** Where to go after success. */
  declare successUrl: string
  /** Take initial values from the page URL's query. */
  declare prefill: boolean
  /** Send the page URL's `utm_*` along. */
  declare attribution: boolean
  /** Words of one's own, in place of the built-in ones. */
  declare messages: Partial<Messages>

  readonly #internals = this.attachInternals()
  readonly #language = new LanguageController(this)
  #loading: Promise<Session> | undefined
  #session: Session | undefined
  #submitting: Promise<boolean> | undefined
  /** What is shown until the late half is there. */
  #early: FormState = {phase: 'editing', issues: {}}
  /** What each control held before an update: other fields or options must not move it to another control. */
  #held: Record<string, string | boolean> = {}
  /** The phone's country as the form set it: any other value is the visitor's. */
  #placed = ''

  constructor() {
    super()
    Object.assign(this, defaults)
    const wake = () => void this.#load().catch(() => {}) // a failure shows when it matters: at submit
    for (const touch of ['focusin', 'pointerover', 'touchstart']) this.addEventListener(touch, wake, {once: true, passive: true})
  }

  /** Where the form is: `editing`, `sending` or `done`. */
  get phase(): Phase {
    return this.#state.phase
  }

  get #state(): FormState {
    return this.#session?.state ?? this.#early
  }

  /** Judges and sends, as the button does. True when the proxy has the lead. */
  submit(): Promise<boolean> {
    this.#submitting ??= this.#submit().finally(() => (this.#submitting = undefined))
    return this.#submitting
  }

  /** Whether everything typed is acceptable. Before the judge is loaded, by the browser's own constraints. */
  checkValidity(): boolean {
    if (this.#session) return this.#session.check()
    void this.#load().catch(() => {})
    const form = this.renderRoot.querySelector('form')
    return form !== null && form.checkValidity() && ['email', 'phone'].some(name => Boolean(this.#control(name)?.value))
  }

  /** The same, and shows what is not. */
  reportValidity(): boolean {
    const valid = this.checkValidity()
    if (!valid) void this.#load().then(session => session.report(), () => {})
    return valid
  }

  /** Empties the form and starts anew, also after a success. */
  reset(): void {
    this.renderRoot.querySelector('form')?.reset()
    this.#held = {}
    this.#early = {phase: 'editing', issues: {}}
    this.#session?.reset()
    this.requestUpdate()
  }

  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('[part=success], [aria-invalid], form [name]:not(slot)')?.focus(options)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // A browser's own serif means that the page chose no font; the form still should look as if somebody had.
    this.#mirror('bare', /^"?(times|serif)/i.test(getComputedStyle(this.parentElement ?? this).fontFamily))
  }

  /** Waits for the words of the page's language, so that no other shows first. */
  protected override async scheduleUpdate(): Promise<void> {
    await this.#language.ready
    super.scheduleUpdate()
  }

  protected override willUpdate(): void {
    // An attribute that is taken away, or a framework's undefined, means the default.
    for (const [name, value] of Object.entries(defaults)) Object.assign(this, {[name]: Reflect.get(this, name) ?? value})
    for (const control of ownControls(this.renderRoot)) this.#held[control.name] = valueOf(control)
    if (this.#held.phone_country === this.#placed) delete this.#held.phone_country
  }

  protected override render(): TemplateResult {
    const {lang, words} = this.#language
    return renderView({
      ...this.#state,
      words: {...words, ...this.messages},
      lang,
      fields: readFields(this.fields),
      boxes: readBoxes(this.consent),
      phoneCountries: this.#session?.listCountries(lang, toWords(this.countries.toUpperCase())) ?? [],
      countries: this.#session?.listCountries(lang, []) ?? [],
      termsUrl: toWebUrl(this.termsUrl)?.href,
      privacyUrl: toWebUrl(this.privacyUrl)?.href,
      onSubmit: event => {
        event.preventDefault()
        void this.submit()
      },
      onInput: () => this.#session?.edited(),
      onLeave: ({target, relatedTarget}) => {
        // Read now: once the event is over it no longer tells where inside the shadow root it was.
        const [left, entered] = [fieldOf(target), fieldOf(relatedTarget)]
        if (left !== entered) void this.#load().then(session => session.leave(left), () => {})
      },
      goTo: field => this.#control(field)?.focus(),
    })
  }

  protected override firstUpdated(): void {
    const idle = globalThis.requestIdleCallback ?? setTimeout // Safari has none
    idle(() => void this.#load().catch(() => {}))
    const parameters = new URLSearchParams(this.prefill ? location.search : '')
    for (const {name} of readFields(this.fields)) this.#held[name] = parameters.get(name) ?? ''
  }

  protected override updated(): void {
    const country = (this.country || regionOf(this.#language.tag)).toUpperCase()
    for (const control of ownControls(this.renderRoot)) {
      const start = control.name === 'phone_country' ? country : ''
      const value = this.#held[control.name] ?? start
      if (isBox(control)) control.checked = value === true
      else if (control.value !== value) control.value = String(value)
      if (control instanceof HTMLSelectElement && control.selectedIndex < 0) control.selectedIndex = 0
      if (control.name === 'phone_country' && !(control.name in this.#held)) this.#placed = control.value
    }
    this.#mirror('sending', this.phase === 'sending')
    this.#mirror('done', this.phase === 'done')
    this.#mirror('invalid', Object.keys(this.#state.issues).length > 0)
  }

  async #submit(): Promise<boolean> {
    // What judges may still be on its way: the visitor should see that something happens.
    this.#begin({phase: 'sending', issues: {}})
    const session = await this.#load().catch(() => undefined)
    this.#begin({phase: 'editing', issues: {}, failure: session ? undefined : 'offline'})
    if (session) return session.submit()
    this.dispatchEvent(new ContactSignupErrorEvent('offline', 0))
    return false
  }

  #begin(state: FormState): void {
    this.#early = state
    this.requestUpdate()
  }

  /** Loads the half that judges and sends, once; a load that failed is tried anew. */
  #load(): Promise<Session> {
    this.#loading ??= import('./session.ts').then(
      ({Session}) => {
        this.#session = new Session(this, this.#language)
        this.requestUpdate()
        return this.#session
      },
      (error: unknown) => {
        this.#loading = undefined
        throw error
      },
    )
    return this.#loading
  }

  #control(name: string): Control | undefined {
    return ownControls(this.renderRoot).find(control => control.name === name)
  }

  /** Older browsers know no custom states without dashes; the form works without. */
  #mirror(state: string, on: boolean): void {
    try {
      this.#internals.states[on ? 'add' : 'delete'](state)
    } catch {}
  }
}

/** The field that a control belongs to: both controls of the phone are one field. */
function fieldOf(target: EventTarget | null): string {
  const name = (target as Control | null)?.name ?? '' // whatever has a name is a control here
  return name === 'phone_country' ? 'phone' : name
}
