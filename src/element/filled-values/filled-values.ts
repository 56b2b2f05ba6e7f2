import type {ReactiveController} from 'lit'
import type {SignupHost} from '../host.ts'
import type {Interaction} from '../interaction/interaction.ts'
import type {PhoneField} from '../phone/phone-field.ts'
import {controlsOf, isConsent, type Values} from '../read-values.ts'
import type {Session} from '../session/session.ts'
import {prefilledValue, prefillFields} from './prefill.ts'
import {setValue} from './set-value.ts'

/** What the loader has of the form. */
interface Parts {
  /** Values that the form does not show yet, by name. */
  readonly written: Values
  readonly phone: PhoneField | undefined
  readonly session: Session | undefined
  loadInteraction(): Promise<Interaction>
}

/**
 * Fills fields without the visitor: from the page's URL, from the browser's history, and with what a page's script has
 * written. Loaded only if there is one of these.
 */
export class FilledValues implements ReactiveController {
  readonly #host: SignupHost
  readonly #parts: Parts

  constructor(host: SignupHost, parts: Parts) {
    this.#host = host
    this.#parts = parts
    host.addController(this)
  }

  /** Fills empty fields from the page's URL. A country needs its options, which the interaction part chooses from. */
  prefill(): void {
    prefillFields(this.#host.renderRoot)
    if (location.search.includes('country=')) this.#parts.loadInteraction().catch(() => {})
  }

  /** Fills the fields with what the browser kept for them: after the URL, whose values the visitor may have changed. */
  async restore(state: FormData): Promise<void> {
    const interaction = await this.#parts.loadInteraction().catch(() => undefined)
    await this.#host.updateComplete
    if (this.#host.prefill) this.prefill()
    await interaction?.formMemory.restore(state, this.#host.prefill ? prefilledValue : () => '')
  }

  /** Another field may be shown. */
  hostUpdated(): void {
    if (Object.keys(this.#parts.written).length > 0) void this.write()
  }

  /** Puts what the page's script has written into the controls of these names, over what was typed. */
  async write(): Promise<void> {
    await this.#host.updateComplete // the fields may have been changed with the values
    await this.#fill()
  }

  async #fill(): Promise<void> {
    const {written} = this.#parts
    const controls = controlsOf(this.#host).filter(({name}) => Object.hasOwn(written, name) && !isConsent(name))
    const values = {...written}
    const countries = controls.filter(control => isCountry(this.#host, control))
    for (const control of controls) if (!countries.includes(control)) setValue(control, values[control.name]!)
    for (const {name} of controls) delete written[name]
    if (countries.length > 0) await this.#choose(countries, values)
    for (const control of controls) this.#onWritten(control)
  }

  /** Countries need their options, which load late. */
  async #choose(selects: HTMLInputElement[], values: Values): Promise<void> {
    const interaction = await this.#parts.loadInteraction().catch(() => undefined)
    if (!interaction) return
    for (const select of selects as unknown as HTMLSelectElement[]) select.selectedIndex = 0
    const {countryOptions} = interaction
    countryOptions.fill(
      name => values[name],
      selects.map(({name}) => name),
    )
    await countryOptions.chosen
  }

  /** Removes the error of a value that is corrected; a phone number may choose its country. */
  #onWritten(control: HTMLInputElement): void {
    const {session, phone} = this.#parts
    if (session) session.onChange(control)
    else if (control.name === 'phone') void phone?.follow()
  }
}

/** One of the form's own: a page's own control of that name has its options. */
const isCountry = (host: SignupHost, control: HTMLElement & {name: string}) =>
  /^(?:phone_)?country$/.test(control.name) && host.renderRoot.contains(control)
