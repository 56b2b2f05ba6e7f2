import parsePhoneNumber, {type CountryCode, type MetadataJson, type PhoneNumber} from 'libphonenumber-js/core/es6'
import {maxLengths} from '../max-lengths.ts'
import {areOutdated} from './plans-age.ts'
import {readings, renumbered, toPlainText, withoutOldPrefix, withoutTrunk} from './readings.ts'

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
  /**
   * Whether its range is known to be in use, and the number typed can be no other. Plans change faster than metadata: no
   * reason to refuse a number.
   */
  assigned: boolean
  /** In the national format: `07712 345678`; digits only if the number typed can be another. */
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

/**
 * Reads a number as people type it: with spaces, brackets, dots, dashes, trunk zeros, `00` or `+` in front.
 * @param country ISO 3166-1 alpha-2 for numbers typed without their calling code
 * @returns undefined if it cannot be a number of any plan: letters, too few or too many digits, no country
 */
export function toPhone(typed: string, country: string | undefined, metadata: PhoneMetadata): Phone | undefined {
  if (typed.length > maxLengths.phone) return undefined
  const home = country && country in metadata.countries ? (country as CountryCode) : undefined
  const parse = (reading: string, isPossible = hasPossibleLength): PhoneNumber | undefined => {
    const number = parsePhoneNumber(reading, {defaultCountry: home, extract: false}, metadata)
    if (!number || number.ext) return undefined
    const current = renumbered(number.number)
    if (current !== number.number) return parse(current, isPossible)
    return isPossible(number) ? number : undefined
  }
  const text = withoutOldPrefix(toPlainText(typed), country)
  const readAll = (isPossible?: typeof hasPossibleLength) =>
    readings(text).flatMap(reading => parse(reading, isPossible) ?? [])
  const byPlan = readAll()
  const possible = byPlan.length === 0 && areOutdated() ? readAll(hasE164Length) : byPlan
  const number = possible.length > 1 ? (possible.find(candidate => candidate.isValid()) ?? possible[0]) : possible[0]
  const other = number && text.startsWith(number.countryCallingCode) ? parse(`+${withoutTrunk(text)}`) : undefined
  if (!number || !other || other.number === number.number || !lacksTrunk(number)) return number && toPlain(number)
  return toPlain(other, !isMobile(other))
}

const hasPossibleLength = (number: PhoneNumber): boolean => number.isPossible()

/** E.164 allows 15 digits with the calling code; no plan has fewer than seven. */
const hasE164Length = ({number}: PhoneNumber): boolean => /^\+\d{7,15}$/.test(number)

/**
 * Whether a valid number is usually written with a trunk prefix. Typed without it, but with the digits of the country's
 * calling code at its start, it more likely lacks a plus. Mobile numbers are often written without a trunk prefix.
 */
function lacksTrunk(number: PhoneNumber): boolean {
  return number.isValid() && !isMobile(number) && number.formatNational().replace(/\D/g, '') !== number.nationalNumber
}

const isMobile = (number: PhoneNumber): boolean => /MOBILE/.test(number.getType() ?? '')

/** Reads the contact API's pair. Tolerates `+` or `00` before the calling code, and a code typed twice. */
export function toPhoneOfPair(callingCode: string, typed: string, metadata: PhoneMetadata): Phone | undefined {
  const code = toPlainText(callingCode)
    .replace(/^(?:\+|00)/, '')
    .trim()
  if (!(code in metadata.country_calling_codes) && !(code in (metadata.nonGeographic ?? {}))) return undefined
  const digits = toPlainText(typed)
  const attempts = digits.startsWith('+') ? [digits] : [`+${code}${digits}`, `+${digits}`, digits]
  for (const attempt of attempts) {
    const phone = toPhone(attempt, undefined, metadata)
    if (phone?.callingCode === code) return phone
  }
  return undefined
}

/**
 * Getters, because these three are slow to compute and the proxy needs none of them.
 * @param isAmbiguous whether the text is also another valid number: it is questioned, and not written another way
 */
function toPlain(number: PhoneNumber, isAmbiguous = false): Phone {
  return {
    callingCode: number.countryCallingCode,
    nationalNumber: number.nationalNumber,
    get country() {
      return number.country ?? (number.getPossibleCountries()[0] as string | undefined)
    },
    get assigned() {
      return !isAmbiguous && number.isValid()
    },
    get national() {
      return isAmbiguous ? number.nationalNumber : number.formatNational()
    },
  }
}
