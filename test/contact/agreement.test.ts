/**
 * Compares the numbering plans that a browser loads one by one with the complete metadata, and both with Google's own
 * library. `npm run agreement` tries all numbers (see typedNumbers) in one or two minutes; the normal test run tries
 * every seventeenth of the mistyped ones.
 */
import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {after, test} from 'node:test'
import {isDeepStrictEqual} from 'node:util'
import {brotliCompressSync} from 'node:zlib'
import parseByPlans, {type PhoneNumber} from 'libphonenumber-js/core/es6'
import parseByMax, {type CountryCode} from 'libphonenumber-js/max'
import metadata from 'libphonenumber-js/max/metadata'
import examples from 'libphonenumber-js/mobile/examples'
import {callingCodes, countriesByCallingCode} from '../../src/contact/phone/calling-codes.ts'
import {fullReader} from '../../src/contact/phone/full.ts'
import {loadPlan} from '../../src/contact/phone/load-plan.ts'
import {LazyPhoneReader} from '../../src/contact/phone/lazy-phone-reader.ts'
import {createPhoneReader, type Phone, type PhoneMetadata} from '../../src/contact/phone/phone.ts'
import {agree, explain, reasons, toCorrected, toVerdict} from '../support/phones/differences.ts'
import {askGoogle} from '../support/phones/google.ts'
import {typedNumbers} from '../support/phones/numbers.ts'
import type {Typed} from '../support/phones/typed.ts'

const isAll = process.argv.includes('--all')
const {right, mistyped} = typedNumbers(isAll ? 1 : 17)
const numbers = [...right, ...mistyped]
const summary = [
  `${numbers.length} numbers tried: ${right.length} correct ones of all types and countries as people write them, ${mistyped.length} mistyped ones`,
]
after(() => console.log(summary.join('\n')))

/** All plans by the name of their file. */
const plans = new Map(
  await Promise.all(
    [...countriesByCallingCode].map(async ([code, [main = code]]) => [main, await loadPlan(main)] as const),
  ),
)
const join = (part: 'countries' | 'nonGeographic' | 'examples') =>
  Object.assign({}, ...[...plans.values()].map(plan => plan[part]))
/** The metadata of a reader that has loaded every plan. */
const joined: PhoneMetadata = {
  version: metadata.version,
  country_calling_codes: Object.fromEntries(
    [...countriesByCallingCode].filter(([, countries]) => countries.length > 0),
  ) as PhoneMetadata['country_calling_codes'],
  countries: join('countries'),
  nonGeographic: join('nonGeographic'),
}

test('the plans together are the complete metadata', () => {
  assert.deepEqual(joined, metadata)
  assert.deepEqual(join('examples'), examples)
})

test('every number is parsed, classified and formatted by the plans as by the package itself', () => {
  const differing = numbers.filter(({text, country}) => {
    const [byPlans, byMax] = [parseByPlans(text, optionsOf(country), joined), parseByMax(text, optionsOf(country))]
    return !isDeepStrictEqual(factsOf(byPlans), factsOf(byMax))
  })
  summary.push(`${numbers.length - differing.length} agree with libphonenumber-js/max in every property`)
  assert.deepEqual(differing.slice(0, 10), [])
})

test('a reader that loads plans on demand gives the same results as one with all plans, and as the package', async () => {
  const whole = new LazyPhoneReader()
  await Promise.all([...countriesByCallingCode.keys()].map(callingCode => whole.loadPlan(callingCode)))
  const phones = await readBy(whole, numbers)
  const loaded: string[] = []
  const load = async (name: string) => plans.get(name)! // importing them for each number would be slow
  const differing: Typed[] = []
  for (const [index, typed] of numbers.entries()) {
    const fresh = new LazyPhoneReader(name => (loaded.push(name), load(name)))
    const [phone] = await readBy(fresh, [typed])
    const others = [phones[index], fullReader.toPhone(typed.text, typed.country), readByMax(typed)]
    if (!others.every(other => isDeepStrictEqual(other, phone))) differing.push(typed)
  }
  summary.push(
    `${numbers.length - differing.length} agree with it when a reader without plans reads them`,
    weigh(loaded),
  )
  assert.deepEqual(differing.slice(0, 10), [])
})

test('a pair is read as by the complete metadata, also if its country is not read', () => {
  const exact = createPhoneReader(metadata)
  /** Also a number that is possible in one of the code's countries only. */
  const readPair = (code: string, digits: string) =>
    exact.toPhoneOfPair(code, digits) ??
    (countriesByCallingCode.get(code) ?? [])
      .map(country => exact.toPhone(digits, country))
      .find(phone => phone?.callingCode === code && phone.nationalNumber === digits)
  const pairs = numbers
    .filter((_typed, index) => isAll || index % 4 === 0)
    .flatMap(({text, country}) => {
      const digits = text.replace(/\D/g, '').replace(/^0+/, '')
      const codes = country
        ? [callingCodes.get(country)!]
        : [1, 2, 3].map(length => digits.slice(0, length)).filter(code => countriesByCallingCode.has(code))
      return codes.flatMap(code =>
        [
          digits,
          `0${digits}`,
          digits.slice(code.length),
          digits.slice(0, -1),
          digits.slice(code.length, -1),
          `${digits}1`,
        ].map(typed => [code, typed] as const),
      )
    })
  const differing = pairs.filter(
    ([code, typed]) => !isDeepStrictEqual({...fullReader.toPhoneOfPair(code, typed)}, {...readPair(code, typed)}),
  )
  summary.push(`${pairs.length - differing.length} of ${pairs.length} pairs are read as by the complete metadata`)
  assert.deepEqual(differing.slice(0, 10), [])
  assert.ok(pairs.some(([code, typed]) => exact.toPhoneOfPair(code, typed)?.country === 'JE'))
})

