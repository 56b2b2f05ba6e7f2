import {readInitialCountry} from './attributes.ts'
import type {SignupHost} from './host.ts'
import type {LanguageController} from './language-controller.ts'
import {guessCountry} from './visitor-country.ts'

/** The same for all forms of a page. */
let guess: string | undefined

/**
 * The country that the phone starts with. Where the visitor is at home, and what a country is called, a browser can say
 * only after loading its data of languages, which takes a slow phone a tenth of a second: not before the form shows.
 */
export class InitialCountry {
  readonly #host: SignupHost
  readonly #language: LanguageController
  /** Where the visitor is at home; undefined until `settle()`. */
  #home: string | undefined

  constructor(host: SignupHost, language: LanguageController) {
    this.#host = host
    this.#language = language
  }

  /** ISO 3166-1 alpha-2; may be empty. */
  get code(): string {
    return readInitialCountry(this.#host.country, this.#host.countries, this.#language.tag, this.#home)
  }

  /** Its name in the language of the form; before `settle()`, its code. */
  get name(): string {
    const {code} = this
    return code && this.#home !== undefined ? namesIn(this.#language.lang).of(code)! : code
  }

  /**
   * Takes the visitor's home into account, if there is a phone. Called before they can have chosen a country, which must
   * not change any more.
   */
  settle(): void {
    if (!this.#host.renderRoot.querySelector('#phone')) return
    this.#home = guess ??= guessCountry(navigator.languages, new Intl.DateTimeFormat().resolvedOptions().timeZone)
    this.#host.requestUpdate()
  }
}

/** Creating one takes a slow phone ten milliseconds, and the form renders a name at every key. */
const namesByLanguage = new Map<string, Intl.DisplayNames>()

/** Names of countries in a language. */
export function namesIn(lang: string): Intl.DisplayNames {
  const names = namesByLanguage.get(lang) ?? new Intl.DisplayNames([lang, 'en'], {type: 'region'})
  namesByLanguage.set(lang, names)
  return names
}
