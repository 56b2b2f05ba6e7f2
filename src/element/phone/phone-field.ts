import type {ReactiveController} from '@lit/reactive-element'
import {callingCodes, countriesByCallingCode} from '../../contact/phone/calling-codes.ts'
import {LazyPhoneReader} from '../../contact/phone/lazy-phone-reader.ts'
import type {ContactSignup} from '../contact-signup.ts'
import {controlOf, type Control} from '../interaction/controls.ts'
import type {CountryChoices} from '../interaction/country-options.ts'
import type {LanguageController} from '../language-controller.ts'
import {withEnglish, interpolate, isolate} from '../../messages/format.ts'

/**
 * The phone's two controls: keeps the country in step with what is typed, and writes the number as people of its
 * country do once it is left.
 */
export class PhoneField implements ReactiveController {
  readonly book = new LazyPhoneReader()
  readonly #host: ContactSignup
  readonly #language: LanguageController
  readonly #choices: CountryChoices
  #isDoubtful = false
  /** The country whose example was last asked for. */
  #country = ''

  constructor(host: ContactSignup, language: LanguageController, choices: CountryChoices) {
    this.#host = host
    this.#language = language
    this.#choices = choices
    host.addController(this)
    this.hostUpdated()
  }

  hostUpdated(): void {
    this.say(this.#isDoubtful)
    if (this.#country === this.#select?.value) return
    this.#country = this.#select?.value ?? ''
    const callingCode = callingCodes.get(this.#country)
    if (callingCode)
      this.book.loadPlan(callingCode).then(
        () => this.say(this.#isDoubtful),
        () => {},
      ) // then there is an example
  }

  /** Gives an example below the field, or asks whether the number is right where there is doubt. */
  say(isDoubtful: boolean): void {
    this.#isDoubtful = isDoubtful
    const hint = this.#host.renderRoot.querySelector('#phone-hint')
    const words = {...withEnglish(this.#language.words), ...this.#host.messages}
    const {example = ''} = this
    const text = isDoubtful ? words.error_phone_unassigned : example && words.hint_phone
    const said = interpolate(text, {example})
    if (hint && hint.textContent !== said) hint.textContent = said
  }

  /** Settles when what was typed in search of a country has chosen one. */
  get chosen(): Promise<unknown> {
    return this.#choices.chosen
  }

  /** A number of the chosen country, as people there write it, once its plan is there. */
  get example(): string | undefined {
    const example = this.book.exampleOf(this.#select?.value ?? '')
    return example && isolate(example, this.#language.lang)
  }

  /** A calling code, typed or filled in, chooses its country at once. What is being typed stays as it is. */
  async follow(): Promise<void> {
    const digits = /^\s*(?:[+\uff0b]|00)[\s(]*(\d+)/.exec(this.#typed)?.[1] ?? ''
    const callingCode = [1, 2, 3].map(length => digits.slice(0, length)).find(code => countriesByCallingCode.has(code))
    const [country] = countriesByCallingCode.get(callingCode ?? '') ?? []
    if (country && callingCodes.get(this.#select?.value ?? '') !== callingCode) this.#choose(country)
    this.hostUpdated()
    // Nobody is in the field: a browser or a password manager filled it.
    if (this.#typed && !this.#input?.matches(':focus')) await this.tidy()
  }

  /** A number with its calling code chooses the country; what is left is written as people there write it. */
  async tidy(): Promise<void> {
    const [typed, country] = [this.#typed, this.#select?.value]
    const phone = typed ? await this.book.use(phones => phones?.toPhone(typed, country)) : undefined
    const stale = typed !== this.#typed || country !== this.#select?.value || this.#input?.matches(':focus') // meanwhile typed on
    if (!phone?.country || stale || !this.#choose(phone.country)) return
    // Without a format of its own a number stays as it was typed.
    if (this.#input && /\D/.test(phone.national) && typed !== phone.national) this.#input.value = phone.national
  }

  /** Whether the country is one of those offered. */
  #choose(country: string): boolean {
    const select = this.#select
    if (select?.value !== country) this.#choices.offer()
    if (!(select instanceof HTMLSelectElement) || ![...select.options].some(({value}) => value === country))
      return false
    select.value = country
    this.#host.requestUpdate()
    return true
  }

  get #typed(): string {
    return this.#input?.value ?? ''
  }

  get #input(): Control | undefined {
    return controlOf(this.#host.renderRoot, 'phone')
  }

  get #select(): Control | undefined {
    return controlOf(this.#host.renderRoot, 'phone_country')
  }
}
