import parsePhoneNumber, {type CountryCode, type MetadataJson, type PhoneNumber} from 'libphonenumber-js/core/es6'

/** Numbering plans in libphonenumber-js's format. */
export type PhoneMetadata = MetadataJson

/** A phone number that can exist. */
export interface Phone {
  /** Calling code, digits only: `44`. */
  callingCode: string
  /** National number without the trunk prefix, digits only: `7712345678`. Italy keeps its zero. */
  nationalNumber: string
  /** ISO 3166-1 alpha-2 of the number's plan; undefined for shared and satellite ranges. */
  country: string | undefined
  /** Whether its range is known to be in use. Plans change faster than metadata: no reason to refuse a number. */
  assigned: boolean
  /** In the national format: `07712 345678`. */
  national: string
}

/** Reads numbers by the plans of its metadata. */
export interface PhoneReader {
  toPhone(typed: string, country: string | undefined): Phone | undefined
  toPhoneOfPair(callingCode: string, typed: string): Phone | undefined
}

export function createPhoneReader(metadata: PhoneMetadata): PhoneReader {
  return {
    toPhone: (typed, country) => toPhone(typed, country, metadata),
    toPhoneOfPair: (callingCode, typed) => toPhoneOfPair(callingCode, typed, metadata),
  }
}

// No plan has more than 15 digits (E.164); the rest is room for spaces, brackets and a trunk zero.
const maxTyped = 40

/**
 * Reads a number as people type it: with spaces, brackets, dots, dashes, trunk zeros, `00` or `+` in front.
 * @param country ISO 3166-1 alpha-2 for numbers typed without their calling code
 * @returns undefined if it cannot be a number of any plan: letters, too few or too many digits, no country
 */
export function toPhone(typed: string, country: string | undefined, metadata: PhoneMetadata): Phone | undefined {
  if (typed.length > maxTyped) return undefined
  const home = country && country in metadata.countries ? (country as CountryCode) : undefined
  const possible = readings(typed.trim(), home)
    .map(text => parsePhoneNumber(text, {defaultCountry: home, extract: false}, metadata))
    .filter((number): number is PhoneNumber => number !== undefined && !number.ext && number.isPossible())
  const number = possible.length > 1 ? (possible.find(candidate => candidate.isValid()) ?? possible[0]) : possible[0]
  return number && toPlain(number)
}

/** Reads the contact API's pair. Tolerates `+` or `00` before the calling code, and a code typed twice. */
export function toPhoneOfPair(callingCode: string, typed: string, metadata: PhoneMetadata): Phone | undefined {
  const code = callingCode.replace(/^\s*(?:\+|00)?/, '').trim()
  if (!(code in metadata.country_calling_codes) && !(code in (metadata.nonGeographic ?? {}))) return undefined
  const digits = typed.trim()
  const attempts = digits.startsWith('+') ? [digits] : [`+${code}${digits}`, `+${digits}`, digits]
  for (const attempt of attempts) {
    const phone = toPhone(attempt, undefined, metadata)
    if (phone?.callingCode === code) return phone
  }
  return undefined
}

/** The possible readings of a text, likeliest first. The parser itself handles the country's trunk and exit codes. */
function readings(text: string, country: CountryCode | undefined): string[] {
  const plain = text.replace(/^\uff0b/, '+')
  const withoutTrunk = plain.replace(/\(\s*0\s*\)/, '')
  const zeros = /^\+?\s*0[\s().-]*0[\s0().-]*/
  return [
    plain,
    ...(withoutTrunk === plain ? [] : [withoutTrunk]),
    ...(zeros.test(plain) ? [plain.replace(zeros, '+')] : []),
    // Mexico dropped the 1 before mobile numbers in 2020; many address books still have it.
    ...(/^\+\s*52[\s-]*1/.test(plain) ? [plain.replace(/^\+\s*52[\s-]*1/, '+52')] : []),
    ...(/^\+\s*0/.test(plain) ? [...(country ? [plain.slice(1)] : []), plain.replace(/^\+[\s0]+/, '+')] : []),
  ]
}

/** Getters, because these three are slow to compute and the proxy needs none of them. */
function toPlain(number: PhoneNumber): Phone {
  return {
    callingCode: number.countryCallingCode,
    nationalNumber: number.nationalNumber,
    get country() {
      return number.country ?? (number.getPossibleCountries()[0] as string | undefined)
    },
    get assigned() {
      return number.isValid()
    },
    get national() {
      return number.formatNational()
    },
  }
}
