import type {ReactiveController} from 'lit'
import {isLocal} from '../../contact/phone/typed.ts'
import {isolate} from '../../messages/format.ts'
import type {CountryPicker} from '../country-picker/country-picker.ts'
import type {SignupHost} from '../host.ts'
import {toCountries} from '../attributes.ts'
import type {LanguageController} from '../language-controller.ts'
import {once} from '../once.ts'
import {chosenCountryName, controlOf, countryComboboxOf, phoneCountryOf} from './controls.ts'
import {listCountries, type Country} from './countries.ts'
import {whenIdle} from './when-idle.ts'

/** An option of a select: its value and its text. */
export type Option = readonly [value: string, text: string]

/** Names of the two selects. */
export const countryFields = ['phone_country', 'country']

/** Delay before the selects get their options, so that the first interaction is handled first. */
const optionsDelayMs = 400

/**
 * The options of the form's two country selects, from the first interaction on: browsers and password managers can
 * then fill them. Keeps the combobox in step with the phone's select, and loads the country picker when the visitor
 * comes to the combobox.
 */
export class CountryOptions implements ReactiveController {
  /** Resolves when a country that was typed before the picker had loaded is chosen, or cannot be. */
  chosen: Promise<unknown> = Promise.resolve()
  readonly #host: SignupHost
  readonly #language: LanguageController
  readonly #pointed: () => string
  /** Values by the select's name; undefined where its first option is chosen, which may change. */
  readonly #values: Record<string, string | undefined> = {}
  /** Values to choose by the select's name, until the select has them as options. */
  readonly #filled: Record<string, string | undefined> = {}
  #isReady = false
  #hasUpdated = false
  #picker: CountryPicker | undefined
  /** The text that the combobox was last given. */
  #text = ''

