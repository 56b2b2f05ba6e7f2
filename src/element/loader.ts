import {loadPlan} from '../contact/phone/load-plan.ts'
import type {FilledValues} from './filled-values/filled-values.ts'
import type {FormState} from './form-state.ts'
import type {SignupHost} from './host.ts'
import type {InitialCountry} from './initial-country.ts'
import type {Interaction} from './interaction/interaction.ts'
import type {LanguageController} from './language-controller.ts'
import {once} from './once.ts'
import type {PhoneField} from './phone/phone-field.ts'
import type {Receipt} from './receipt/receipt.ts'
import type {Values} from './read-values.ts'
import type {Session} from './session/session.ts'

/** What the late parts need beside the element. */
export interface LoaderOptions {
  language: LanguageController
  initialCountry: InitialCountry
  /** Undefined in a browser without them. */
  internals: ElementInternals | undefined
  /** When the form was created, on the clock of `performance.now()`. */
  createdAt: number
  /** Renders another state. */
  show(state: FormState): void
}

/** Loads the late parts of the form: what loads at which interaction. */
export class Loader {
  readonly #host: SignupHost
  readonly #options: LoaderOptions
  /** The parts that have loaded; undefined until then. */
  interaction: Interaction | undefined
  phone: PhoneField | undefined
  session: Session | undefined
  receipt: Receipt | undefined
  /** Values that the page has written and the form does not show yet, by name. */
  written: Values = {}
  /** Resolves when what the page has filled in without the visitor is in the controls. */
  filled: Promise<unknown> = Promise.resolve()
  /** Id of the element that a pointer came to last. */
  #pointed = ''

  constructor(host: SignupHost, options: LoaderOptions) {
    this.#host = host
    this.#options = options
  }

  /** Uses the part that fills fields without the visitor, as soon as it has loaded. */
  withFilledValues(use: (part: FilledValues) => unknown): void {
    this.filled = Promise.all([this.filled, this.#loadFilledValues().then(use).catch(ignore)])
  }

  readonly #loadFilledValues = once(async () => {
    const {FilledValues} = await import('./filled-values/filled-values.ts')
    return new FilledValues(this.#host, this)
  })

  /** The first interaction with a control loads what that control needs. */
  prepare(id: string, type?: string): void {
    if (type === 'pointerover') this.#pointed = id
    Promise.all([id === 'phone' ? this.loadPhone() : loadContact(), this.loadInteraction()]).catch(ignore)
  }

  readonly loadInteraction = once(async () => {
    const {Interaction} = await import('./interaction/interaction.ts')
    this.#options.initialCountry.useVisitorCountry()
    return (this.interaction = new Interaction(this.#host, {...this.#options, pointed: () => this.#pointed}))
  })

  /** Beside the phone field, loads the numbering plan that it will most likely need. */
  readonly loadPhone = once(async () => {
    const {code} = this.#options.initialCountry
    if (code) loadPlan(code).catch(ignore)
    const [{PhoneField}, {countryOptions}] = await Promise.all([
      import('./phone/phone-field.ts'),
      this.loadInteraction(),
    ])
    return (this.phone = new PhoneField(this.#host, this.#options.language, countryOptions))
  })

  /** Everything that validates, sends and gives feedback. */
  async loadSession(): Promise<Session> {
    return (await this.#createSession()).ready()
  }

  readonly #createSession = once(async () => {
    const [{Session}] = await Promise.all([import('./session/session.ts'), loadContact()])
    return (this.session = new Session(this.#host, {...this.#options, loadPhone: this.loadPhone}))
  })

  /** What a visitor is offered after success. */
  readonly loadReceipt = once(async () => {
    const {Receipt} = await import('./receipt/receipt.ts')
    this.receipt = new Receipt(this.#host)
  })

  /** Uses the session as soon as it has loaded. */
  withSession(use: (session: Session) => unknown): void {
    this.loadSession().then(use, ignore)
  }
}

const loadContact = once(() => import('../contact/contact.ts'))

/** A part that could not be loaded early is reported when it matters: at submit. */
const ignore = () => {}
