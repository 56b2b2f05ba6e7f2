import {phoneCountryOf} from '../interaction/controls.ts'
import {listCountries, type Country} from '../interaction/countries.ts'
import {editedPart, namesElsewhere, searchCountries} from './country-search.ts'
import {likelyFirst} from './likely-countries.ts'

/** The countries of the select, the likely ones first. */
export function offeredCountries(root: ParentNode, lang: string): readonly Country[] {
  const select = phoneCountryOf(root)
  const codes = new Set([...(select?.options ?? [])].map(({value}) => value))
  const countries = listCountries(lang).filter(({code}) => codes.has(code))
  return likelyFirst(countries, select?.value ?? '')
}

/** Those of the offered countries that the text in the combobox can mean. */
export function findCountries(root: ParentNode, lang: string, typed: string): readonly Country[] {
  const languages = [...navigator.languages]
  const offered = offeredCountries(root, lang)
  const chosen = offered.find(({code}) => code === phoneCountryOf(root)?.value)
  const query = chosen ? editedPart(typed, chosen) : typed
  return searchCountries(offered, query, code => namesElsewhere(code, languages))
}
