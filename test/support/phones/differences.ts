import parse from 'libphonenumber-js/core/es6'
import {callingCodes, countriesByCallingCode} from '../../../src/contact/phone/calling-codes.ts'
import {createPhoneReader, type Phone, type PhoneMetadata} from '../../../src/contact/phone/phone.ts'
import {askGoogle, googleMetadata, type Verdict} from './google.ts'
import type {Typed} from './typed.ts'

/** A number of which Google says other than we do. */
interface Difference {
  typed: Typed
  google: Verdict | undefined
  /** Whether Google holds it for one that can be dialled without its area code, and only there. */
  localOnly: boolean
  /** What we would say with Google's metadata, so that no other reason has to allow for its being of another version. */
  ours: Verdict | undefined
}

interface Reason {
  why: string
  /** How many numbers of a thousand it may hold for, lest it become the excuse for what has another cause. */
  perMille: number
  holds(difference: Difference): boolean
}

const googles = googleMetadata()
const googlesReader = createPhoneReader(googles)

/** Each is checked number by number: a difference that none of them holds for is a mistake of ours until it is understood. */
export const reasons: Reason[] = [
  {
    // The same library with Google's metadata says what Google says.
    why: 'the two packages come with different versions of the metadata',
    perMille: 3,
    holds: ({google, ours}) => agree(google, ours),
  },
  {
    why: 'Google holds for possible what can be dialled within one town only, libphonenumber-js does not',
    perMille: 6,
    holds: ({localOnly, ours}) => localOnly && !ours,
  },
  {
    // readings() in phone.ts. Of the number as it should have been typed, Google has to say the same, or have its reason.
    why: 'we forgive zeros before the calling code, and the former 1 of Mexico after it',
    perMille: 6,
    holds: ({typed: {text, country}, ours}) => {
      const forgiven = {text: toForgiven(text), country}
      return (
        forgiven.text !== text &&
        agree(judge(forgiven), ours) &&
        (agree(askGoogle(forgiven).verdict, ours) || explain(forgiven) !== undefined)
      )
    },
  },
  {
    // https://issuetracker.google.com/issues/335892662
    why: 'Google goes by the lengths of the main country of a calling code, libphonenumber-js by those of the very country',
    perMille: 2,
    holds: ({typed, google, ours}) => {
      const country = google?.region ?? typed.country
      if (!country || !google || google.valid || ours) return false
      const {length} = google.e164.slice(1 + (callingCodes.get(country)?.length ?? 0))
      return !planOf(country).lengths.includes(length) && planOf(mainCountryOf(country)).lengths.includes(length)
    },
  },
  {
    // The same for the length that a trunk prefix may be taken off for: 0800 and six digits, typed in Jersey, is British.
    why: 'libphonenumber-js takes off a trunk prefix where the number then fits another country of the calling code',
    perMille: 0.3,
    holds: ({typed, google, ours}) =>
      !google?.valid &&
      ours?.valid === true &&
      ours.region !== typed.country &&
      typed.text.endsWith(withTrunkPrefix(ours)) &&
      agreesWhenWritten(ours),
  },
  {
    // Once there is a plus before the calling code, Google says the same.
    why: 'Google takes off a trunk prefix after a calling code without plus, however little is left; libphonenumber-js where enough is left',
    perMille: 0.6,
    holds: ({typed: {text, country}, google, ours}) =>
      !google?.valid &&
      !ours?.valid &&
      country !== undefined &&
      text.startsWith(callingCodes.get(country)! + planOf(country).trunkPrefix) &&
      agree(askGoogle({text: `+${text}`}).verdict, ours),
  },
  {
    // getNumberType() takes a missing pattern of mobile numbers for one that is that of fixed lines.
    why: 'libphonenumber-js calls fixed lines mobile as well where a country has no mobile numbers',
    perMille: 0.6,
    holds: ({google, ours}) =>
      ours?.type === 'FIXED_LINE_OR_MOBILE' &&
      !planOf(ours.region!).mobile &&
      agree(google, {...ours, type: 'FIXED_LINE'}),
  },
]

/** Whether both say the same: possible or not, valid or not, the type of what is valid, its E.164, its region where Google names one. */
export function agree(google: Verdict | undefined, ours: Verdict | undefined): boolean {
  if (!google || !ours) return google === ours
  const sameRegion = google.region === ours.region || (google.region === undefined && !google.valid)
  return sameRegion && google.valid === ours.valid && google.type === ours.type && google.e164 === ours.e164
}

/** Why Google says other than we do; undefined where nothing explains it. */
export function explain(typed: Typed): Reason | undefined {
  const {verdict: google, localOnly} = askGoogle(typed)
  const ours = judge(typed)
  return reasons.find(reason => reason.holds({typed, google, localOnly, ours}))
}

/** What we would say if we had Google's metadata. */
function judge({text, country}: Typed): Verdict | undefined {
  return toVerdict(googlesReader.toPhone(text, country), googles)
}

/** Our phone in the words that Google is asked for. */
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

/** The text as it should have been typed, where phone.ts forgives a spelling that the library it stands on does not. */
export function toForgiven(text: string): string {
  return text.replace(/^(?:\+0+|00+)/, '+').replace(/^\+521/, '+52')
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

/** What Google's plan of a country says, at the places of libphonenumber-js's format; no more than nothing of `001`. */
function planOf(country: string) {
  const {3: lengths, 5: trunkPrefix, 11: types} = (googles.countries as Record<string, unknown[]>)[country] ?? []
  return {
    lengths: (lengths ?? []) as number[],
    trunkPrefix: String(trunkPrefix || ''),
    mobile: (types as unknown[] | undefined)?.[1],
  }
}
