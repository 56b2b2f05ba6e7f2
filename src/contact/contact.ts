import type * as z from 'zod/mini'
import {isCustomName} from './names.ts'
import {issueCodes, type Issue, type IssueCode} from './issues.ts'
import type {Phone, PhoneReader} from './phone/phone.ts'
import {couldBePhone, isLocal} from './phone/typed.ts'
import {contactSchema, isKnownName, toCountry, type Contact} from './schema.ts'

/** What the judge must know beside the input. */
export interface Rules {
  /** Reads phones by their numbering plans. Without it they are judged by their length, and passed on as typed. */
  phones?: PhoneReader
  /** Names of fields that must be filled. Whatever stands here, an e-mail or a phone must be. */
  required?: readonly string[]
  /** Whether nobody is there to be asked about warnings: then there are none. */
  skipWarnings?: boolean
}

/** What is possible, and yet probably not meant. */
export interface Warning extends Issue {
  /** What is doubted, however it was typed: a phone as E.164. */
  value: string
}

/** The verdict: a contact that is safe to send, or every complaint there is; with what a person had better look at again. */
export type Checked = ({ok: true; contact: Contact} | {ok: false; issues: Issue[]}) & {warnings?: Warning[]}

/** Judges untrusted input. The browser calls it for comfort, the proxy for safety. */
export function checkContact(input: unknown, rules: Rules): Checked {
  if (!isObject(input)) return {ok: false, issues: [{field: 'contact', code: 'type_invalid'}]}
  const filled = withoutBlanks(input)
  const names = Object.keys(filled)
  const parsed = contactSchema.safeParse(filled)
  const issues = [
    ...names.filter(name => !isKnownName(name) && !isCustomName(name)).map(notAllowed),
    // The schema passes over this name, whatever it holds.
    ...(isObject(filled.consent) && Object.hasOwn(filled.consent, '__proto__') ? [notAllowed('consent')] : []),
    ...missing(filled, rules),
    ...(parsed.success ? [] : issuesOf(parsed.error)),
  ]
  const phone = issues.some(({field}) => field.startsWith('phone')) ? undefined : checkPhone(filled, rules.phones)
  if (isIssue(phone)) issues.push(phone)
  const warnings = isIssue(phone) || rules.skipWarnings ? [] : warningsOf(phone)
  return {...toVerdict(), ...(warnings.length > 0 && {warnings})}

  function toVerdict(): Checked {
    if (!parsed.success || isIssue(phone) || issues.length > 0) return {ok: false, issues: firstOfEach(issues)}
    const unread = !rules.phones && (filled.phone || filled.phone_number)
    return {ok: true, contact: unread ? parsed.data : withPair(parsed.data, phone)}
  }
}

function warningsOf(phone: Phone | undefined): Warning[] {
  return phone?.assigned === false
    ? [{field: 'phone', code: 'phone_unassigned', value: `+${phone.callingCode}${phone.nationalNumber}`}]
    : []
}

/** One complaint a field is what a person can act on. */
function firstOfEach(issues: readonly Issue[]): Issue[] {
  const complained = new Set<string>()
  return issues.filter(({field}) => !complained.has(field) && complained.add(field))
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

/** The phone as one number: from the pair, or from what was typed and the country that stood beside it. */
function checkPhone(filled: Record<string, unknown>, phones: PhoneReader | undefined): Phone | Issue | undefined {
  // The schema has judged these four: each is text where it is there at all.
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

/** The API's pair in place of whatever was said of the phone. */
function withPair(judged: Contact, phone: Phone | undefined): Contact {
  const {phone: _typed, phone_country: _country, phone_countrycode: _code, phone_number: _number, ...rest} = judged
  return phone ? {...rest, phone_countrycode: phone.callingCode, phone_number: phone.nationalNumber} : rest
}

function issuesOf(error: z.core.$ZodError): Issue[] {
  const codes: readonly string[] = issueCodes
  return error.issues.map(({path, message}) => ({
    field: String(path[0] ?? 'contact'),
    code: (codes.includes(message) ? message : 'type_invalid') as IssueCode, // narrowed on the same line
  }))
}

/** The name itself is untrusted text: it is repeated only where it looks like a field's. */
function notAllowed(name: string): Issue {
  return {field: /^\w{1,64}$/.test(name) ? name : 'contact', code: 'not_allowed'}
}

/** Without what was left empty, and without what a page's libraries have given to every object. */
function withoutBlanks(input: Record<string, unknown>): Record<string, unknown> {
  return toBare(input, value => (isBlank(value) ? undefined : isObject(value) ? toBare(value) : value))
}

/** An object without a prototype takes `__proto__` as any other name. One loop: this is done for every key that is typed. */
function toBare(object: Record<string, unknown>, keep = (value: unknown): unknown => value): Record<string, unknown> {
  const bare: Record<string, unknown> = Object.create(null)
  for (const name of Object.keys(object)) {
    const value = keep(object[name])
    if (value !== undefined) bare[name] = value
  }
  return bare
}

/** Nothing that anybody typed on purpose: spaces of any kind, also those without width. */
function isBlank(value: unknown): boolean {
  if (typeof value === 'string') return /^[\s\u00ad\u200b-\u200d\u2060]*$/.test(value)
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0)
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isIssue = (value: Phone | Issue | undefined): value is Issue => value !== undefined && 'code' in value
