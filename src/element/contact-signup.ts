import {ReactiveElement, type PropertyDeclarations, type PropertyValues} from '@lit/reactive-element'
import {loadPlan} from '../contact/phone/load-plan.ts'
import type {Messages} from '../messages/messages.ts'
import {readBoxes, readFields} from './attributes.ts'
import {styles} from './contact-signup.styles.ts'
import type {Control} from './interaction/controls.ts'
import type {FormState, Phase} from './session/form-controller.ts'
import {h} from './h.ts'
import {LanguageController, regionOf} from './language-controller.ts'
import {once} from './once.ts'
import type {Session} from './session/session.ts'
import {toWebUrl} from './web-url.ts'
import {drawView} from './form-view.ts'

/** Each is a property, and its name with dashes an attribute. */
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
  proofOfWork: false,
  messages: {},
}

/** By content: a framework's page hands over the same words in a new object whenever it is drawn, and a form in use must not be. */
const hasChanged = (value: unknown, old: unknown) => JSON.stringify(value) !== JSON.stringify(old)

/** What the form is drawn from; the rest is read when it is sent. */
const drawn = ['fields', 'country', 'countries', 'consent', 'termsUrl', 'privacyUrl', 'messages']

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
 * @csspart suggestion - another spelling of the e-mail
 * @csspart phone - country and number side by side
 * @csspart country - the phone's country, searched by typing
 * @csspart country-list - the countries to choose from
 * @csspart country-option - one of them
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
export class ContactSignup extends ReactiveElement {
  static override styles = styles
  static override properties: PropertyDeclarations = Object.fromEntries(
    Object.entries(defaults).map(([name, {constructor: type}]) => [
      name,
      {type, hasChanged, attribute: name.replace(/[A-Z]/g, '-$&').toLowerCase()},
    ]),
  )

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
  /** Do the work that the proxy asks for while the visitor types, not at submit. */
  declare proofOfWork: boolean
  /** Words of one's own, in place of the built-in ones. */
  declare messages: Partial<Messages>

  /** When the form came to be, on the clock of `performance.now()`. */
  readonly born = performance.now()
  readonly #language = new LanguageController(this)
  #state: FormState = {phase: 'editing', issues: {}}
  #session: Session | undefined
  /** The words that the form was last drawn with. */
  #drawn: unknown
  /** While controls are moved into a new form, their events are none of the visitor's. */
  #isDrawing = false
  #submitting: Promise<boolean> | undefined

  constructor() {
    super()
    Object.assign(this, defaults)
  }

  /** Where the form is: `editing`, `sending` or `done`. */
  get phase(): Phase {
    return this.#state.phase
  }

  /** Judges and sends, as the button does. True when the proxy has the lead. */
  submit(): Promise<boolean> {
    this.#submitting ??= this.#submit().finally(() => (this.#submitting = undefined))
    return this.#submitting
  }

  /** Whether everything typed is acceptable. Before the judge is loaded, by the browser's own constraints. */
  checkValidity(): boolean {
    this.#late(ignore)
    return this.#session?.check() ?? this.renderRoot.querySelector('form')!.checkValidity()
  }

  /** The same, and shows what is not. */
  reportValidity(): boolean {
    const valid = this.checkValidity()
    if (!valid) this.#late(session => session.report())
    return valid
  }

  /** Empties the form and starts anew, also after a success. */
  reset(): void {
    this.renderRoot.querySelector('form')?.reset()
    this.#session?.reset()
  }

  override focus(options?: FocusOptions): void {
    const find = (selector: string) => this.renderRoot.querySelector<HTMLElement>(selector)
    ;(find('[aria-invalid=true]') ?? find('[part~=input]'))?.focus(options)
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    await this.#language.ready
    return super.getUpdateComplete()
  }

  protected override willUpdate(): void {
    // An attribute that is taken away, or a framework's undefined, means the default.
    for (const [name, value] of Object.entries(defaults)) (this as unknown as Record<string, unknown>)[name] ??= value // properties of this class
  }

