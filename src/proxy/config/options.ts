import ipaddr from 'ipaddr.js'
import * as z from 'zod/mini'
import {isCustomName} from '../../contact/names.ts'
import type {EmailValidation} from '../contact-api/create-request.ts'
import {clientIpSources, type ClientIpSource} from '../http/client-ip.ts'
import type {LogEvent} from '../http/log-event.ts'
import {rate, toRate} from '../intake/limits/rate.ts'
import type {Outbox} from '../outbox/outbox.ts'
import {unknownOutcomes, type UnknownOutcome} from '../outbox/retry-policy.ts'
import {Secret} from './secret.ts'

/** What `createProxy` takes. Every value is judged when the proxy is made, so that it never starts half-configured. */
export interface ProxyOptions {
  /** Base URL of the contact API: https, or http on loopback; without credentials, query and fragment. */
  url: string
  accountId: string
  accountSecret: string
  /** Exact origins whose pages may post. None means the proxy's own origin only. */
  allowedOrigins?: readonly string[]
  /** Audience-list ids that a page may subscribe to. */
  allowedLists?: readonly string[]
  allowedTags?: readonly string[]
  /** Custom fields, and fields such as `user_id`, that a page may set. */
  allowedFields?: readonly string[]
  /** Spends the account's credit; off by default. */
  emailValidation?: EmailValidation
  clientIp?: ClientIpSource
  /** CIDR ranges whose `X-Forwarded-For` is believed; for `x-forwarded-for` only. */
  trustedProxies?: readonly string[]
  /** The one path that is served; `/api/signup` by default. */
  path?: string
  /** Leads per seconds that one address may bring, `10/60` by default, or `off`. An IPv6 address counts as its /64. */
  rateLimitAddress?: string
  /** The same for one e-mail or one phone; `3/3600` by default. */
  rateLimitPerson?: string
  /** The same for all together; `off` by default. */
  rateLimitTotal?: string
  /** Milliseconds from a form's appearance to its sending; what was quicker is kept apart. 300 by default; 0 takes any. */
  minFillTime?: number
  /** Asks forms for work before their lead is taken; off by default. */
  proofOfWork?: boolean
  /** Signs what is asked for; random by default. Proxies that stand for one another need the same. */
  proofOfWorkKey?: string
  /** Where a form without script is sent after success, http(s); by default it is answered with a page of thanks. */
  successUrl?: string
  /** Milliseconds the contact API has for its answer; 10,000 by default. */
  deadline?: number
  /** Stores every lead before it is sent. Without it a lead that the API did not take is the form's to send again. */
  outbox?: Outbox
  /** What to do where nobody knows whether the API has a lead; `retry` by default. */
  unknownOutcome?: UnknownOutcome
  /** Milliseconds after which a stored lead is answered with 202 while its first try goes on; 3,000 by default. */
  answerWithin?: number
  /** Leads a second that are sent from the store at the most; 10 by default. */
  redeliveryRate?: number
  /** Takes one event a call, without personal data. Prints a line of JSON by default. */
  log?: (event: LogEvent) => void
  /** The HTTP client for the contact API; the runtime's own by default. */
  fetch?: typeof globalThis.fetch
}

/** The options, judged and complete. */
export type Settings = ReturnType<typeof readOptions>

export const apiUrl = z
  .string('missing, expected an https URL')
  .check(z.refine(isApiUrl, 'expected an https URL (http only for loopback) without credentials, query or fragment'))
export const accountId = z
  .string('missing, expected the id of the account')
  .check(z.regex(/^[\w-]{1,64}$/, 'expected the id of the account: letters, digits, - and _ only'))
export const accountSecret = z
  .string('missing, expected the secret of the account')
  .check(z.regex(/^[\x21-\x7e]{1,512}$/, 'expected the secret of the account: visible ASCII characters without spaces'))
export const origins = z.array(
  z
    .string()
    .check(
      z.refine(isOrigin, 'expected exact origins such as https://www.example.com, without path or trailing slash'),
    ),
)
export const names = z.array(
  z
    .string()
    .check(z.regex(/^[\x21-\x7e\u00a0-\uffff]{1,100}$/, 'expected names without spaces, 100 characters at most each')),
)
export const fields = z.array(
  z
    .string()
    .check(
      z.refine(
        isCustomName,
        'expected names of custom fields: a letter, then letters, digits and _; none that only the proxy may set',
      ),
    ),
)
export const cidrs = z.array(
  z
    .string()
    .check(z.refine(isCidr, 'expected CIDR ranges such as 10.0.0.0/8 or 2001:db8::/32, and not the whole internet')),
)
export const signingKey = z
  .string()
  .check(z.regex(/^[\x21-\x7e]{32,512}$/, 'expected 32 or more visible ASCII characters without spaces'))
export const webUrl = z.string().check(z.refine(isWebUrl, 'expected an http or https URL'))
export const path = z
  .string()
  .check(z.refine(isPath, 'expected a path such as /api/signup, without query, dot segments or trailing slash'))

