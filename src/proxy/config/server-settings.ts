import * as z from 'zod/mini'
import {ConfigurationError, type Environment} from './environment.ts'
import {faultsOf, type Settings} from './options.ts'
import type {Place as OutboxPlace} from './outbox-settings.ts'
import {operationPaths} from '../server/operations.ts'

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

/** Where the server listens, and who may collect its numbers. */
export interface Place {
  host: string
  port: number
  /** Whether limits are counted where the outbox lies, for all proxies of it. */
  sharesLimits: boolean
  metricsPort?: number
  metricsToken?: string
}

/** Reads it from the environment. Throws `ConfigurationError`. */
export function readPlace(env: Environment): Place {
  const given = Object.keys(schema.shape).map(name => [name, env[name] || undefined])
  const judged = schema.safeParse(Object.fromEntries(given))
  if (!judged.success) throw new ConfigurationError(faultsOf(judged.error, 'environment'))
  const set = judged.data
  return {
    host: set.HOST,
    port: Number(set.PORT),
    sharesLimits: set.RATE_LIMIT_STORE === 'outbox',
    metricsPort: set.METRICS_PORT === undefined ? undefined : Number(set.METRICS_PORT),
    metricsToken: set.METRICS_TOKEN,
  }
}

/** Refuses what is right by itself and wrong together: an open relay, or a path of our own. Throws `ConfigurationError`. */
export function requireSafe(place: Place, settings: Settings, outbox: OutboxPlace): void {
  const {rates, path} = settings
  const faults = [
    !isLoopback(place.host) &&
      !rates.address &&
      !rates.person &&
      !rates.total &&
      'RATE_LIMIT_TOTAL: expected a limit where HOST is open to the network and the other limits are off',
    place.sharesLimits && outbox.kind === 'none' && 'RATE_LIMIT_STORE: expected memory where OUTBOX is none',
    place.sharesLimits &&
      settings.proofOfWork &&
      !settings.proofKey &&
      'PROOF_OF_WORK_KEY: expected 32 or more visible ASCII characters where RATE_LIMIT_STORE is outbox and PROOF_OF_WORK is on',
    operationPaths.includes(path) && `SIGNUP_PATH: expected another path than ${operationPaths.join(', ')}`,
  ].filter(fault => typeof fault === 'string')
  if (faults.length > 0) throw new ConfigurationError(faults)
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(?:\.\d+){3}$/.test(host)
}
