/** The package's entry for validating contacts on any runtime. It includes all numbering plans. */
import {checkContact as check, type Checked, type Rules} from './contact.ts'
import {toAsciiDigits} from './digits.ts'
import {fullReader} from './phone/full.ts'
import type {Phone} from './phone/phone.ts'

/**
 * Validates untrusted input: phones by all numbering plans, dates and numbers in the digits of any script, and
 * `born_date` as a date or in the contact API's notation, midnight UTC.
 */
export function checkContact(input: unknown, rules: Rules = {}): Checked {
  return check(withPlainDate(withAsciiDigits(input)), {phones: fullReader, ...rules})
}

const digitFields = ['born_date', 'last_latitude', 'last_longitude', 'facebook_friends', 'twitter_followers']

/** The form's controls give ASCII digits for dates and numbers, so its own checks need not read others. */
function withAsciiDigits(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input
  const properties = Object.entries(input).map(([name, value]) => {
    const isShort = typeof value === 'string' && value.length <= 100
    return [name, isShort && digitFields.includes(name) ? toAsciiDigits(value) : value] as const
  })
  return Object.fromEntries(properties)
}

function withPlainDate(input: unknown): unknown {
  const {born_date: date} = Object(input) as {born_date?: unknown} // any value can be read like this
  if (typeof date !== 'string' || date.length > 100) return input
  return {...(input as object), born_date: date.replace(/T00:00:00(?:\.0{1,9})?(?:Z|[+-]00:00)\s*$/, '')}
}

/** Reads a phone number as typed; `country` (ISO 3166-1 alpha-2) is for numbers without their calling code. */
export function toPhone(typed: string, country?: string): Phone | undefined {
  return fullReader.toPhone(typed, country?.toUpperCase())
}

export type {Checked, Warning, Rules} from './contact.ts'
export {contactSchema, type Contact} from './schema.ts'
export {consentSchema, type Consent} from './consent.ts'
export {toEmail} from './email.ts'
export {toPlainDate} from './date.ts'
export {toLanguage} from './language.ts'
export {fieldNames, type FieldName} from './fields.ts'
export {issueCodes, type Issue, type IssueCode} from './issues.ts'
export {Problem, problemStatuses, type ProblemCode, type Receipt} from './wire.ts'
export type {Phone, PhoneReader} from './phone/phone.ts'