const schema = z.strictObject({
  url: apiUrl,
  accountId,
  accountSecret,
  allowedOrigins: z._default(origins, []),
  allowedLists: z._default(names, []),
  allowedTags: z._default(names, []),
  allowedFields: z._default(fields, []),
  emailValidation: z.optional(
    z.custom<EmailValidation>(
      isEmailValidation,
      'expected {validate: true}, with create_if_invalid or create_if_no_credit',
    ),
  ),
  clientIp: z._default(z.enum(clientIpSources, `expected one of: ${clientIpSources.join(', ')}`), 'socket'),
  trustedProxies: z._default(cidrs, []),
  path: z._default(path, '/api/signup'),
  rateLimitAddress: z._default(rate, '10/60'),
  rateLimitPerson: z._default(rate, '3/3600'),
  rateLimitTotal: z._default(rate, 'off'),
  minFillTime: z._default(z.int('expected milliseconds').check(z.gte(0, 'expected milliseconds')), 300),
  proofOfWork: z._default(z.boolean('expected true or false'), false),
  proofOfWorkKey: z.optional(signingKey),
  successUrl: z.optional(webUrl),
  deadline: z._default(z.int('expected milliseconds').check(z.gte(100, 'expected at least 100 milliseconds')), 10_000),
  outbox: z.optional(z.custom<Outbox>(isOutbox, 'expected an outbox')),
  unknownOutcome: z._default(z.enum(unknownOutcomes, `expected one of: ${unknownOutcomes.join(', ')}`), 'retry'),
  answerWithin: z._default(z.int('expected milliseconds').check(z.gte(0, 'expected milliseconds')), 3_000),
  redeliveryRate: z._default(
    z
      .number('expected a number')
      .check(z.gt(0, 'expected more than 0 leads a second'), z.lte(1000, 'expected 1000 leads a second at the most')),
    10,
  ),
  log: z.optional(z.custom<(event: LogEvent) => void>(isFunction, 'expected a function')),
  fetch: z.optional(z.custom<typeof globalThis.fetch>(isFunction, 'expected a function')),
})

/** Judges the options. Throws one error with a line for each fault; none of them repeats a value. */
export function readOptions(options: ProxyOptions) {
  const judged = schema.safeParse(options, {
    error: issue => (issue.code === 'unrecognized_keys' ? `unknown: ${issue.keys}` : undefined),
  })
  if (!judged.success) throw new Error(faultsOf(judged.error, 'options').join('\n'))
  const {
    url,
    accountSecret: secret,
    allowedLists,
    allowedTags,
    allowedFields,
    allowedOrigins,
    trustedProxies,
    proofOfWorkKey,
    ...rest
  } = judged.data
  if (rest.clientIp === 'x-forwarded-for' && trustedProxies.length === 0)
    throw new Error('trustedProxies: expected at least one CIDR range when clientIp is x-forwarded-for')
  return {
    ...rest,
    url: url.replace(/\/+$/, ''),
    secret: new Secret(secret),
    proofKey: proofOfWorkKey === undefined ? undefined : new Secret(proofOfWorkKey),
    allowedOrigins: new Set(allowedOrigins),
    allowedLists: new Set(allowedLists),
    allowedTags: new Set(allowedTags),
    allowedFields: new Set(allowedFields),
    trustedProxies: trustedProxies.map(range => ipaddr.parseCIDR(range)),
    rates: {
      address: toRate(rest.rateLimitAddress),
      person: toRate(rest.rateLimitPerson),
      total: toRate(rest.rateLimitTotal),
    },
    log: rest.log ?? printEvent,
    fetch: rest.fetch ?? ((input: string | URL | Request, init?: RequestInit) => globalThis.fetch(input, init)),
  }
}

/** One line a fault: the name of the option or variable, then what is expected. */
export function faultsOf(error: z.core.$ZodError, whole: string): string[] {
  return [...new Set(error.issues.map(({path, message}) => `${String(path[0] ?? whole)}: ${message}`))]
}

function printEvent(event: LogEvent): void {
  console.log(JSON.stringify({time: new Date().toISOString(), ...event}))
}

function isApiUrl(text: string): boolean {
  const url = URL.parse(text)
  if (!url || url.username || url.password || url.search || url.hash || /[?#]/.test(text)) return false
  const loopback = url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(url.hostname)
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopback)
}

function isWebUrl(text: string): boolean {
  return /^https?:\/\/[\x21-\x7e]+$/.test(text) && URL.canParse(text)
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === text
}

function isCidr(text: string): boolean {
  return ipaddr.isValidCIDR(text) && ipaddr.parseCIDR(text)[1] > 0
}

function isPath(text: string): boolean {
  return /^\/[\w./~-]+$/.test(text) && !text.endsWith('/') && new URL(text, 'http://host').pathname === text
}

function isEmailValidation(value: unknown): boolean {
  const known = ['validate', 'create_if_invalid', 'create_if_no_credit']
  return (
    typeof value === 'object' &&
    value !== null &&
    (value as EmailValidation).validate === true &&
    Object.entries(value).every(([name, set]) => known.includes(name) && set === true)
  )
}

function isOutbox(value: unknown): boolean {
  return typeof value === 'object' && value !== null && isFunction((value as Partial<Outbox>).store)
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function'
}
