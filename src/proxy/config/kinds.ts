import ipaddr from 'ipaddr.js'
import * as z from 'zod/mini'
import {splitWords} from '../../contact/words.ts'
import type {EmailValidation} from '../contact-api/create-request.ts'
import {isLoopback} from './loopback.ts'
import {hasChosenTls, toOutboxLocation} from './outbox-location.ts'
import type {Kind} from './setting.ts'

/** A value that is the same as an option and as text. */
const plain = <S extends z.ZodMiniType>(schema: S): Kind<S, S> => ({option: schema, text: schema})

/** Text that matches a pattern or passes a test. */
export function text(expected: string, test: RegExp | ((text: string) => boolean), missing?: string) {
  const check: z.core.$ZodCheck<string> =
    typeof test === 'function' ? z.refine<string>(test, expected) : z.regex(test, expected)
  return plain(z.string(missing && `missing, ${missing}`).check(check))
}

export const oneOf = <const V extends string>(values: readonly V[]) =>
  plain(z.enum(values, `expected one of: ${values.join(', ')}`))

/** An array as an option, text that `split` separates. */
export function list(expected: string, test: RegExp | ((item: string) => boolean), split = splitWords) {
  const items = z.array(text(expected, test).option)
  return {option: z.readonly(items), text: z.pipe(z.pipe(z.string(), z.transform(split)), items)}
}

/** A decimal number within limits as text, multiplied by `factor` as an option. */
export function number<S extends z.ZodMiniType<number>>(
  option: S,
  expected: string,
  {min, max, factor = 1, isInteger = false}: {min: number; max: number; factor?: number; isInteger?: boolean},
) {
  const pattern = isInteger ? /^\d+$/ : /^\d+(?:\.\d+)?$/
  const isValid = (value: string) => pattern.test(value) && Number(value) >= min && Number(value) <= max
  const toNumber = z.transform((value: string) => (factor === 1 ? Number(value) : Math.round(Number(value) * factor)))
  return {option, text: z.pipe(z.string().check(z.refine(isValid, expected)), toNumber)}
}

/** Milliseconds as an option, seconds as text. */
export const seconds = (max: number) =>
  number(
    z.int('expected milliseconds').check(z.gte(0, 'expected milliseconds')),
    `expected a number of seconds, 0 to ${max}`,
    {min: 0, max, factor: 1000},
  )

/** Milliseconds as an option, days as text. */
export const days = (max: number) =>
  number(z.int(), `expected a number of days, 1 to ${max}`, {min: 1, max, factor: 24 * 3_600_000})

export const port = number(z.int(), 'expected a port from 0 to 65535', {min: 0, max: 65_535, isInteger: true})

/** A boolean as an option, `on` or `off` as text. */
export const onOff = {
  option: z.boolean('expected true or false'),
  text: z.pipe(
    z.enum(['off', 'on'], 'expected on or off'),
    z.transform(value => value === 'on'),
  ),
}

const validations = ['validate', 'create_if_invalid', 'create_if_no_credit']

/** The API's object as an option, space-separated names or `off` as text. */
export const emailValidation = {
  option: z.custom<EmailValidation>(
    isEmailValidation,
    'expected {validate: true}, with create_if_invalid or create_if_no_credit',
  ),
  text: z.pipe(
    z
      .string()
      .check(
        z.refine(
          value => value.trim() === 'off' || isEmailValidation(toEmailValidation(value)),
          'expected off, or validate with create_if_invalid or create_if_no_credit behind it, space-separated',
        ),
      ),
    z.transform(value => (value.trim() === 'off' ? undefined : (toEmailValidation(value) as EmailValidation))), // checked above
  ),
}

/** Text only: an option takes an outbox. */
export const outboxLocation = plain(
  z.pipe(
    z.string().check(
      z.refine(
        value => toOutboxLocation(value) !== undefined,
        'expected file:PATH, postgres://USER:PASSWORD@HOST/DATABASE, or none',
      ),
      z.refine(
        value => hasChosenTls(toOutboxLocation(value)),
        'expected ?sslmode=verify-full in the URL of a PostgreSQL on another host, or another sslmode if its network is safe',
      ),
    ),
    z.transform(value => toOutboxLocation(value)!), // checked above
  ),
)

export const base64Key = plain(
  z.pipe(
    z.string().check(z.regex(/^[A-Za-z0-9+/]{43}=?$/, 'expected 32 bytes in base64, as of: openssl rand -base64 32')),
    z.transform(value => Uint8Array.from(atob(value), character => character.charCodeAt(0))),
  ),
)

/** http or https; with a user and a password, if the proxy asks for them. */
export function isProxyUrl(value: string): boolean {
  const url = URL.parse(value)
  return url !== null && ['http:', 'https:'].includes(url.protocol) && url.pathname === '/' && !url.search && !url.hash
}

/** https, or http on loopback; without credentials, query and fragment. */
export function isApiUrl(value: string): boolean {
  const url = URL.parse(value)
  if (!url || url.username || url.password || url.search || url.hash || /[?#]/.test(value)) return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
}

/** https, or http on loopback; without credentials and fragment. */
export function isWebhookUrl(value: string): boolean {
  const url = URL.parse(value)
  if (!url || url.username || url.password || /[#\s]/.test(value)) return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
}

export function isWebUrl(value: string): boolean {
  return /^https?:\/\/[\x21-\x7e]+$/.test(value) && URL.canParse(value)
}

/**
 * An exact origin, or one of previews: `https://*.example.dev`, of which the first label varies. A domain below it must be
 * named: `https://*.dev` would be every site of that ending. Or `http://localhost:*`: any port of this machine.
 */
export function isAllowableOrigin(value: string): boolean {
  if (!value.includes('*')) return isOrigin(value)
  if (value.endsWith(':*')) return isLoopbackOrigin(value.slice(0, -':*'.length))
  const example = value.replace(/^https:\/\/\*\./, 'https://preview.')
  return isOrigin(example) && !example.includes('*') && new URL(example).hostname.split('.').length > 2
}

const isLoopbackOrigin = (value: string) =>
  isOrigin(value) && isLoopback(new URL(value).hostname) && new URL(value).port === ''

function isOrigin(value: string): boolean {
  const url = URL.parse(value)
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === value
}

/** A range that is not the whole internet. */
export function isCidr(value: string): boolean {
  return ipaddr.isValidCIDR(value) && ipaddr.parseCIDR(value)[1] > 0
}

export function isPath(value: string): boolean {
  return /^\/[\w./~-]+$/.test(value) && !value.endsWith('/') && new URL(value, 'http://host').pathname === value
}

const toEmailValidation = (value: string): unknown => Object.fromEntries(splitWords(value).map(word => [word, true]))

function isEmailValidation(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || (value as EmailValidation).validate !== true) return false
  return Object.entries(value).every(([name, isSet]) => validations.includes(name) && isSet === true)
}
