import * as z from 'zod/mini'
import {consentSchema, type Consent} from './consent.ts'
import {toPlainDate} from './date.ts'
import {toEmail} from './email.ts'
import {undisclosedGender} from './gender.ts'
import {toLanguage} from './language.ts'
import {maxLengths} from './max-lengths.ts'
import {callingCodes} from './phone/calling-codes.ts'
import {isCleanText} from './text.ts'
import {converted, line, lines, number, text, toClean, toLine, value} from './values.ts'

const list = (maxItems: number, maxLength: number) =>
  value((given, refuse) => {
    if (!Array.isArray(given)) return refuse('type_invalid')
    if (given.length > maxItems) refuse('too_long')
    return given.map(item =>
      typeof item === 'string' ? toLine(item, maxLength, refuse) || refuse('required') : refuse('type_invalid'),
    )
  })
const count = number(0, Number.MAX_SAFE_INTEGER, Number.isInteger)
const checkbox = z.optional(z.boolean('type_invalid'))

/** Normalised, so that equal names are equal text. 100 characters in NFC are at most 400 in any other form. */
const nameText = text((typed, refuse) =>
  toLine(typed.length > 400 ? refuse('too_long') : typed.normalize(), maxLengths.name_first, refuse),
)

/** Accepts countries that do not exist, as of pages in `en-UK`: the number then needs its calling code. */
const toCountryCode = (typed: string) => (/^[a-z]{2}$/i.test(typed) ? typed.toUpperCase() : undefined)

/** The phone reader validates its characters: around a number, it ignores marks that are refused elsewhere. */
const phoneText = text((typed, refuse) => (typed.length > maxLengths.phone ? refuse('too_long') : typed))

/**
 * The fields that a visitor or a site's own code may set, under the contact API's names. Fields that only the proxy
 * writes are left out, so no client can set them.
 */
const knownSchema = z.object({
  name_first: nameText,
  name_last: nameText,
  email: text((typed, refuse) =>
    typed.length > 1000 ? refuse('too_long') : (toEmail(typed) ?? refuse('email_invalid')),
  ),
  phone: phoneText,
  phone_country: converted('country_invalid', toCountryCode),
  phone_countrycode: line(10),
  phone_number: phoneText,
  city: line(maxLengths.city),
  country: converted('country_invalid', toCountry),
  region: line(maxLengths.region),
  zip: line(maxLengths.zip),
  full_address: lines(maxLengths.full_address),
  /** A plain date, YYYY-MM-DD; the proxy converts it to the API's instant. */
  born_date: converted('date_invalid', typed => toPlainDate(typed, new Date())),
  gender: text((typed, refuse) => {
    if (typed === undisclosedGender) return undefined
    return typed === 'MALE' || typed === 'FEMALE' ? typed : refuse('gender_invalid')
  }),
  language: converted('language_invalid', toLanguage),
  tags: list(50, 100),
  list_ids: list(50, 100),
  gdpr_accept_terms: checkbox,
  gdpr_marketing_consent: checkbox,
  device_id: line(200),
  user_id: line(200),
  facebook_id: line(200),
  facebook_friends: count,
  google_id: line(200),
  twitter_id: line(200),
  twitter_followers: count,
  last_latitude: number(-90, 90),
  last_longitude: number(-180, 180),
  consent: z.optional(consentSchema),
})

/** The value of a custom field: text of one line or several, an array of such texts, a number, or a boolean. */
const customValue = value((given, refuse) => {
  const toCustomText = (item: unknown) =>
    typeof item === 'string' ? toClean(item, maxLengths.customField, isCleanText, refuse) : refuse('type_invalid')
  if (typeof given === 'string') return toCustomText(given)
  if (Array.isArray(given)) return given.length > 50 ? refuse('too_long') : given.map(toCustomText).filter(Boolean)
  if (typeof given === 'boolean') return given
  if (typeof given !== 'number') return refuse('type_invalid')
  return Math.abs(given) < 2 ** 53 ? given : refuse('number_invalid') // beyond, parsing has changed the integer
})

/** The zod schema of a contact on the wire. It validates each value; `checkContact` validates the whole contact. */
export const contactSchema = z.catchall(knownSchema, customValue)

/** A valid contact: the API's names, every value in its stored form, the phone as the API's pair; and custom fields. */
export type Contact = Omit<z.output<typeof knownSchema>, 'consent'> & {
  consent?: Consent
  [customField: string]: unknown
}

/** Whether a name is one of the contact API's own fields, and no custom field. */
export const isKnownName = (name: string): boolean => Object.hasOwn(knownSchema.shape, name)

/** Converts an ISO 3166-1 alpha-2 code to upper case. Undefined for a country that does not exist. */
export function toCountry(typed: string): string | undefined {
  const code = typed.toUpperCase()
  // Without a calling code of their own.
  return callingCodes.has(code) || /^(?:AQ|BV|GS|HM|PN|TF|UM)$/.test(code) ? code : undefined
}
