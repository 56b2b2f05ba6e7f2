import type * as z from 'zod/mini'
import {isCustomName, isFieldName} from './names.ts'
import {issueCodes, type Issue, type IssueCode} from './issues.ts'
import type {Phone, PhoneReader} from './phone/phone.ts'
import {couldBePhone, isLocal} from './phone/typed.ts'
import {contactSchema, isKnownName, toCountry, type Contact} from './schema.ts'
import {isAscii} from './text.ts'

/** How to validate a contact. */
export interface Rules {
  /** Reads phones by their numbering plans. Without it, phones are validated by length and passed on as typed. */
  phones?: PhoneReader
  /** Names of required fields. An e-mail or a phone is always required, whatever is listed here. */
  required?: readonly string[]
  /** The proxy sets it: a warning is a question for a person. */
  skipWarnings?: boolean
}

/** A value that is possible but probably a mistake: the form asks the visitor once. */
export interface Warning extends Issue {
  /** The value in its normal form, however it was typed: a phone as E.164. */
  value: string
}

/** The result: a contact that is safe to send, or one error for each invalid field; with warnings, if there are any. */
export type Checked = ({ok: true; contact: Contact} | {ok: false; issues: Issue[]}) & {warnings?: Warning[]}

/** Validates untrusted input. The browser calls it for comfort, the proxy for safety. */
export function checkContact(input: unknown, rules: Rules): Checked {
  if (!isObject(input)) return {ok: false, issues: [{field: 'contact', code: 'type_invalid'}]}
  const filled = withoutBlanks(input)
  const names = Object.keys(filled)
  const parsed = contactSchema.safeParse(filled)
  const issues = [
    ...names.filter(name => !isKnownName(name) && !isCustomName(name)).map(notAllowed),
    // zod skips this name, so the schema cannot refuse it.
    ...(isObject(filled.consent) && Object.hasOwn(filled.consent, '__proto__') ? [notAllowed('consent')] : []),
    ...missing(filled, rules),
    ...(parsed.success ? [] : issuesOf(parsed.error)),
  ]
  const phone = issues.some(({field}) => field.startsWith('phone')) ? undefined : checkPhone(filled, rules.phones)
  if (isIssue(phone)) issues.push(phone)
  const warnings = rules.skipWarnings ? [] : warningsOf(parsed.data?.email, isIssue(phone) ? undefined : phone)
  return {...toVerdict(), ...(warnings.length > 0 && {warnings})}

  function toVerdict(): Checked {
    if (!parsed.success || isIssue(phone) || issues.length > 0) return {ok: false, issues: firstOfEach(issues)}
    const isUnread = !rules.phones && (filled.phone || filled.phone_number)
    return {ok: true, contact: isUnread ? parsed.data : withPair(parsed.data, phone)}
  }
}

function warningsOf(email: string | undefined, phone: Phone | undefined): Warning[] {
  const warnings: Warning[] = []
  // Few mail servers have mailboxes with other characters (RFC 6531).
  if (email && !isAscii(email)) warnings.push({field: 'email', code: 'email_international', value: email})
  if (phone?.assigned === false)
    warnings.push({field: 'phone', code: 'phone_unassigned', value: `+${phone.callingCode}${phone.nationalNumber}`})
  return warnings
}

/** Keeps one error a field: more than one does not help a person to correct it. */
function firstOfEach(issues: readonly Issue[]): Issue[] {
  const seen = new Set<string>()
  return issues.filter(({field}) => !seen.has(field) && seen.add(field))
}

function missing(filled: Record<string, unknown>, rules: Rules): Issue[] {
  const terms = filled.gdpr_accept_terms
  const termsShown = terms !== undefined || (isObject(filled.consent) && filled.consent.terms !== undefined)
  const reachable = ['email', 'phone', 'phone_number'].some(name => Object.hasOwn(filled, name))
  const required = (rules.required ?? []).filter(
    name => !Object.hasOwn(filled, name) && !(name === 'phone' && 'phone_number' in filled),
  )
  return [
    ...required.map((field): Issue => ({field, code: 'required'})),
    ...(reachable || required.includes('email') || required.includes('phone')
      ? []
      : [{field: 'email', code: 'email_or_phone'} as const]),
    ...(termsShown && (terms === undefined || terms === false)
      ? [{field: 'gdpr_accept_terms', code: 'terms_required'} as const]
      : []),
  ]
}

/** Reads the phone from the API's pair or from the typed number and its country. If both are given, they must agree. */
function checkPhone(filled: Record<string, unknown>, phones: PhoneReader | undefined): Phone | Issue | undefined {
  // The schema has validated these four: each is a string or undefined.
  const {phone: whole, phone_country, phone_countrycode, phone_number} = filled as Record<string, string | undefined>
  const country = toCountry(phone_country ?? '')
  const typed = [phone_number, whole].filter(text => text !== undefined)
  const field = phone_number === undefined ? 'phone' : 'phone_number'
  const lacksCountry = !phone_countrycode && !country && typed.every(isLocal)
  if (typed.length === 0 || (!phones && !lacksCountry && typed.every(couldBePhone))) return undefined
  const [phone, ...others] = typed.map(text =>
    phone_countrycode ? phones?.toPhoneOfPair(phone_countrycode, text) : phones?.toPhone(text, country),
  )
  if (phone && others.every(other => other && isSame(other, phone))) return phone
  return {field, code: lacksCountry ? 'phone_country_missing' : 'phone_invalid'}
}

const isSame = (a: Phone, b: Phone) => a.callingCode === b.callingCode && a.nationalNumber === b.nationalNumber

/** Replaces all phone fields of the input with the API's pair. */
function withPair(contact: Contact, phone: Phone | undefined): Contact {
  const {phone: _typed, phone_country: _country, phone_countrycode: _code, phone_number: _number, ...rest} = contact
  return phone ? {...rest, phone_countrycode: phone.callingCode, phone_number: phone.nationalNumber} : rest
}

function issuesOf(error: z.core.$ZodError): Issue[] {
  const codes: readonly string[] = issueCodes
  return error.issues.map(({path, message}) => ({
    field: String(path[0] ?? 'contact'),
    code: (codes.includes(message) ? message : 'type_invalid') as IssueCode, // checked in the same line
  }))
}

/** The name is untrusted text too: the error repeats it only if it looks like a field's name. */
function notAllowed(name: string): Issue {
  return {field: isFieldName(name) ? name : 'contact', code: 'not_allowed'}
}

/** Removes blank values, and enumerable properties that a library on the page has added to `Object.prototype`. */
function withoutBlanks(input: Record<string, unknown>): Record<string, unknown> {
  return toBare(input, value => (isBlank(value) ? undefined : isObject(value) ? toBare(value) : value))
}

/**
 * Copies to an object without a prototype, in which `__proto__` is a name like any other. A single loop, because it
 * runs for every key press.
 */
function toBare(object: Record<string, unknown>, keep = (value: unknown): unknown => value): Record<string, unknown> {
  const bare: Record<string, unknown> = Object.create(null)
  for (const name of Object.keys(object)) {
    const value = keep(object[name])
    if (value !== undefined) bare[name] = value
  }
  return bare
}

/** Whether a value is empty, consists of spaces and invisible characters, or is a list of such values only. */
function isBlank(value: unknown): boolean {
  if (typeof value === 'string') return /^[\s\p{DI}\u2800]*$/u.test(value)
  return value === undefined || value === null || (Array.isArray(value) && value.every(isBlank))
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isIssue = (value: Phone | Issue | undefined): value is Issue => value !== undefined && 'code' in value