test('Google’s library agrees with the plans, except for known reasons', () => {
  const differs = (typed: Typed) =>
    !agree(askGoogle(typed).verdict, toVerdict(fullReader.toPhone(typed.text, typed.country), metadata))
  const differing = numbers.filter(differs)
  const explained = groupBy(differing, explain)
  const perMille = (part: Typed[] = []) => (part.length * 1000) / numbers.length
  summary.push(
    `${numbers.length - differing.length} agree with google-libphonenumber, among the correct ones ${right.length - right.filter(differs).length}; ${perMille(differing).toFixed(2)} of a thousand do not, because`,
    ...reasons.map(
      reason =>
        `  ${perMille(explained.get(reason)).toFixed(2)}  ${reason.why} (${mostFrequent(explained.get(reason))})`,
    ),
  )
  assert.deepEqual(explained.get(undefined)?.slice(0, 10) ?? [], [])
  for (const reason of reasons)
    assert.ok(perMille(explained.get(reason)) <= reason.perMille, `too many differences because ${reason.why}`)
  assert.ok(perMille(differing) < 11, 'less than 98.9 % agree')
  assert.ok(right.filter(differs).length < right.length / 100, 'less than 99 % of the right ones agree')
})

function groupBy<T, K>(items: T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    if (!groups.get(key)?.push(item)) groups.set(key, [item])
  }
  return groups
}

/** Reads as the form does. Throws if a plan could not be loaded: there is no reader then. */
function readBy(reader: LazyPhoneReader, numbers: Typed[]): Promise<(Phone | undefined)[]> {
  return reader.use(phones => numbers.map(({text, country}) => phones!.toPhone(text, country)))
}

/** Reads a text by the package's entry with all metadata, as typed and corrected: a valid number, or a possible one. */
function readByMax({text, country}: Typed): Phone | undefined {
  const readings = [text, toCorrected({text, country})].map(reading => toPhone(parseByMax(reading, optionsOf(country))))
  const phone = readings.find(phone => phone?.assigned) ?? readings.find(phone => phone)
  return (phone && readWithPlus(text, phone)) ?? phone
}

/**
 * Reads a text that begins with the calling code as if it had a plus, where the number would otherwise lack its trunk
 * prefix. Ambiguous unless it is mobile.
 */
function readWithPlus(text: string, {callingCode, nationalNumber}: Phone): Phone | undefined {
  const [number, other] = [`+${callingCode}${nationalNumber}`, `+${text}`].map(reading => parseByMax(reading))
  if (!text.startsWith(callingCode) || !number?.isValid() || isMobile(number)) return undefined
  const phone = toPhone(other)
  if (!phone || other?.number === number.number) return undefined
  if (number.formatNational().replace(/\D/g, '') === nationalNumber) return undefined
  return isMobile(other!) ? phone : {...phone, assigned: false, national: phone.nationalNumber}
}

const isMobile = (number: PhoneNumber) => ['MOBILE', 'FIXED_LINE_OR_MOBILE'].includes(number.getType() ?? '')

function optionsOf(country: string | undefined) {
  return {defaultCountry: country as CountryCode | undefined, extract: false} // a key of the same metadata
}

function toPhone(number: PhoneNumber | undefined): Phone | undefined {
  if (!number?.isPossible() || number.ext) return undefined
  return {
    callingCode: number.countryCallingCode,
    nationalNumber: number.nationalNumber,
    country: number.country ?? number.getPossibleCountries()[0],
    assigned: number.isValid(),
    national: number.formatNational(),
  }
}

/** All properties of a number in the library. */
function factsOf(number: PhoneNumber | undefined) {
  if (!number) return undefined
  const {country, countryCallingCode, nationalNumber, ext} = number
  const formats = [number.number, number.formatInternational(), number.formatNational(), number.getURI()]
  return {
    country,
    countryCallingCode,
    nationalNumber,
    ext,
    possible: number.isPossible(),
    valid: number.isValid(),
    type: number.getType(),
    countries: number.getPossibleCountries(),
    formats,
  }
}

/** Compares the size of the loaded plans with that of the complete metadata, in bytes after brotli. */
function weigh(loaded: string[]): string {
  const whole = brotliCompressSync(JSON.stringify(metadata)).length
  const bytes = new Map(
    [...plans.keys()].map(name => [
      name,
      brotliCompressSync(readFileSync(new URL(`../../dist/contact/phone/plans/${name}.js`, import.meta.url))).length,
    ]),
  )
  const mean = loaded.reduce((sum, name) => sum + bytes.get(name)!, 0) / numbers.length
  return `${plans.size} plans; a number needs ${(loaded.length / numbers.length).toFixed(2)} of them: ${Math.round(mean)} of ${whole} bytes`
}

/** The most frequent countries of these numbers; if typed without a country, their first digits. */
function mostFrequent(differing: Typed[] = []): string {
  const counts = groupBy(differing, ({text, country}) => country ?? /^\+(?:1|7|0+|\d\d)\d?/.exec(text)?.[0] ?? text)
  const most = [...counts].sort(([, a], [, b]) => b.length - a.length).slice(0, 8)
  return most.map(([name, {length}]) => `${name} ${length}`).join(', ')
}
