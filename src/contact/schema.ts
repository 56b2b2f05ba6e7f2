import * as z from 'zod/mini'
import {consentSchema} from './consent.ts'
import {toPlainDate} from './date.ts'
import {toEmail} from './email.ts'
import type {IssueCode} from './issues.ts'
import {toLanguage} from './language.ts'
import {isCleanLine, isCleanText} from './text.ts'

z.config({jitless: true}) // zod's compiler probes `new Function`, which a strict content security policy reports

const line = (max: number) =>
  z.string('type_invalid').check(z.trim(), z.maxLength(max, {error: 'too_long', abort: true}), z.refine(isCleanLine, 'characters_invalid'))
const lines = (max: number) =>
  z.string('type_invalid').check(z.trim(), z.maxLength(max, {error: 'too_long', abort: true}), z.refine(isCleanText, 'characters_invalid'))
const list = (maxItems: number, maxLength: number) =>
  z.array(line(maxLength).check(z.minLength(1, 'required')), 'type_invalid').check(z.maxLength(maxItems, 'too_long'))
/** A line of text that `convert` turns into its stored form, or refuses with `code`. */
const converted = (code: IssueCode, convert: (typed: string) => string | undefined) =>
  z.pipe(
    line(100),
    z.transform((typed, payload) => {
      const value = convert(typed)
      if (value === undefined) payload.issues.push({code: 'custom', message: code, input: typed})
      return value ?? z.NEVER
    }),
  )
/** A number, or its decimal notation, as a form control holds it. */
const number = (min: number, max: number) =>
  z.pipe(
    z.transform(value => (typeof value === 'string' && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(value.trim()) ? Number(value) : value)),
    z.number('number_invalid').check(z.gte(min, 'number_invalid'), z.lte(max, 'number_invalid')),
  )
const count = () => number(0, Number.MAX_SAFE_INTEGER).check(z.refine(value => Number.isInteger(value), 'number_invalid'))

/**
 * Everything a visitor or a site's own code may say of a contact, under the contact API's names.
 * What only the proxy writes is not here, so it cannot be said.
 */
const knownSchema = z.object({
  name_first: z.optional(line(100)),
  name_last: z.optional(line(100)),
  email: z.optional(
    z.pipe(z.string('type_invalid').check(z.maxLength(1000, {error: 'too_long', abort: true})), z.transform(toEmailOrIssue)),
  ),
  phone: z.optional(line(60)),
  phone_country: z.optional(converted('country_invalid', toCountry)),
  phone_countrycode: z.optional(line(10)),
  phone_number: z.optional(line(60)),
  city: z.optional(line(100)),
  country: z.optional(converted('country_invalid', toCountry)),
  region: z.optional(line(100)),
  zip: z.optional(line(20)),
  full_address: z.optional(lines(500)),
  /** A plain date, YYYY-MM-DD; the API's instant is made of it where the request is made. */
  born_date: z.optional(converted('date_invalid', typed => toPlainDate(typed, new Date()))),
  gender: z.optional(z.enum(['MALE', 'FEMALE'], 'gender_invalid')),
  language: z.optional(converted('language_invalid', toLanguage)),
  tags: z.optional(list(50, 100)),
  list_ids: z.optional(list(50, 100)),
  gdpr_accept_terms: z.optional(z.boolean('type_invalid')),
  gdpr_marketing_consent: z.optional(z.boolean('type_invalid')),
  device_id: z.optional(line(200)),
  user_id: z.optional(line(200)),
  facebook_id: z.optional(line(200)),
  facebook_friends: z.optional(count()),
  google_id: z.optional(line(200)),
  twitter_id: z.optional(line(200)),
  twitter_followers: z.optional(count()),
  last_latitude: z.optional(number(-90, 90)),
  last_longitude: z.optional(number(-180, 180)),
  consent: z.optional(consentSchema),
})
/** A custom field of the account: one line or several, a number, or a yes or no. */
const customValue = z.union([lines(1000), z.number(), z.boolean()], {
  error: issue => (typeof issue.input === 'string' ? (issue.input.trim().length > 1000 ? 'too_long' : 'characters_invalid') : 'type_invalid'),
})

/** The zod schema of a contact on the wire. It judges each value; `checkContact` judges the whole. */
export const contactSchema = z.catchall(knownSchema, customValue)
/** A judged contact: the API's names, every value in its stored form, the phone as the API's pair, custom fields beside. */
export type Contact = Omit<z.output<typeof knownSchema>, 'phone' | 'phone_country'> & {[customField: string]: unknown}

/** Whether a name is one of the contact API's own, so that it is no custom field of the account. */
export const isKnownName = (name: string): boolean => Object.hasOwn(knownSchema.shape, name)

/** ISO 3166-1 alpha-2, in upper case. */
export function toCountry(typed: string): string | undefined {
  return /^[a-z]{2}$/i.test(typed) ? typed.toUpperCase() : undefined
}

function toEmailOrIssue(typed: string, payload: z.core.ParsePayload): string {
  const email = toEmail(typed)
  if (email === undefined) payload.issues.push({code: 'custom', message: 'email_invalid' satisfies IssueCode, input: typed})
  return email ?? z.NEVER
}
