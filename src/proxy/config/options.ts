import proxyAddr from '@fastify/proxy-addr'
import * as z from 'zod/mini'
import type {LogEvent} from '../http/log-event.ts'
import {toRate} from '../intake/limits/rate.ts'
import {createTracing} from '../tracing/create-tracing.ts'
import {findForwardingError} from './conflicts.ts'
import {Secret} from './secret.ts'
import {proxySettings} from './settings.ts'

type Table = typeof proxySettings
type OptionSchemas = {[Name in keyof Table]: Table[Name]['option']}

const schema = z.strictObject(
  Object.fromEntries(Object.entries(proxySettings).map(([name, {option}]) => [name, option])) as OptionSchemas, // as the line says
)

type Input<Name extends keyof Table> = z.input<Table[Name]['option']>
type OptionalName = {[Name in keyof Table]: undefined extends Input<Name> ? Name : never}[keyof Table]
// Mapped from the table, so that editors show its comments.
type RequiredOptions = {[Name in keyof Table as Exclude<Name, OptionalName>]: Input<Name>}
type OptionalOptions = {[Name in keyof Table as Extract<Name, OptionalName>]?: Input<Name>}

/** The options of `createProxy`, all validated when the proxy is created. */
export interface ProxyOptions extends RequiredOptions, OptionalOptions {}

/** The options, validated and complete, in the form that the proxy uses. */
export type Settings = ReturnType<typeof readOptions>

/** Validates the options. Throws one error with a line for each invalid option; no line repeats a value. */
export function readOptions(options: ProxyOptions) {
  const parsed = schema.safeParse(options, {
    error: issue => (issue.code === 'unrecognized_keys' ? `unknown: ${issue.keys}` : undefined),
  })
  if (!parsed.success) throw new Error(toErrorLines(parsed.error).join('\n'))
  if (parsed.data.delivery === 'on-request' && !parsed.data.outbox) throw new Error(noOutboxMessage)
  const {url, accountSecret, proofOfWorkKey, trustedProxies, ...rest} = parsed.data
  const conflict = findForwardingError(parsed.data, name => name)
  if (conflict) throw new Error(conflict)
  return {
    ...rest,
    url: new URL(url).href.replace(/\/+$/, ''), // canonical: no default port, the host in lower-case ASCII
    secret: new Secret(accountSecret),
    proofKey: proofOfWorkKey === undefined ? undefined : new Secret(proofOfWorkKey),
    allowedOrigins: new Set(rest.allowedOrigins),
    allowedLists: new Set(rest.allowedLists),
    allowedTags: new Set(rest.allowedTags),
    allowedFields: new Set(rest.allowedFields),
    isTrustedProxy: proxyAddr.compile([...trustedProxies]),
    rates: {
      address: toRate(rest.rateLimitAddress),
      person: toRate(rest.rateLimitPerson),
      total: toRate(rest.rateLimitTotal),
    },
    log: rest.log ?? printEvent,
    tracing: createTracing(rest.opentelemetry),
    fetch: rest.fetch ?? ((input: string | URL | Request, init?: RequestInit) => globalThis.fetch(input, init)),
  }
}

const noOutboxMessage = 'delivery: on-request needs an outbox, expected the option outbox'

function toErrorLines(error: z.core.$ZodError): string[] {
  return [...new Set(error.issues.map(({path, message}) => `${String(path[0] ?? 'options')}: ${message}`))]
}

function printEvent(event: LogEvent): void {
  console.log(JSON.stringify({time: new Date().toISOString(), ...event}))
}