  /** @param pointed the id of the element that a pointer came to last */
  constructor(host: SignupHost, language: LanguageController, pointed: () => string) {
    this.#host = host
    this.#language = language
    this.#pointed = pointed
    host.addController(this)
    setTimeout(() => whenIdle(() => this.show()), optionsDelayMs)
    for (const type of ['focusin', 'pointerover'])
      host.renderRoot.addEventListener(type, ({target}) => this.#onInteraction(target as Element))
    host.renderRoot.addEventListener('reset', () => this.#reset())
    const combobox = countryComboboxOf(host.renderRoot)
    if (combobox && (combobox.matches(':hover, :focus') || this.#isSearching(combobox))) this.#onInteraction(combobox)
    const parameters = new URLSearchParams(host.prefill ? location.search : '')
    if (countryFields.some(name => parameters.has(name))) this.fill(name => parameters.get(name))
  }

  /** Whether the combobox holds what was typed, for which no country is chosen yet. */
  get isUnresolved(): boolean {
    const combobox = countryComboboxOf(this.#host.renderRoot)
    return combobox !== undefined && this.#isSearching(combobox)
  }

  get picker(): CountryPicker | undefined {
    return this.#picker
  }

  /** Options of the phone's country; the first one is the initial country, or empty. */
  phoneCountries(initial: string): readonly Option[] {
    const offered = this.#isReady ? this.#offered : []
    const toText = ({name, callingCode}: Country) => `${isolate(`+${callingCode}`, this.#language.lang)} ${name}`
    const first = offered.find(({code}) => code === initial)
    const others = offered.filter(country => country !== first)
    return [[initial, first ? toText(first) : ''], ...others.map((country): Option => [country.code, toText(country)])]
  }

  /** Options of the address's country. */
  get countries(): readonly Option[] {
    return this.#isReady ? listCountries(this.#language.lang).map(({code, name}): Option => [code, name]) : []
  }

  /** Shows the options now. Naming the countries blocks a slow phone for a tenth of a second. */
  show(): void {
    if (this.#isReady) return
    this.#isReady = true
    this.#host.requestUpdate()
  }

  hostUpdate(): void {
    for (const name of countryFields) {
      const select = controlOf(this.#host.renderRoot, name)
      if (select instanceof HTMLSelectElement)
        this.#values[name] = select.selectedIndex > 0 ? select.value : (this.#filled[name] ?? this.#keptInitial(select))
      else if (this.#host.phase === 'done') this.#values[name] = undefined
    }
  }

  /** Another language sorts the options anew, and the selection would stay at its place in the list. */
  hostUpdated(): void {
    for (const [name, value] of Object.entries(this.#values)) {
      const select = controlOf(this.#host.renderRoot, name)
      if (!value || !(select instanceof HTMLSelectElement) || select.value === value) continue
      select.value = value
      if (select.selectedIndex < 0) {
        select.selectedIndex = 0
        if (this.#filled[name] && name === 'phone_country') this.#removeNumber(value)
      }
      delete this.#filled[name]
    }
    if (this.#isReady) this.#showChosen()
    this.#hasUpdated = true
  }

  /** Chooses countries by the select's name, once the selects have their options. */
  fill(countryOf: (name: string) => unknown, names = countryFields): void {
    for (const name of names) this.#filled[name] = String(countryOf(name) ?? '').toUpperCase() || undefined
    this.show()
    this.#host.requestUpdate()
    this.chosen = this.#host.updateComplete
  }

  /** The phone's select belongs to no form, so that a form does not reset it. */
  #reset(): void {
    const select = phoneCountryOf(this.#host.renderRoot)
    if (select) select.selectedIndex = 0
    this.#host.requestUpdate()
  }

  /**
   * The initial country too belongs to a number that is typed under it, once the form has shown it. The first update may
   * still replace it by the country in which the visitor is at home.
   */
  #keptInitial({name, value}: HTMLSelectElement): string | undefined {
    const isKept = this.#hasUpdated && name === 'phone_country' && controlOf(this.#host.renderRoot, 'phone')?.value
    return isKept ? value : undefined
  }

  /** A number that was filled in with a country that is not offered would be sent as one of another country. */
  #removeNumber(country: string): void {
    const phone = controlOf(this.#host.renderRoot, 'phone')
    if (!phone || !isLocal(phone.value)) return
    phone.value = ''
    console.warn(`<contact-signup> phone_country: "${country}" is not offered, so the number with it is left out`)
  }

  #showChosen(): void {
    const combobox = countryComboboxOf(this.#host.renderRoot)
    if (!combobox || this.#isSearching(combobox)) return
    const text = chosenCountryName(this.#host.renderRoot)
    if (combobox.value !== text) combobox.value = text
    if (text !== this.#text && combobox.matches(':focus')) combobox.select() // typing then replaces it
    this.#text = text
  }

  #onInteraction({id}: Element): void {
    if (id === 'phone_country' || id === 'country') this.show()
    if (id === 'phone_country') this.chosen = this.#loadPicker().catch(() => {}) // a calling code can still be typed
  }

  readonly #loadPicker = once(async () => {
    const {CountryPicker} = await import('../country-picker/country-picker.ts')
    await this.#host.updateComplete // the picker searches the options
    this.#picker = new CountryPicker(this.#host, this.#language)
    this.#host.requestUpdate()
    await this.#host.updateComplete
    this.#picker.start(this.#pointed() === 'phone_country')
  })

  get #offered(): readonly Country[] {
    const codes = toCountries(this.#host.countries)
    const all = listCountries(this.#language.lang)
    return codes.length > 0 ? all.filter(({code}) => codes.includes(code)) : all
  }

  /** Whether the combobox holds a query, in the open list or before the picker has loaded. */
  #isSearching(combobox: HTMLInputElement): boolean {
    if (this.#picker?.isStarted && !this.#picker.isOpen) return false
    return ![this.#text, combobox.defaultValue].includes(combobox.value)
  }
}
