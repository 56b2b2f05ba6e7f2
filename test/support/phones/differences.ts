import parse from 'libphonenumber-js/core/es6'
import {callingCodes, countriesByCallingCode} from '../../../src/contact/phone/calling-codes.ts'
import {createPhoneReader, type Phone, type PhoneMetadata} from '../../../src/contact/phone/phone.ts'
import {askGoogle, googleMetadata, type Verdict} from './google.ts'
import type {Typed} from './typed.ts'

/** A number for which Google's verdict differs from ours. */
interface Difference {
  typed: Typed
  google: Verdict | undefined
  /** Whether Google regards it as a number that can be dialled only locally, without its area code. */
  localOnly: boolean
  /** Our verdict with Google's metadata: the other reasons need not consider its version. */
  ours: Verdict | undefined
}

interface Reason {
  why: string
  /** For how many of a thousand numbers it may hold: it must not hide another cause. */
  perMille: number
  holds(difference: Difference): boolean
}

const googles = googleMetadata()
const googlesReader = createPhoneReader(googles)

/** Each is checked for each number. A difference without a reason is regarded as our mistake. */
export const reasons: Reason[] = [
  {
    // With Google's metadata our verdict is Google's.
    why: 'the two packages come with different versions of the metadata',
    perMille: 3,
    holds: ({google, ours}) => agree(google, ours),
  },
  {
    why: 'Google regards numbers as possible that can be dialled only within one town, libphonenumber-js does not',
    perMille: 6,
    holds: ({localOnly, ours}) => localOnly && !ours,
  },
  {
    // readings() in phone.ts. For the corrected number, Google's verdict must be the same, or differ for a reason.
    why: 'we accept zeros before the calling code, and numbers from before the renumbering of Mexico and Benin',
    perMille: 6,
    holds: ({typed, ours}) => {
      const corrected = {text: toCorrected(typed), country: typed.country}
      return (
        corrected.text !== typed.text &&
        agree(verdictOf(corrected), ours) &&
        (agree(askGoogle(corrected).verdict, ours) || explain(corrected) !== undefined)
      )
    },
  },
  {
    // Google reads the same once there is a plus.
    why: 'we read a number that begins with the calling code of its country as one without its plus, where a trunk prefix is missing otherwise',
    perMille: 1,
    holds: ({typed: {text, country}, google, ours}) =>
      google?.valid === true &&
      ours !== undefined &&
      country !== undefined &&
      text.startsWith(callingCodes.get(country)!) &&
      askGoogle({text: `+${text}`}).verdict?.e164 === ours.e164,
  },
  {
    // https://issuetracker.google.com/issues/335892662
    why: 'Google uses the lengths of the main country of a calling code, libphonenumber-js those of the country itself',
    perMille: 2,
    holds: ({typed, google, ours}) => {
      const country = google?.region ?? typed.country
      if (!country || !google || google.valid || ours) return false
      const {length} = google.e164.slice(1 + (callingCodes.get(country)?.length ?? 0))
      return !planOf(country).lengths.includes(length) && planOf(mainCountryOf(country)).lengths.includes(length)
    },
  },
  {
    // The same for the length after which a trunk prefix is removed: 0800 and six digits, typed in Jersey, is British.
    why: 'libphonenumber-js removes a trunk prefix if the number then fits another country of the calling code',
    perMille: 0.3,
    holds: ({typed, google, ours}) =>
      !google?.valid &&
      ours?.valid === true &&
      ours.region !== typed.country &&
      typed.text.endsWith(withTrunkPrefix(ours)) &&
      agreesWhenWritten(ours),
  },
  {
    // With a plus before the calling code, Google's verdict is the same.
    why: 'Google removes a trunk prefix after a calling code without plus in any case; libphonenumber-js only if enough digits remain',
    perMille: 0.6,
    holds: ({typed: {text, country}, google, ours}) =>
      !google?.valid &&
      !ours?.valid &&
      country !== undefined &&
      text.startsWith(callingCodes.get(country)! + planOf(country).trunkPrefix) &&
      agree(askGoogle({text: `+${text}`}).verdict, ours),
  },
  {
    // getNumberType() regards a missing pattern of mobile numbers as equal to the one of fixed lines.
    why: 'libphonenumber-js also calls fixed lines mobile in a country without mobile numbers',
    perMille: 0.6,
    holds: ({google, ours}) =>
      ours?.type === 'FIXED_LINE_OR_MOBILE' &&
      !planOf(ours.region!).mobile &&
      agree(google, {...ours, type: 'FIXED_LINE'}),
  },
]

/** Whether both verdicts agree: possible, valid, type of a valid number, E.164, and region if Google names one. */
export function agree(google: Verdict | undefined, ours: Verdict | undefined): boolean {
  if (!google || !ours) return google === ours
  const sameRegion = google.region === ours.region || (google.region === undefined && !google.valid)
  return sameRegion && google.valid === ours.valid && google.type === ours.type && google.e164 === ours.e164
}

/** The reason why Google's verdict differs from ours; undefined if there is none. */
export function explain(typed: Typed): Reason | undefined {
  const {verdict: google, localOnly} = askGoogle(typed)
  const ours = verdictOf(typed)
  return reasons.find(reason => reason.holds({typed, google, localOnly, ours}))
}

/** Our verdict with Google's metadata. */
function verdictOf({text, country}: Typed): Verdict | undefined {
  return toVerdict(googlesReader.toPhone(text, country), googles)
}

/** Converts our phone to a verdict. */
export function toVerdict(phone: Phone | undefined, metadata: PhoneMetadata): Verdict | undefined {
  if (!phone) return undefined
  const e164 = `+${phone.callingCode}${phone.nationalNumber}`
  const worldwide = countriesByCallingCode.get(phone.callingCode)!.length === 0
  return {
    valid: phone.assigned,
    region: worldwide ? '001' : phone.country,
    type: phone.assigned ? parse(e164, metadata)?.getType() : undefined,
    e164,
  }
}

/** Corrects the spellings that phone.ts accepts and libphonenumber-js does not. */
export function toCorrected({text, country}: Typed): string {
  const digits = text
    .replace(/[\s-]/g, '')
    .replace(/^(?:\+0+|00+)/, '+')
    .replace(country === 'BJ' ? /^(?:229)?(?=\d{8}$)/ : /^$/, '+229')
    .replace(country === 'MX' ? /^(?=1\d{10}$)/ : /^$/, '+52')
  if (/^\+(?:521\d{10}|229\d{8})$/.test(digits)) return digits.replace(/^\+521/, '+52').replace(/^\+229/, '+22901')
  return text.replace(/^(?:\+0+|00+)/, '+')
}

function agreesWhenWritten(ours: Verdict): boolean {
  return agree(askGoogle({text: ours.e164}).verdict, ours)
}

function withTrunkPrefix({e164, region = ''}: Verdict): string {
  return planOf(region).trunkPrefix + e164.slice(1 + (callingCodes.get(region)?.length ?? 0))
}

function mainCountryOf(country: string): string {
  return countriesByCallingCode.get(callingCodes.get(country) ?? '')?.[0] ?? country
}

/** Google's plan of a country, at the positions of libphonenumber-js's format; empty for `001`. */
function planOf(country: string) {
  const {3: lengths, 5: trunkPrefix, 11: types} = (googles.countries as Record<string, unknown[]>)[country] ?? []
  return {
    lengths: (lengths ?? []) as number[],
    trunkPrefix: String(trunkPrefix || ''),
    mobile: (types as unknown[] | undefined)?.[1],
  }
}
