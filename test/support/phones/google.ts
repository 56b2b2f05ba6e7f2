import google from 'google-libphonenumber'
import metadata from 'libphonenumber-js/max/metadata'
import type {PhoneMetadata} from '../../../src/contact/phone/phone.ts'
import type {Typed} from './typed.ts'

/** The facts about a possible number that both libraries are asked for. */
export interface Verdict {
  valid: boolean
  /** ISO 3166-1 alpha-2, `001` for calling codes of the whole world. */
  region: string | undefined
  /** Only for valid numbers. */
  type: string | undefined
  e164: string
}

/** Google's metadata of a country, by the tags of its protocol buffer. The package exports it, but its types do not. */
type GooglePlan = Record<number, unknown>
type GoogleDesc = Record<number, unknown> | undefined
const {countryToMetadata} = (google as unknown as {metadata: {countryToMetadata: Record<string, GooglePlan>}}).metadata

/** Where a plan keeps each type of number, in the order in which libphonenumber-js lists them. */
const typeTags = {
  fixedLine: 2,
  mobile: 3,
  tollFree: 4,
  premiumRate: 5,
  personalNumber: 7,
  voicemail: 28,
  uan: 25,
  pager: 21,
  voip: 8,
  sharedCost: 6,
}
const typeNames = new Map<number, string>(
  Object.entries(google.PhoneNumberType).map(([name, type]) => [Number(type), name]),
)
const util = google.PhoneNumberUtil.getInstance()

/** Google's example number of each type, for each country and each calling code without countries. */
export function googleExamples(): {name: string; callingCode: string; trunk: string; national: string}[] {
  return Object.entries(countryToMetadata).flatMap(([name, plan]) =>
    Object.values(typeTags)
      .map(tag => (plan[tag] as GoogleDesc)?.[6])
      .filter(example => typeof example === 'string')
      .map(national => ({name, callingCode: String(plan[10]), trunk: String(plan[12] ?? ''), national})),
  )
}

/** Formats a number with Google's library. */
export function googleFormats(e164: string): {national: string; international: string} {
  const number = util.parse(e164)
  return {
    national: util.format(number, google.PhoneNumberFormat.NATIONAL),
    international: util.format(number, google.PhoneNumberFormat.INTERNATIONAL),
  }
}

/** Reads a number with Google's library: no verdict for text that it cannot parse or regards as impossible. */
export function askGoogle({text, country}: Typed): {verdict?: Verdict; localOnly: boolean} {
  try {
    const number = util.parse(text, country)
    const localOnly =
      util.isPossibleNumberWithReason(number) === google.PhoneNumberUtil.ValidationResult.IS_POSSIBLE_LOCAL_ONLY
    if (!util.isPossibleNumber(number)) return {localOnly}
    const valid = util.isValidNumber(number)
    const type = valid ? typeNames.get(util.getNumberType(number)) : undefined
    return {
      localOnly,
      verdict: {
        valid,
        region: util.getRegionCodeForNumber(number) ?? undefined,
        type,
        e164: util.format(number, google.PhoneNumberFormat.E164),
      },
    }
  } catch {
    return {localOnly: false}
  }
}

/**
 * Google's metadata in the format of libphonenumber-js. It shows whether two verdicts differ because the packages have
 * different versions of the metadata, or because the libraries differ.
 */
export function googleMetadata(): PhoneMetadata {
  const convert = (plans: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(plans).map(([name, plan]) => [name, toPlan(plan as unknown[], countryToMetadata[name]!)]),
    )
  return {
    ...metadata,
    countries: convert(metadata.countries),
    nonGeographic: convert(metadata.nonGeographic!),
  } as unknown as PhoneMetadata
}

/** Replaces everything that decides on verdicts by Google's. The formats stay: no verdict depends on them. */
function toPlan(plan: unknown[], from: GooglePlan): unknown[] {
  const general = from[1] as Record<number, unknown>
  const converted = [...plan]
  const parts: [at: number, part: unknown][] = [
    [1, from[11]],
    [2, general[2]],
    [3, general[9]],
    [5, from[12]],
    [7, from[15]],
    [8, from[16]],
    [10, from[23]],
  ]
  for (const [at, part] of parts) converted[at] = part ?? 0
  converted[11] = Object.values(typeTags).map(tag => toType(tag, from))
  return converted
}

/** libphonenumber-js omits a mobile pattern that equals the one of fixed lines. */
function toType(tag: number, from: GooglePlan): unknown {
  const {2: pattern, 9: lengths} = (from[tag] as GoogleDesc) ?? {}
  if (!pattern || (lengths as number[] | undefined)?.[0] === -1) return 0
  if (tag === typeTags.mobile && pattern === (from[typeTags.fixedLine] as GoogleDesc)?.[2]) return 0
  return lengths ? [pattern, lengths] : [pattern]
}
