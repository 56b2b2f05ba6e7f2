import {fullMetadata} from '../contact/phone/full.ts'

/** A country as the form offers it. */
export interface Country {
  /** ISO 3166-1 alpha-2. */
  code: string
  /** In the form's language. */
  name: string
  /** Without the plus: `44`. */
  callingCode: string
}

/** The countries that have a calling code, by their names in a language; only those of `codes` where it names any. */
export function listCountries(lang: string, codes: readonly string[]): Country[] {
  const names = new Intl.DisplayNames([lang, 'en'], {type: 'region'})
  const offered = Object.entries(fullMetadata.countries).filter(([code]) => codes.length === 0 || codes.includes(code))
  return offered
    .map(([code, plan]) => ({code, name: names.of(code) ?? code, callingCode: String(plan[0])}))
    .sort((a, b) => a.name.localeCompare(b.name, lang))
}
