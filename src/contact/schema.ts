import * as z from 'zod/mini'
import {consentSchema, type Consent} from './consent.ts'
import {toPlainDate} from './date.ts'
import {toEmail} from './email.ts'
import {toLanguage} from './language.ts'
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
const box = z.optional(z.boolean('type_invalid'))

/**
 * Everything a visitor or a site's own code may say of a contact, under the contact API's names.
 * What only the proxy writes is not here, so it cannot be said.
 */
const knownSchema = z.object({
  name_first: line(100),
  name_last: line(100),
  email: text((typed, refuse) =>
    typed.length > 1000 ? refuse('too_long') : (toEmail(typed) ?? refuse('email_invalid')),
  ),
  phone: line(60),
  phone_country: converted('country_invalid', toCountry),
  phone_countrycode: line(10),
  phone_number: line(60),
  city: line(100),
  country: converted('country_invalid', toCountry),
  region: line(100),
  zip: line(20),
  full_address: lines(500),
  /** A plain date, YYYY-MM-DD; the API's instant is made of it where the request is made. */
  born_date: converted('date_invalid', typed => toPlainDate(typed, new Date())),
  gender: text((typed, refuse) => (typed === 'MALE' || typed === 'FEMALE' ? typed : refuse('gender_invalid'))),
  language: converted('language_invalid', toLanguage),
  tags: list(50, 100),
  list_ids: list(50, 100),
  gdpr_accept_terms: box,
  gdpr_marketing_consent: box,
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
/** A custom field of the account: one line or several, a number, or a yes or no. */
const customValue = value((given, refuse) => {
  if (typeof given === 'string') return toClean(given, 1000, isCleanText, refuse)
  return typeof given === 'boolean' || Number.isFinite(given) ? given : refuse('type_invalid')
})

/** The zod schema of a contact on the wire. It judges each value; `checkContact` judges the whole. */
export const contactSchema = z.catchall(knownSchema, customValue)
/** A judged contact: the API's names, every value in its stored form, the phone as the API's pair, custom fields beside. */
export type Contact = Omit<z.output<typeof knownSchema>, 'consent'> & {
  consent?: Consent
  [customField: string]: unknown
}

/** Whether a name is one of the contact API's own, so that it is no custom field of the account. */
export const isKnownName = (name: string): boolean => Object.hasOwn(knownSchema.shape, name)

/** ISO 3166-1 alpha-2, in upper case. */
export function toCountry(typed: string): string | undefined {
  return /^[a-z]{2}$/i.test(typed) ? typed.toUpperCase() : undefined
}
