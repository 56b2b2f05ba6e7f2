import {Metadata, type CountryCode, type NumberingPlan} from 'libphonenumber-js/core/es6'
import metadata from 'libphonenumber-js/max/metadata'
import {countriesByCallingCode} from './calling-codes.ts'
import {createPhoneReader, type Phone, type PhoneReader} from './phone.ts'
import {renumbered, toPlainText} from './readings.ts'

const exact = createPhoneReader(metadata)

/** What reads the digits of one calling code without the parser. */
interface CodePlan {
  /** The digits that may be dialled before a national number, such as the trunk zero. */
  prefix: RegExp
  /** The lengths of national numbers that are possible in each country of the code. */
  lengths: number[]
}

const codePlans: ReadonlyMap<string, CodePlan> = new Map(
  Object.entries(metadata.country_calling_codes).map(([callingCode, countries]) => [
    callingCode,
    {prefix: prefixOf(callingCode), lengths: countries.map(lengthsOf).reduce(intersect)},
  ]),
)

/** Reads phones by the complete metadata, for runtimes where a few hundred kilobytes do not matter. */
export const fullReader: PhoneReader = {
  toPhone: exact.toPhone,
  toPhoneOfPair(callingCode, typed) {
    const readExactly = () => exact.toPhoneOfPair(callingCode, typed) ?? toLocalPhone(callingCode, typed)
    if (!isNationalNumber(callingCode, typed)) return readExactly()
    return {
      callingCode,
      nationalNumber: typed,
      get country() {
        return readExactly()!.country
      },
      get assigned() {
        return readExactly()!.assigned
      },
      get national() {
        return readExactly()!.national
      },
    }
  },
}

/**
 * Whether the digits typed are the national number itself, as the form sends it: nothing is dialled before it, and its
 * length is possible in all countries of its code. The parser would return the same digits, after 20 times as long.
 */
function isNationalNumber(callingCode: string, typed: string): boolean {
  const plan = codePlans.get(callingCode)
  if (!plan || !/^\d+$/.test(typed) || !plan.lengths.includes(typed.length) || plan.prefix.test(typed)) return false
  const number = `+${callingCode}${typed}`
  return renumbered(number) === number
}

/** Reads a pair that is possible in one country of its calling code only, such as the seven digits of Canada's towns. */
function toLocalPhone(callingCode: string, typed: string): Phone | undefined {
  const countries = countriesByCallingCode.get(callingCode) ?? []
  const digits = toPlainText(typed).replace(/\D/g, '')
  const phones = countries.map(country => exact.toPhone(digits, country))
  return phones.find(phone => phone?.callingCode === callingCode && phone.nationalNumber === digits)
}

function prefixOf(callingCode: string): RegExp {
  const plan = planOf(callingCode) as NumberingPlan & {nationalPrefixForParsing(): string | undefined} // missing in its types
  const prefix = plan.nationalPrefixForParsing()
  return prefix ? new RegExp(`^(?:${prefix})`) : /(?!)/ // matches nothing
}

function lengthsOf(country: string): number[] {
  return planOf(country).possibleLengths()
}

/** The plan of a country, or of the main country of a calling code. */
function planOf(name: string): NumberingPlan {
  const plan = new Metadata(metadata)
  plan.selectNumberingPlan(name as CountryCode) // a key of the metadata
  return plan.numberingPlan! // the plan was just selected
}

function intersect(some: number[], others: number[]): number[] {
  return some.filter(length => others.includes(length))
}