  /** Draws what an attribute or another language changes; the state alone needs no new form. */
  protected override update(changed: PropertyValues): void {
    super.update(changed)
    if (!this.#language.isReady) return // so that no other language shows first
    const isFirst = !this.#drawn
    if (this.#drawn !== this.#language.words || drawn.some(name => changed.has(name))) this.#draw()
    this.#drawState()
    if (!this.prefill || !(isFirst || changed.has('fields'))) return
    const parameters = new URLSearchParams(location.search)
    for (const field of this.renderRoot.querySelectorAll<Control>('[part~=input][name]'))
      field.value ||= parameters.get(field.name) ?? ''
  }

  #draw(): void {
    const root = this.renderRoot as ShadowRoot // the default of every ReactiveElement
    const focused = root.activeElement as HTMLElement | null
    const isFirst = !this.#drawn
    const {lang, words} = this.#language
    this.#drawn = words
    this.#isDrawing = true
    const {minHeight} = this.style
    if (!isFirst) this.style.minHeight = `${this.offsetHeight}px` // while the form is half empty, the page is not to scroll
    const form = drawView(
      {
        words: {...words, ...this.messages},
        lang,
        fields: readFields(this.fields),
        boxes: readBoxes(this.consent),
        country: this.#start,
        termsUrl: toWebUrl(this.termsUrl, this.baseURI),
        privacyUrl: toWebUrl(this.privacyUrl, this.baseURI),
      },
      root,
    )
    root.querySelector('div')?.remove()
    root.prepend(form)
    if (focused) (focused.isConnected ? focused : this).focus({preventScroll: true})
    this.style.minHeight = minHeight
    this.#isDrawing = false
  }

  /** What is seen of the state before the half is there that answers: that it is being sent, or could not be. */
  #drawState(): void {
    const {phase, failure} = this.#state
    const words = {...this.#language.words, ...this.messages}
    const [intro, form, status] = this.renderRoot.querySelectorAll<HTMLElement>(
      '[part=intro], [part=form], [part=status]',
    )
    const isSending = phase === 'sending'
    intro!.hidden = form!.hidden = phase === 'done'
    form!.querySelector('button')!.ariaDisabled = String(isSending)
    const [label, says] = [form!.querySelector('[name=submit]')!, isSending ? words.sending : words.submit]
    if (label.textContent !== says) label.textContent = says // Safari drops a click on a text that has come since it began
    if (!this.#session) status!.replaceChildren(failure ? h('p', {}, words.failed_offline) : '')
  }

  /** Listens where every event of the form passes, its own controls' and slotted ones', however often it is drawn. */
  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot()
    for (const type of ['focusin', 'pointerover', 'input', 'change', 'focusout', 'click', 'submit'])
      root.addEventListener(type, this.#on)
    return root
  }

  /** The country that the page means for phones, ISO 3166-1 alpha-2; may be empty. */
  get #start(): string {
    const country = regionOf(`-${this.country}`) || regionOf(this.#language.tag)
    return !this.countries || this.countries.toUpperCase().includes(country) ? country : ''
  }

  async #submit(): Promise<boolean> {
    if (this.phase === 'done') return true
    // What judges may still be on its way: the visitor should see that something happens.
    this.#show({phase: 'sending', issues: {}})
    const session = await this.#load().catch(() => undefined)
    if (session) return session.submit()
    this.#show({phase: 'editing', issues: {}, failure: 'offline'})
    // Its class is in the half that could not be loaded.
    this.dispatchEvent(
      Object.assign(new Event('contact-signup-error', {bubbles: true, composed: true}), {code: 'offline', status: 0}),
    )
    return false
  }

  readonly #show = (state: FormState) => {
    this.#state = state
    this.requestUpdate()
  }

  readonly #on = (event: Event) => {
    if (this.#isDrawing) return
    // Read now: once an event is over it no longer tells where inside the shadow root it was.
    const {type, target, relatedTarget} = event as FocusEvent
    const control = target as Control // or another element, without a value
    // The click comes first, by the Enter key too, and in a frame that may not submit forms nothing else does.
    if (type === 'submit' || type === 'click') {
      if (type === 'click' && !control.closest('[part=submit]')) return
      event.preventDefault()
      void this.submit()
    } else if (type === 'focusin' || type === 'pointerover') this.#touch(control)
    else if (control.value || type !== 'focusout')
      this.#late(session => session.hear(type, control, relatedTarget as Control | null))
  }

  /** Loads what the touched field will need, before it does. */
  #touch({id}: Element): void {
    const touched = id === 'phone' ? this.#loadPhone() : loadJudge()
    Promise.all([touched, this.#loadFirst()]).catch(ignore)
  }

  readonly #loadFirst = once(async () => {
    const {createFirstTouch} = await import('./interaction/interaction.ts')
    return createFirstTouch(this, this.#language)
  })

  /** What reads phones; and beside it the numbering plan that will most likely be asked for. */
  readonly #loadPhone = once(async () => {
    if (this.#start) loadPlan(this.#start).catch(ignore)
    const [{PhoneField}, choices] = await Promise.all([import('./phone/phone-field.ts'), this.#loadFirst()])
    return new PhoneField(this, this.#language, choices)
  })

  /** The half that judges and sends, and beside it the judge. */
  readonly #load = once(async () => {
    const [{Session}] = await Promise.all([import('./session/session.ts'), loadJudge()])
    return (this.#session = new Session(this, this.#language, this.#loadPhone, this.#show))
  })

  /** Does something with that half as soon as it is there. */
  #late(use: (session: Session) => unknown): void {
    this.#load().then(use, ignore)
  }
}

const loadJudge = () => import('../contact/contact.ts')

/** What cannot be loaded early shows when it matters: at submit. */
const ignore = () => {}
