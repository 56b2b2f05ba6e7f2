import {checkContact, type Checked} from '../../contact/contact.ts'
import type {UsePhones} from '../../contact/phone/lazy-phone-reader.ts'
import {signalNames} from '../../contact/signals.ts'
import {planTimeoutMs, within} from '../../contact/within.ts'
import {AnswerBoard} from './answer-board.ts'
import {complaintOf, drawComplaint, drawStatus, drawSuggestion, drawSummary, type Known} from './feedback.ts'
import {answersStyles} from './feedback.styles.ts'
import {readBoxes, readFields, toWords} from '../attributes.ts'
import {createKey} from './client.ts'
import type {ContactSignup} from '../contact-signup.ts'
import {controls} from '../field-table.ts'
import {controlOf, ownControls, type Control} from '../interaction/controls.ts'
import {
  customControl,
  customControls,
  describeCustom,
  judgeCustom,
  labelOf,
  readCustom,
  restore,
} from './custom-fields.ts'
import {EmailField} from './email-field.ts'
import {addStyles} from '../interaction/adopt-styles.ts'
import {readCampaign, toInput} from './request-body.ts'
import {
  ContactSignupErrorEvent,
  ContactSignupInvalidEvent,
  ContactSignupSubmitEvent,
  ContactSignupSuccessEvent,
} from '../events.ts'
import {FormController, type Draft, type Ending, type FormState} from './form-controller.ts'
import type {LanguageController} from '../language-controller.ts'
import type {PhoneField} from '../phone/phone-field.ts'
import {describe, readValues, readWording} from './form-values.ts'
import {Retrier} from './retrier.ts'
import {Sender} from './submission.ts'
import {toWebUrl} from '../web-url.ts'
import {withEnglish} from '../../messages/format.ts'

/**
 * The half of the form that is loaded when a visitor first types into it: everything that judges, sends, or answers
 * what the visitor does. Nothing here is needed to see the form or to type into it.
 */
export class Session {
  readonly #host: ContactSignup
  readonly #language: LanguageController
  readonly #form: FormController
  readonly #states: CustomStateSet
  readonly #loadPhone: () => Promise<PhoneField>
  readonly #board: AnswerBoard
  readonly #email: EmailField
  readonly #sender = new Sender()
  readonly #retrier = new Retrier(() => this.#retry())
  #phone: PhoneField | undefined
  #summarised = false
  /** The field that was left last, until something is typed. */
  #left = ''
  /** Settles when no pointer is pressed: a complaint that moves the button away would swallow the click on it. */
  #released: Promise<unknown> | undefined

  /** @param show draws the form in another state */
  constructor(
    host: ContactSignup,
    language: LanguageController,
    loadPhone: () => Promise<PhoneField>,
    show: (state: FormState) => void,
  ) {
    this.#host = host
    this.#language = language
    this.#states = host.attachInternals().states
    this.#loadPhone = () => loadPhone().then(phone => (this.#phone = phone))
    this.#form = new FormController({
      draft: () => this.#draft(),
      judgeNow: draft => this.#judgeNow(draft),
      judge: draft => this.#judge(draft),
      confirm: contact => host.dispatchEvent(new ContactSignupSubmitEvent(contact)),
      post: (endpoint, key, contact) => this.#sender.send(endpoint, key, {...contact, ...this.#signals}),
      createKey,
      changed: () => show(this.#form.state),
    })
    this.#email = new EmailField(host.renderRoot, () => host.requestUpdate())
    this.#board = new AnswerBoard(host.renderRoot)
    addStyles(host.renderRoot as ShadowRoot, answersStyles)
    host.addController(this)
    host.addEventListener('pointerdown', () => this.#onPress(), {passive: true})
    host.requestUpdate()
    if (host.proofOfWork) this.#sender.prepare(host.endpoint)
    for (const word of toWords(host.fields.replaceAll('*', '')))
      if (!Object.hasOwn(controls, word))
        console.error(
          `<contact-signup> fields: "${word}" is no field, expected any of: ${Object.keys(controls).join(' ')}`,
        )
  }

