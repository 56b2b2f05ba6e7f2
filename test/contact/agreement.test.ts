/**
 * Holds the numbering plans that a browser loads one by one to the whole metadata, and both to Google's own library.
 * `npm run agreement` tries every number there is (see typedNumbers) in a minute or two; among the other tests it
 * is every seventeenth of the mistyped ones.
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
import {agree, explain, reasons, toForgiven, toVerdict} from '../support/differences.ts'
import {askGoogle} from '../support/google.ts'
import {typedNumbers, type Typed} from '../support/numbers.ts'

const isAll = process.argv.includes('--all')
const {right, mistyped} = typedNumbers(isAll ? 1 : 17)
const numbers = [...right, ...mistyped]
const summary = [
  `${numbers.length} numbers tried: ${right.length} of all kinds and countries as people write them, ${mistyped.length} of their misspellings`,
]
after(() => console.log(summary.join('\n')))

/** Each plan by the name it is loaded under. */
const plans = new Map(
  await Promise.all(
    [...countriesByCallingCode].map(async ([code, [main = code]]) => [main, await loadPlan(main)] as const),
  ),
)
const join = (part: 'countries' | 'nonGeographic' | 'examples') =>
  Object.assign({}, ...[...plans.values()].map(plan => plan[part]))
/** The metadata of a book that has loaded every plan. */
const joined: PhoneMetadata = {
  version: metadata.version,
  country_calling_codes: Object.fromEntries(
    [...countriesByCallingCode].filter(([, countries]) => countries.length > 0),
  ) as PhoneMetadata['country_calling_codes'],
  countries: join('countries'),
  nonGeographic: join('nonGeographic'),
}

test('the plans are the whole metadata, in pieces', () => {
  assert.deepEqual(joined, metadata)
  assert.deepEqual(join('examples'), examples)
})

test('every number is parsed, typed and formatted by the plans as by the package itself', () => {
  const differing = numbers.filter(({text, country}) => {
    const [byPlans, byMax] = [parseByPlans(text, optionsOf(country), joined), parseByMax(text, optionsOf(country))]
    return !isDeepStrictEqual(factsOf(byPlans), factsOf(byMax))
  })
  summary.push(`${numbers.length - differing.length} agree with libphonenumber-js/max in all that it says`)
  assert.deepEqual(differing.slice(0, 10), [])
})

test('a book that loads but what a number asks for judges like one with every plan, and like the package itself', async () => {
  const whole = new LazyPhoneReader()
  await Promise.all([...countriesByCallingCode.keys()].map(callingCode => whole.loadPlan(callingCode)))
  const phones = await readBy(whole, numbers)
  const loaded: string[] = []
  const load = async (name: string) => plans.get(name)! // what loadPlan gave; to import it anew for each number takes long
  const differing: Typed[] = []
  for (const [index, typed] of numbers.entries()) {
    const fresh = new LazyPhoneReader(name => (loaded.push(name), load(name)))
    const [phone] = await readBy(fresh, [typed])
    const others = [phones[index], fullReader.toPhone(typed.text, typed.country), readByMax(typed)]
    if (!others.every(other => isDeepStrictEqual(other, phone))) differing.push(typed)
  }
  summary.push(
    `${numbers.length - differing.length} agree with it when read by a book that starts empty`,
    weigh(loaded),
  )
  assert.deepEqual(differing.slice(0, 10), [])
})

test('a pair is read as by the whole metadata, also where nobody asks which country it is of', () => {
  const exact = createPhoneReader(metadata)
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
    ([code, typed]) =>
      !isDeepStrictEqual({...fullReader.toPhoneOfPair(code, typed)}, {...exact.toPhoneOfPair(code, typed)}),
  )
  summary.push(`${pairs.length - differing.length} of ${pairs.length} pairs are read as by the whole metadata`)
  assert.deepEqual(differing.slice(0, 10), [])
  assert.ok(pairs.some(([code, typed]) => exact.toPhoneOfPair(code, typed)?.country === 'JE'))
})

test('Google judges as the plans do, but for what has a known reason', () => {
  const differs = (typed: Typed) =>
    !agree(askGoogle(typed).verdict, toVerdict(fullReader.toPhone(typed.text, typed.country), metadata))
  const differing = numbers.filter(differs)
  const explained = groupBy(differing, explain)
  const perMille = (part: Typed[] = []) => (part.length * 1000) / numbers.length
  summary.push(
    `${numbers.length - differing.length} agree with google-libphonenumber, of the right ones ${right.length - right.filter(differs).length}; ${perMille(differing).toFixed(2)} of a thousand do not, because`,
    ...reasons.map(
      reason =>
        `  ${perMille(explained.get(reason)).toFixed(2)}  ${reason.why} (${mostFrequent(explained.get(reason))})`,
    ),
  )
  assert.deepEqual(explained.get(undefined)?.slice(0, 10) ?? [], [])
  for (const reason of reasons)
    assert.ok(perMille(explained.get(reason)) <= reason.perMille, `too many, for that ${reason.why}`)
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

/** As the form reads. Without a reader, a plan could not be had: that fails. */
function readBy(book: LazyPhoneReader, numbers: Typed[]): Promise<(Phone | undefined)[]> {
  return book.use(phones => numbers.map(({text, country}) => phones!.toPhone(text, country)))
}

/** What the package's own entry with all metadata makes of a text, forgiven or not: a valid number, or else a possible one. */
function readByMax({text, country}: Typed): Phone | undefined {
  const readings = [text, toForgiven(text)].map(reading => toPhone(parseByMax(reading, optionsOf(country))))
  return readings.find(phone => phone?.assigned) ?? readings.find(phone => phone)
}

function optionsOf(country: string | undefined) {
  return {defaultCountry: country as CountryCode | undefined, extract: false} // a country of the same metadata
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

/** All that the library says of a number. */
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

/** What of the metadata a visitor is spared, in bytes after brotli. */
function weigh(loaded: string[]): string {
  const whole = brotliCompressSync(JSON.stringify(metadata)).length
  const bytes = new Map(
    [...plans.keys()].map(name => [
      name,
      brotliCompressSync(readFileSync(new URL(`../../src/contact/phone/plans/${name}.js`, import.meta.url))).length,
    ]),
  )
  const mean = loaded.reduce((sum, name) => sum + bytes.get(name)!, 0) / numbers.length
  return `${plans.size} plans; a number asks for ${(loaded.length / numbers.length).toFixed(2)} of them, ${Math.round(mean)} bytes of ${whole}: ${Math.round(whole - mean)} are not needed`
}

/** How the most of them begin, or which countries they are typed in. */
function mostFrequent(differing: Typed[] = []): string {
  const counts = groupBy(differing, ({text, country}) => country ?? /^\+(?:1|7|0+|\d\d)\d?/.exec(text)?.[0] ?? text)
  const most = [...counts].sort(([, a], [, b]) => b.length - a.length).slice(0, 8)
  return most.map(([name, {length}]) => `${name} ${length}`).join(', ')
}
