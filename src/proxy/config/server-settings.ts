import * as z from 'zod/mini'
import {ConfigurationError, type Environment} from './configuration-error.ts'
import {faultsOf, type Settings} from './options.ts'
import type {OutboxLocation} from '../outbox/location.ts'

const port = z
  .string()
  .check(z.refine(text => /^\d{1,5}$/.test(text) && Number(text) < 65536, 'expected a port from 0 to 65535'))

/** The variables of the server itself. */
const schema = z.object({
  HOST: z._default(z.string().check(z.regex(/^[\w.:-]+$/, 'expected a host name or an IP address')), '127.0.0.1'),
  PORT: z._default(port, '8787'),
  RATE_LIMIT_STORE: z._default(z.enum(['memory', 'outbox'], 'expected memory or outbox'), 'memory'),
  METRICS_PORT: z.optional(port),
  METRICS_TOKEN: z.optional(
    z
      .string()
      .check(
        z.regex(/^[\x21-\x7e]{16,512}$/, 'expected a token of 16 or more visible ASCII characters without spaces'),
      ),
  ),
})

/** Where the server listens, and how its metrics are protected. */
export interface ServerSettings {
  host: string
  port: number
  /** Whether all proxies of the outbox share their limits, in a store beside it. */
  sharesLimits: boolean
  metricsPort?: number
  metricsToken?: string
}

/** Reads the server's settings from the environment. Throws `ConfigurationError`. */
export function readServerSettings(env: Environment): ServerSettings {
  const given = Object.keys(schema.shape).map(name => [name, env[name] || undefined])
  const parsed = schema.safeParse(Object.fromEntries(given))
  if (!parsed.success) throw new ConfigurationError(faultsOf(parsed.error, 'environment'))
  const values = parsed.data
  return {
    host: values.HOST,
    port: Number(values.PORT),
    sharesLimits: values.RATE_LIMIT_STORE === 'outbox',
    metricsPort: values.METRICS_PORT === undefined ? undefined : Number(values.METRICS_PORT),
    metricsToken: values.METRICS_TOKEN,
  }
}

/**
 * Refuses settings that are valid alone but not together. Throws `ConfigurationError`.
 * @param reservedPaths paths that the server itself serves
 */
export function requireSafe(
  server: ServerSettings,
  settings: Settings,
  outbox: OutboxLocation,
  reservedPaths: readonly string[],
): void {
  const {rates, path} = settings
  const errors = [
    !isLoopback(server.host) &&
      !rates.address &&
      !rates.person &&
      !rates.total &&
      'RATE_LIMIT_TOTAL: expected a limit where HOST is open to the network and the other limits are off',
    server.sharesLimits && outbox.kind === 'none' && 'RATE_LIMIT_STORE: expected memory where OUTBOX is none',
    server.sharesLimits &&
      settings.proofOfWork &&
      !settings.proofKey &&
      'PROOF_OF_WORK_KEY: expected 32 or more visible ASCII characters where RATE_LIMIT_STORE is outbox and PROOF_OF_WORK is on',
    reservedPaths.includes(path) && `SIGNUP_PATH: expected another path than ${reservedPaths.join(', ')}`,
  ].filter(error => typeof error === 'string')
  if (errors.length > 0) throw new ConfigurationError(errors)
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(?:\.\d+){3}$/.test(host)
}