  hostUpdated(): void {
    const {issues, warnings, phase} = this.#form.state
    this.#phone?.say(warnings?.phone !== undefined)
    this.#answer()
    for (const control of ownControls(this.#host.renderRoot)) describe(control, control.name in issues)
    const country = this.#country
    const isMissing = issues.phone === 'phone_country_missing'
    if (country) describe(country, isMissing, isMissing ? 'phone' : '')
    for (const state of ['sending', 'done']) this.#mirror(state, phase === state)
    this.#mirror('invalid', Object.keys(issues).length > 0)
  }

  /** Says beside the fields, above them and below them what there is to say. */
  #answer(): void {
    const {state} = this.#form
    const known = this.#known
    const board = this.#board
    board.put('summary', this.#summarised ? drawSummary(state, known) : [])
    for (const {name} of ownControls(this.#host.renderRoot)) board.put(name, drawComplaint(state, name, known))
    board.suggest(drawSuggestion(this.#email.suggestion, known.words, () => this.#email.take()))
    const custom = customControls(this.#host)
    board.put(
      'custom',
      [...new Set(custom.map(({name}) => name))].flatMap(name => drawComplaint(state, name, known)),
    )
    for (const control of custom) describeCustom(control, complaintOf(state, control.name, known))
    board.tell(drawStatus(state, known, this.#left))
  }

  /** Where the phone's country is searched. */
  get #country(): HTMLInputElement | null {
    return this.#host.renderRoot.querySelector('#phone_country')
  }

  /** How the form was filled in: by whom is for the proxy to judge. */
  get #signals(): Record<string, unknown> {
    const {renderRoot, born} = this.#host
    const trap = renderRoot.querySelector<HTMLTextAreaElement>(`#${signalNames.trap}`)
    return {[signalNames.trap]: trap?.value || undefined, [signalNames.elapsed]: Math.round(performance.now() - born)}
  }

  get #known(): Known {
    const host = this.#host
    return {
      words: {...withEnglish(this.#language.words), ...host.messages},
      example: this.#phone?.example,
      custom: field => this.#custom(field),
      goTo: field =>
        (
          (this.#form.state.issues[field] === 'phone_country_missing' && this.#country) ||
          (controlOf(host.renderRoot, field) ?? customControl(host, field))
        )?.focus(),
    }
  }

  /** What happens to a control: `input`, `change`, or `focusout` on the way to another. */
  hear(type: string, control: Control, next: Control | null): void {
    if (type === 'focusout') void this.#leave(control, next)
    else this.#edit(control)
  }

  /** Something was typed or filled in. */
  #edit(control: Control): void {
    if (control === this.#country) return // a search, which the picker answers; what it finds comes as an edit of its own
    this.#left = ''
    if (fieldOf(control) === 'phone')
      void this.#loadPhone().then(
        phone => phone.follow(),
        () => {},
      )
    if (fieldOf(control) === 'email') this.#email.withdraw()
    this.#form.edited()
  }

  /** A field that was filled and left is tidied and judged. */
  async #leave(control: Control, next: Control | null): Promise<void> {
    const field = fieldOf(control)
    if (field === fieldOf(next)) return
    this.#left = field
    await this.#released
    if (field === 'phone')
      await this.#loadPhone().then(
        phone => phone.tidy(),
        () => {},
      )
    if (field === 'email') void this.#email.suggest()
    this.#form.left(field)
  }

  check(): boolean {
    return this.#form.check()
  }

  /** Judges, and shows the complaints in the summary. */
  async report(): Promise<void> {
    if (!this.check()) await this.#summarise()
  }

  async submit(): Promise<boolean> {
    // What was typed of the phone before its field was ready is understood first.
    if (controlOf(this.#host.renderRoot, 'phone')?.value)
      await within(
        planTimeoutMs,
        this.#loadPhone().then(phone => phone.chosen),
      )
    this.#left = ''
    const ending = await this.#form.submit()
    if (this.#form.state.retries && this.#host.isConnected) this.#retrier.start()
    else this.#retrier.stop()
    await this.#host.updateComplete
    await this.#announce(ending)
    return ending.kind === 'sent'
  }

  /** Whether to try again later. */
  async #retry(): Promise<boolean> {
    const ending = await this.#form.retry()
    await this.#host.updateComplete
    if (ending) await this.#announce(ending, true)
    return this.#form.state.retries === true
  }

  /** A form that is taken away tries nothing; where it is put elsewhere it goes on. */
  hostDisconnected(): void {
    this.#retrier.stop()
  }

  hostConnected(): void {
    if (this.#form.state.retries) this.#retrier.start()
  }

  reset(): void {
    // The thank-you or the summary, which go now.
    const focused = this.#host.renderRoot.querySelector('[tabindex]:focus-within')
    for (const control of customControls(this.#host)) restore(control)
    this.#summarised = false
    this.#email.withdraw()
    this.#sender.withdraw()
    this.#form.reset()
    if (focused) void this.#host.updateComplete.then(() => this.#host.focus())
  }

  /** By what is loaded: without a reader of phones while that is on its way. */
  #judgeNow(draft: Draft): Checked {
    const judge = this.#judgeOf(draft)
    return this.#phone?.book.useNow(judge) ?? judge(undefined)
  }

  /** A phone is read by its plan. Where that, or what reads it, cannot be loaded, its length has to do. */
  async #judge(draft: Draft): Promise<Checked> {
    const judge = this.#judgeOf(draft)
    return this.#phone?.book.use(judge) ?? judge(undefined)
  }

  #judgeOf({input, required}: Draft): UsePhones<Checked> {
    return phones => this.#withCustom(checkContact(input, {phones, required}))
  }

  /** The page's own fields are judged by their own constraints. */
  #withCustom(checked: Checked): Checked {
    const wrong = judgeCustom(this.#host)
    if (wrong.length === 0) return checked
    return {ok: false, issues: [...(checked.ok ? [] : checked.issues), ...wrong], warnings: checked.warnings}
  }

  #custom(field: string): {label: string; complaint: string} | undefined {
    const control = customControl(this.#host, field)
    return control && {label: labelOf(control), complaint: control.validationMessage ?? ''}
  }

  async #announce(ending: Ending, isLate = false): Promise<void> {
    if (ending.kind === 'invalid') {
      await this.#summarise()
      const {issues, warnings} = this.#form.state
      this.#host.dispatchEvent(new ContactSignupInvalidEvent({...issues, ...warnings}))
    }
    if (ending.kind === 'failed') this.#host.dispatchEvent(new ContactSignupErrorEvent(ending.code, ending.status))
    if (ending.kind !== 'sent') return
    // What arrives long after the click takes nobody away from what they do meanwhile.
    if (!isLate || this.#host.matches(':focus-within'))
      this.#host.renderRoot.querySelector<HTMLElement>('[part=success]')?.focus()
    this.#host.dispatchEvent(new ContactSignupSuccessEvent(ending.status))
    const next = toWebUrl(this.#host.successUrl, this.#host.baseURI)
    if (next) location.assign(next)
  }

  async #summarise(): Promise<void> {
    this.#summarised = true
    this.#host.requestUpdate()
    await this.#host.updateComplete
    this.#host.renderRoot.querySelector<HTMLElement>('[part=summary]')?.focus()
  }

  /** Older browsers know no custom states without dashes; the form works without. */
  #mirror(state: string, on: boolean): void {
    try {
      this.#states[on ? 'add' : 'delete'](state)
    } catch {}
  }

  #onPress(): void {
    this.#released = new Promise(resolve => {
      const pressed = new AbortController()
      const release = () => {
        pressed.abort()
        setTimeout(resolve) // after the click that follows the release, not before it
      }
      for (const end of ['pointerup', 'pointercancel']) addEventListener(end, release, {signal: pressed.signal})
    })
  }

  #draft(): Draft {
    const {endpoint, tags, lists, attribution, renderRoot} = this.#host
    const fields = [...readFields(this.#host.fields)]
    const campaign = attribution ? readCampaign(location.href) : {}
    const page = {
      values: {...readCustom(this.#host), ...readValues(renderRoot)},
      tags,
      lists,
      campaign,
      wordings: {terms: readWording(renderRoot, 'terms'), marketing: readWording(renderRoot, 'marketing')},
      lang: this.#language.lang,
      url: location.href,
    }
    return {
      endpoint,
      input: toInput(page),
      shown: [
        ...fields.map(([name]) => name),
        ...customControls(this.#host).map(({name}) => name),
        ...readBoxes(this.#host.consent).flatMap(box => box?.[1] ?? []),
      ],
      required: fields.filter(([, required]) => required).map(([name]) => name),
      dispensable: Object.keys(campaign),
    }
  }
}

/** The field that a control belongs to: both controls of the phone are one field. */
function fieldOf(control: Partial<Control> | null): string {
  return (control?.name || control?.id || '').replace(/^phone_country$/, 'phone')
}
