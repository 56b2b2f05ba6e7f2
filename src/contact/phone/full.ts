import {Metadata, type CountryCode} from 'libphonenumber-js/core/es6'
import metadata from 'libphonenumber-js/max/metadata'
import {countriesByCallingCode} from './calling-codes.ts'
import {createPhoneReader, type Phone, type PhoneMetadata, type PhoneReader} from './phone.ts'
import {toPlainText} from './readings.ts'

const exact = createPhoneReader(metadata)

/**
 * The same plans, with only the main country of each calling code. To find a number's country, the parser tries the
 * plans of all countries that share its code: for +44 that takes twice as long as everything else.
 */
const main = createPhoneReader({
  ...metadata,
  country_calling_codes: mapValues(metadata.country_calling_codes, ([first]) => [
    first,
  ]) as PhoneMetadata['country_calling_codes'], // no list is empty
})

/** For each calling code, the lengths that are possible in each of its countries. */
const lengths = mapValues(metadata.country_calling_codes, countries =>
  countries.map(lengthsOf).reduce((common, own) => common.filter(length => own.includes(length))),
)

/** Reads phones by the complete metadata, for runtimes where a few hundred kilobytes do not matter. */
export const fullReader: PhoneReader = {
  toPhone: exact.toPhone,
  toPhoneOfPair(callingCode, typed) {
    // Digits alone can be read in one way only. If the number is possible in all countries of its code, the country
    // does not matter.
    const byMain = /^\d+$/.test(typed) ? main.toPhoneOfPair(callingCode, typed) : undefined
    const isCertain = byMain && lengths[byMain.callingCode]?.includes(byMain.nationalNumber.length)
    if (!isCertain) return exact.toPhoneOfPair(callingCode, typed) ?? toLocalPhone(callingCode, typed)
    const readExactly = () => exact.toPhoneOfPair(callingCode, typed) ?? byMain
    const {callingCode: code, nationalNumber} = byMain
    return {
      callingCode: code,
      nationalNumber,
      get country() {
        return readExactly().country
      },
      get assigned() {
        return readExactly().assigned
      },
      get national() {
        return readExactly().national
      },
    }
  },
}

/** Reads a pair that is possible in one country of its calling code only, such as the seven digits of Canada's towns. */
function toLocalPhone(callingCode: string, typed: string): Phone | undefined {
  const countries = countriesByCallingCode.get(callingCode) ?? []
  const digits = toPlainText(typed).replace(/\D/g, '')
  const phones = countries.map(country => exact.toPhone(digits, country))
  return phones.find(phone => phone?.callingCode === callingCode && phone.nationalNumber === digits)
}

function lengthsOf(country: string): number[] {
  const plan = new Metadata(metadata)
  plan.selectNumberingPlan(country as CountryCode) // a key of the metadata
  return plan.numberingPlan!.possibleLengths() // the plan was just selected
}

function mapValues<A, B>(object: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(value)]))
}
