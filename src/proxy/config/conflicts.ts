import type {ClientIpSource} from '../http/client-ip.ts'
import type {OutboxLocation} from '../outbox/location.ts'
import {ConfigurationError} from './configuration-error.ts'
import {isLoopback} from './loopback.ts'

/**
 * The error of `x-forwarded-for` without trusted proxies: every client could forge its address.
 * @param nameOf the name of an option in the message: its own, or that of its variable
 */
export function findForwardingError(
  {clientIp, trustedProxies}: {clientIp?: ClientIpSource; trustedProxies?: readonly string[]},
  nameOf: (option: 'clientIp' | 'trustedProxies') => string,
): string | undefined {
  if (clientIp !== 'x-forwarded-for' || trustedProxies?.length) return undefined
  return `${nameOf('trustedProxies')}: expected at least one CIDR range when ${nameOf('clientIp')} is x-forwarded-for`
}

interface ServerConfiguration {
  host: string
  path: string
  rates: {address?: unknown; person?: unknown; total?: unknown}
  rateLimitStore: 'memory' | 'outbox'
  proofOfWork: boolean
  proofKey?: unknown
  outbox: OutboxLocation
  /** Paths that the server itself serves. */
  reservedPaths: readonly string[]
}

/** Refuses settings of the server that are valid alone but not together. Throws `ConfigurationError`. */
export function requireConsistent(server: ServerConfiguration): void {
  const {rates, path, reservedPaths} = server
  const isLimited = rates.address || rates.person || rates.total
  const sharesLimits = server.rateLimitStore === 'outbox'
  const errors = []
  if (!isLoopback(server.host) && !isLimited)
    errors.push('RATE_LIMIT_TOTAL: expected a limit where HOST is open to the network and the other limits are off')
  if (sharesLimits && server.outbox.kind === 'none')
    errors.push('RATE_LIMIT_STORE: expected memory where OUTBOX is none')
  if (sharesLimits && server.proofOfWork && !server.proofKey)
    errors.push(
      'PROOF_OF_WORK_KEY: expected 32 or more visible ASCII characters where RATE_LIMIT_STORE is outbox and PROOF_OF_WORK is on',
    )
  if (reservedPaths.includes(path)) errors.push(`SIGNUP_PATH: expected another path than ${reservedPaths.join(', ')}`)
  if (errors.length > 0) throw new ConfigurationError(errors)
}
