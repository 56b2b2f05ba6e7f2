import {callingCodes} from '../../contact/phone/calling-codes.ts'
import {namesIn} from '../initial-country.ts'

/** A country as the form offers it. */
export interface Country {
  /** ISO 3166-1 alpha-2. */
  code: string
  /** In the form's language. */
  name: string
  /** Without the plus: `44`. */
  callingCode: string
}

/** Naming and sorting 245 countries takes a slow phone a moment, so all forms of a page share the result. */
const countriesByLanguage = new Map<string, readonly Country[]>()

/** The countries that have a calling code, sorted by their names in a language. */
export function listCountries(lang: string): readonly Country[] {
  const countries = countriesByLanguage.get(lang) ?? nameCountries(lang)
  countriesByLanguage.set(lang, countries)
  return countries
}

function nameCountries(lang: string): Country[] {
  const names = namesIn(lang)
  const {compare} = new Intl.Collator(lang)
  return [...callingCodes]
    .map(([code, callingCode]) => ({code, name: names.of(code)!, callingCode}))
    .sort((a, b) => compare(a.name, b.name))
}
