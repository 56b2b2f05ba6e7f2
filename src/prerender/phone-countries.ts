import {callingCodeChoice} from '../contact/phone/calling-code-choice.ts'
import type {Option} from '../element/interaction/country-options.ts'
import {listCountries, type Country} from '../element/interaction/countries.ts'
import {toCountries} from '../element/attributes.ts'
import {likelyRegion} from '../element/visitor-country.ts'
import {isolate} from '../messages/format.ts'

interface PhoneCountries {
  /** ISO 3166-1 alpha-2, separated by spaces or commas; empty for all. */
  countries: string
  /** The initial country; empty for none. */
  initial: string
  /** BCP 47 tag of the page's language. */
  tag: string
  /** The language of the form. */
  lang: string
  /** The country that the visitor has chosen before. */
  chosen?: string | undefined
  /** Whether to offer all countries, not just the likely ones, where a page offers all. */
  isWhole?: boolean
  /** The text of the empty option, where there is no initial country. */
  choose: string
}

/**
 * Options of the phone's country in a form without script. Where the page offers all 245, only the likely ones are among
 * them, since the list would be larger than the form: the number of another country is typed with + and its calling code. Once
 * a visitor's country was missing, they get the whole list.
 */
export function toPhoneCountries({countries, initial, tag, lang, chosen, isWhole, choose}: PhoneCountries): Option[] {
  const codes = toCountries(countries)
  const offered = listCountries(lang).filter(({code}) => codes.length === 0 || codes.includes(code))
  const likely = [initial, chosen, likelyRegion(tag), likelyRegion(lang)]
  const isShown = ({code}: Country) => isWhole || codes.length > 0 || likely.includes(code)
  const first = offered.find(({code}) => code === initial)
  const others = offered.filter(country => country !== first && isShown(country))
  const toOption = ({code, name, callingCode}: Country): Option => [code, `${isolate(`+${callingCode}`, lang)} ${name}`]
  const other: Option = first ? [callingCodeChoice, '+ …'] : ['', choose]
  return [...(first ? [toOption(first)] : []), other, ...others.map(toOption)]
}
