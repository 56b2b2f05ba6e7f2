import {toCountries} from './attributes.ts'
import type {SignupHost} from './host.ts'
import type {LanguageController} from './language-controller.ts'
import {guessCountry, visitorTimeZone} from './visitor-country.ts'

/** The same for all forms of a page. */
let guess: string | undefined

/**
 * The country that the phone starts with. Where the visitor is at home, and what a country is called, a browser can say
 * only after loading its data of languages, which takes a slow phone a tenth of a second: not before the form shows.
 */
export class InitialCountry {
  readonly #host: SignupHost
  readonly #language: LanguageController
  /** Where the visitor is at home; undefined until `useVisitorCountry()`. */
  #home: string | undefined

  constructor(host: SignupHost, language: LanguageController) {
    this.#host = host
    this.#language = language
  }

  /** ISO 3166-1 alpha-2; may be empty. */
  get code(): string {
    return toInitialCountry(this.#host.country, this.#host.countries, this.#language.tag, this.#home)
  }

  /** Its name in the language of the form; before `useVisitorCountry()`, its code. */
  get name(): string {
    const {code} = this
    return code && this.#home !== undefined ? namesIn(this.#language.lang).of(code)! : code
  }

  /** Prefers the country in which the visitor is at home, if there is a phone. Call it before they can choose a country. */
  useVisitorCountry(): void {
    if (!this.#host.renderRoot.querySelector('#phone')) return
    this.#home = guess ??= guessCountry(navigator.languages, visitorTimeZone())
    this.#host.requestUpdate()
  }
}

/**
 * Initial country of phone numbers, one of the offered `countries`: where the visitor is at home, else the `country`
 * attribute, else the region of the page's language. What the page says is true of most visitors; under it the number of
 * one from elsewhere would be another person's. ISO 3166-1 alpha-2, or empty.
 * @param tag BCP 47 tag of the page's language
 * @param home ISO 3166-1 alpha-2, or empty if unknown
 */
export function toInitialCountry(country: string, countries: string, tag: string, home = ''): string {
  const codes = [home, regionOf(`-${country}`) || regionOf(tag)]
  const offered = toCountries(countries)
  return codes.find(code => code && (offered.length === 0 || offered.includes(code))) ?? ''
}

/** The region of a language tag: `MX` of `es-MX`; empty if it has none. */
function regionOf(tag: string): string {
  return /[-_]([a-z]{2})(?:[-_]|$)/i.exec(tag)?.[1]?.toUpperCase() ?? ''
}

/** Creating one takes a slow phone ten milliseconds, and the form renders a name at every key. */
const namesByLanguage = new Map<string, Intl.DisplayNames>()

/** Names of countries in a language. */
export function namesIn(lang: string): Intl.DisplayNames {
  const names = namesByLanguage.get(lang) ?? new Intl.DisplayNames([lang, 'en'], {type: 'region'})
  namesByLanguage.set(lang, names)
  return names
}
