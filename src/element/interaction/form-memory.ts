import type {ReactiveController} from 'lit'
import type {SignupHost} from '../host.ts'
import {ownControls, type Control} from './controls.ts'
import type {CountryOptions} from './country-options.ts'

/**
 * Has the browser keep what is typed, in its own history of the page, as it does for its own controls: it gives that back
 * after a reload, and when the visitor comes back to a page that was discarded. Consent boxes are left out: a tick is a
 * decision of the moment.
 */
export class FormMemory implements ReactiveController {
  readonly #host: SignupHost
  readonly #countryOptions: CountryOptions
  readonly #internals: ElementInternals | undefined

  constructor(host: SignupHost, countryOptions: CountryOptions, internals: ElementInternals | undefined) {
    this.#host = host
    this.#countryOptions = countryOptions
    this.#internals = internals
    host.addController(this)
    for (const type of ['input', 'change']) host.renderRoot.addEventListener(type, () => this.#save())
    host.renderRoot.addEventListener('reset', () => this.#forget())
    this.#save() // what was typed before
  }

  /** After success there is nothing to give back. */
  hostUpdated(): void {
    if (this.#host.phase === 'done') this.#forget()
  }

  /**
   * Fills the controls that the visitor has not filled since.
   * @param prefilled what the page's URL has filled in, by name; empty for nothing
   */
  async restore(state: FormData, prefilled: (name: string) => string): Promise<void> {
    await this.#host.updateComplete
    for (const control of this.#controls)
      if (!control.value || control.value === prefilled(control.name))
        control.value = String(state.get(control.name) ?? '')
    this.#countryOptions.fill(name => state.get(name))
    this.#internals?.setFormValue(null, state)
  }

  #forget(): void {
    this.#internals?.setFormValue(null)
  }

  #save(): void {
    const state = new FormData()
    for (const {name, value} of this.#controls) if (value) state.set(name, value)
    this.#internals?.setFormValue(null, state)
  }

  get #controls(): Control[] {
    return ownControls(this.#host.renderRoot).filter(({type}) => type !== 'checkbox')
  }
}
