import * as z from 'zod/mini'
import {
  accountId,
  accountSecret,
  apiUrl,
  cidrs,
  faultsOf,
  fields,
  names,
  origins,
  path,
  signingKey,
  webUrl,
  type ProxyOptions,
} from './options.ts'
import type {EmailValidation} from '../contact-api/create-request.ts'
import {clientIpSources} from '../http/client-ip.ts'
import {rate} from '../intake/limits/rate.ts'
import type {OutboxSettings} from '../outbox/location.ts'
import {ConfigurationError, type Environment} from './configuration-error.ts'
import {outboxVariables, toDeliveryOptions, toOutboxSettings} from './outbox-settings.ts'

const separated = (items: z.ZodMiniType<string[], string[]>) =>
  z.pipe(
    z.pipe(
      z._default(z.string(), ''),
      z.transform(text => text.split(/\s+/).filter(Boolean)),
    ),
    items,
  )

const validations = ['off', 'validate', 'create_if_invalid', 'create_if_no_credit']
const emailValidation = separated(z.array(z.string())).check(
  z.refine(
    isValidation,
    'expected off, or validate with create_if_invalid or create_if_no_credit behind it, space-separated',
  ),
)

const schema = z.object({
  CONTACT_API_URL: apiUrl,
  CONTACT_ACCOUNT_ID: accountId,
  CONTACT_ACCOUNT_SECRET: accountSecret,
  ALLOWED_ORIGINS: separated(origins),
  ALLOWED_LISTS: separated(names),
  ALLOWED_TAGS: separated(names),
  ALLOWED_FIELDS: separated(fields),
  EMAIL_VALIDATION: emailValidation,
  CLIENT_IP: z._default(z.enum(clientIpSources, `expected one of: ${clientIpSources.join(', ')}`), 'socket'),
  TRUSTED_PROXIES: separated(cidrs),
  SIGNUP_PATH: z._default(path, '/api/signup'),
  ...outboxVariables,
  RATE_LIMIT_ADDRESS: z.optional(rate),
  RATE_LIMIT_PERSON: z.optional(rate),
  RATE_LIMIT_TOTAL: z.optional(rate),
  MIN_FILL_TIME: z.optional(
    z.string().check(z.regex(/^\d{1,3}(?:\.\d{1,3})?$/, 'expected a number of seconds, 0 to 999')),
  ),
  PROOF_OF_WORK: z._default(z.enum(['off', 'on'], 'expected on or off'), 'off'),
  PROOF_OF_WORK_KEY: z.optional(signingKey),
  SUCCESS_URL: z.optional(webUrl),
})

/** Reads the proxy's options from the environment. Throws `ConfigurationError`. */
export function readEnvironment(env: Environment): ProxyOptions {
  const judged = schema.safeParse(withoutBlanks(env))
  if (!judged.success) throw new ConfigurationError(faultsOf(judged.error, 'environment'))
  const set = judged.data
  if (set.CLIENT_IP === 'x-forwarded-for' && set.TRUSTED_PROXIES.length === 0)
    throw new ConfigurationError([
      'TRUSTED_PROXIES: expected at least one CIDR range when CLIENT_IP is x-forwarded-for',
    ])
  return {
    url: set.CONTACT_API_URL,
    accountId: set.CONTACT_ACCOUNT_ID,
    accountSecret: set.CONTACT_ACCOUNT_SECRET,
    allowedOrigins: set.ALLOWED_ORIGINS,
    allowedLists: set.ALLOWED_LISTS,
    allowedTags: set.ALLOWED_TAGS,
    allowedFields: set.ALLOWED_FIELDS,
    emailValidation: toEmailValidation(set.EMAIL_VALIDATION),
    clientIp: set.CLIENT_IP,
    trustedProxies: set.TRUSTED_PROXIES,
    path: set.SIGNUP_PATH,
    rateLimitAddress: set.RATE_LIMIT_ADDRESS,
    rateLimitPerson: set.RATE_LIMIT_PERSON,
    rateLimitTotal: set.RATE_LIMIT_TOTAL,
    minFillTime: set.MIN_FILL_TIME === undefined ? undefined : Math.round(Number(set.MIN_FILL_TIME) * 1000),
    proofOfWork: set.PROOF_OF_WORK === 'on',
    proofOfWorkKey: set.PROOF_OF_WORK_KEY,
    successUrl: set.SUCCESS_URL,
    ...toDeliveryOptions(set),
  }
}

/** Reads where the outbox lies, and what seals it. Throws `ConfigurationError`. */
export function readOutboxSettings(env: Environment): OutboxSettings {
  const judged = z.object(outboxVariables).safeParse(withoutBlanks(env))
  if (!judged.success) throw new ConfigurationError(faultsOf(judged.error, 'environment'))
  return toOutboxSettings(judged.data)
}

function isValidation(words: string[]): boolean {
  if (words.length === 0 || (words.length === 1 && words[0] === 'off')) return true
  return words.includes('validate') && !words.includes('off') && words.every(word => validations.includes(word))
}

function toEmailValidation(words: string[]): EmailValidation | undefined {
  if (!words.includes('validate')) return undefined
  return Object.fromEntries(words.map(word => [word, true])) as unknown as EmailValidation // the words were judged above
}

/** A variable set to nothing counts as not set, as compose files and unit files leave them. */
function withoutBlanks(env: Environment): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1]?.trim())))
}
