import {Metadata, type CountryCode} from 'libphonenumber-js/core/es6'
import metadata from 'libphonenumber-js/max/metadata'
import {createPhoneReader, type PhoneMetadata, type PhoneReader} from './phone.ts'

const exact = createPhoneReader(metadata)

/**
 * The same plans, as if each calling code were its main country's alone. To find out which country a number is of, it is
 * tried against the plans of all that share its code: for +44 that takes twice as long as all the rest.
 */
const main = createPhoneReader({
  ...metadata,
  country_calling_codes: mapValues(metadata.country_calling_codes, ([first]) => [
    first,
  ]) as PhoneMetadata['country_calling_codes'], // none is empty
})

/** For each calling code the lengths that are possible in every country of it. */
const lengths = mapValues(metadata.country_calling_codes, countries =>
  countries.map(lengthsOf).reduce((common, own) => common.filter(length => own.includes(length))),
)

/** Reads by every numbering plan at full precision, for runtimes where a few hundred kilobytes do not matter. */
export const fullReader: PhoneReader = {
  toPhone: exact.toPhone,
  toPhoneOfPair(callingCode, typed) {
    // Digits alone have one reading, and where their number is possible whichever its country, nobody has to know that.
    const quick = /^\d+$/.test(typed) ? main.toPhoneOfPair(callingCode, typed) : undefined
    const certain = quick && lengths[quick.callingCode]?.includes(quick.nationalNumber.length)
    if (!certain) return exact.toPhoneOfPair(callingCode, typed)
    const whole = () => exact.toPhoneOfPair(callingCode, typed) ?? quick
    const {callingCode: code, nationalNumber} = quick
    return {
      callingCode: code,
      nationalNumber,
      get country() {
        return whole().country
      },
      get assigned() {
        return whole().assigned
      },
      get national() {
        return whole().national
      },
    }
  },
}

function lengthsOf(country: string): number[] {
  const plan = new Metadata(metadata)
  plan.selectNumberingPlan(country as CountryCode) // one of the metadata's own
  return plan.numberingPlan!.possibleLengths() // the plan was just selected
}

function mapValues<A, B>(object: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(value)]))
}
