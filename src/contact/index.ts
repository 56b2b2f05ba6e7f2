/** The package's entry for validating contacts on any runtime. It includes all numbering plans. */
import {checkContact as check, type Checked, type Rules} from './contact.ts'
import {toAsciiDigits} from './digits.ts'
import {fullReader} from './phone/full.ts'
import type {Phone} from './phone/phone.ts'
import {isAscii} from './text.ts'

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
  return digitFields.reduce(
    (changed, name) => replaceText(changed, name, text => (isAscii(text) ? text : toAsciiDigits(text))),
    input,
  )
}

function withPlainDate(input: unknown): unknown {
  return replaceText(input, 'born_date', text => text.replace(/T00:00:00(?:\.0{1,9})?(?:Z|[+-]00:00)\s*$/, ''))
}

/** Replaces a short text of an object. Copies the object only for another text: most contacts have none of these fields. */
function replaceText(input: unknown, name: string, replace: (text: string) => string): unknown {
  if (typeof input !== 'object' || input === null || !Object.hasOwn(input, name)) return input
  const text = (input as Record<string, unknown>)[name] // an object, see above
  if (typeof text !== 'string' || text.length > 100) return input
  const replaced = replace(text)
  return replaced === text ? input : {...input, [name]: replaced}
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
