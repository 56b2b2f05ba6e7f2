import type {ReactiveController} from 'lit'
import {toAsciiDigits} from '../../contact/digits.ts'
import {callingCodes, countriesByCallingCode} from '../../contact/phone/calling-codes.ts'
import {LazyPhoneReader} from '../../contact/phone/lazy-phone-reader.ts'
import {toPlainText} from '../../contact/phone/readings.ts'
import {isLocal} from '../../contact/phone/typed.ts'
import {interpolate, isolate, withHints} from '../../messages/format.ts'
import {withOverrides} from '../../messages/with-overrides.ts'
import type {SignupHost} from '../host.ts'
import {namesIn} from '../initial-country.ts'
import {chosenCountryName, controlOf, phoneCountryOf, type Control} from '../interaction/controls.ts'
import type {CountryOptions} from '../interaction/country-options.ts'
import type {LanguageController} from '../language-controller.ts'

/**
 * Countries where 00 is the beginning of an exit code, such as 0011, or of none: what follows it is not yet a calling code
 * while the visitor types. Of libphonenumber's metadata.
 */
const longExitCodes = new Set('AU BO BR CC CO CX GY HK ID KE KH KR MN NG SC SG TH TW TZ UG'.split(' '))

/**
 * The phone's two controls: keeps the country in step with the number, and formats the number as its country writes it
 * once the visitor leaves the field.
 */
export class PhoneField implements ReactiveController {
  readonly reader = new LazyPhoneReader()
  readonly #host: SignupHost
  readonly #language: LanguageController
  readonly #countryOptions: CountryOptions
  /** The country whose numbering plan was requested last. */
  #country = ''
  /** The country that the number has chosen; empty once the visitor has chosen one. */
  #followed = ''

  constructor(host: SignupHost, language: LanguageController, countryOptions: CountryOptions) {
    this.#host = host
    this.#language = language
    this.#countryOptions = countryOptions
    host.addController(this)
    this.hostUpdated()
  }

  /** Loads the numbering plan of the chosen country, for its example. */
  hostUpdated(): void {
    const country = phoneCountryOf(this.#host.renderRoot)?.value ?? ''
    if (this.#followed !== country) this.#followed = ''
    if (this.#country === country) return
    this.#country = country
    void this.format()
    const callingCode = callingCodes.get(country)
    const loaded = callingCode ? this.reader.loadPlan(callingCode) : Promise.resolve()
    loaded.then(
      () => this.#host.requestUpdate(),
      () => {},
    )
  }

  /** The hint with the example; empty without one. */
  get hint(): string {
    const {example} = this
    return example
      ? interpolate(withHints(withOverrides(this.#language.words, this.#host.messages)).hint_phone, {example})
      : ''
  }

  /** Resolves when a country that was typed before the picker had loaded is chosen. */
  get chosen(): Promise<unknown> {
    return this.#countryOptions.chosen
  }

  /** Whether a country is typed and none is chosen for it. */
  get isCountryUnresolved(): boolean {
    return this.#countryOptions.isUnresolved
  }

  /** A number of the chosen country, as people there write it; undefined until its plan has loaded. */
  get example(): string | undefined {
    const example = this.reader.exampleOf(phoneCountryOf(this.#host.renderRoot)?.value ?? '')
    return example && isolate(example, this.#language.lang)
  }

  /** Tells those who do not see it that the number has chosen another country: `+49 Germany`. */
  get announcement(): string {
    return this.#followed ? chosenCountryName(this.#host.renderRoot) : ''
  }

  /** The name of the chosen country; empty if none is chosen. */
  get countryName(): string {
    const chosen = phoneCountryOf(this.#host.renderRoot)?.value
    return chosen ? namesIn(this.#language.lang).of(chosen)! : ''
  }

  /** Chooses the country of a calling code as soon as it is typed or filled in. Leaves the number as it is. */
  async follow(): Promise<void> {
    this.#addPlus()
    const chosen = phoneCountryOf(this.#host.renderRoot)?.value ?? ''
    const prefix = longExitCodes.has(chosen) ? /^\(?\s*\+\D*(\d+)/ : /^\(?\s*(?:\+|00)\D*(\d+)/
    const digits = prefix.exec(toPlainText(this.#typed))?.[1] ?? ''
    const callingCode = [1, 2, 3].map(length => digits.slice(0, length)).find(code => countriesByCallingCode.has(code))
    const [country] = countriesByCallingCode.get(callingCode ?? '') ?? []
    if (country && callingCodes.get(chosen) !== callingCode) await this.#choose(country)
    if (chosen !== this.#country) this.#host.requestUpdate() // the visitor or the browser has chosen it
    // A browser or a password manager filled the field.
    if (this.#typed && !this.#input?.matches(':focus')) await this.format()
  }

  /**
   * Chromium fills in a number of +1 whole but without its plus, since some sites cannot read that. Typed digits keep
   * their meaning: they can be a number of another country.
   */
  #addPlus(): void {
    const isFilled = this.#input?.matches(':is(:autofill, :-webkit-autofill)')
    if (isFilled && /^1\d{10}$/.test(this.#typed)) this.#input!.value = `+${this.#typed}`
  }

  /** Chooses the country that the number belongs to, and formats the number as people there write it. */
  async format(): Promise<void> {
    await this.chosen
    const select = phoneCountryOf(this.#host.renderRoot)
    const [typed, country] = [this.#typed, select?.value]
    const phone = typed ? await this.reader.use(phones => phones?.toPhone(typed, country)) : undefined
    const isStale = () => typed !== this.#typed || this.#input?.matches(':focus') // the visitor has gone on typing
    if (!phone?.country || isStale() || country !== select?.value) return
    if (!(await this.#choose(phone.country)) || isStale()) return
    // Where a plan has no format, the number stays as it was typed. So does one whose digits the format would change: under
    // another country, a trunk prefix that the form has added would make it another person's number. A number that was typed
    // with the exit code of another country would be read again under its own.
    const isAbroad = callingCodes.get(phone.country) !== callingCodes.get(country ?? '')
    const keepsDigits =
      isAbroad || !isLocal(typed) || toAsciiDigits(typed).replace(/\D/g, '') === phone.national.replace(/\D/g, '')
    if (this.#input && keepsDigits && /\D/.test(phone.national) && typed !== phone.national)
      this.#input.value = phone.national
  }

  /** Returns whether the country is one of those offered. */
  async #choose(country: string): Promise<boolean> {
    const select = phoneCountryOf(this.#host.renderRoot)
    if (select?.value === country) return true
    this.#countryOptions.show()
    await this.#host.updateComplete
    if (!select || ![...select.options].some(({value}) => value === country)) return false
    select.value = country
    this.#followed = country
    this.#host.requestUpdate()
    return true
  }

  get #typed(): string {
    return this.#input?.value ?? ''
  }

  get #input(): Control | undefined {
    return controlOf(this.#host.renderRoot, 'phone')
  }
}
