import type {ClientIpSource} from '../http/client-ip.ts'
import type {OutboxLocation} from '../outbox/location.ts'
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

/** What is compared. A value is missing if its variable is refused already. */
interface Configuration {
  host?: string
  path?: string
  rateLimitAddress?: string
  rateLimitPerson?: string
  rateLimitTotal?: string
  rateLimitStore?: 'memory' | 'outbox'
  proofOfWork?: boolean
  proofOfWorkKey?: string
  formsFile?: string
  place?: OutboxLocation
  alertUrl?: string
  alertSecret?: string
}

/** An error of settings that are valid alone but not together. */
export interface Conflict {
  variable: string
  expected: string
}

/**
 * Finds settings of the server that are valid alone but not together.
 * @param reservedPaths that the server itself serves
 */
export function findConflicts(configuration: Configuration, reservedPaths: readonly string[]): Conflict[] {
  const {host, path, rateLimitAddress, rateLimitPerson, rateLimitTotal, proofOfWork, proofOfWorkKey, place} =
    configuration
  const {alertUrl, alertSecret} = configuration
  const sharesLimits = configuration.rateLimitStore === 'outbox'
  const isOneForm = configuration.formsFile === undefined // of several, each has its own limits
  const isUnlimited = [rateLimitAddress, rateLimitPerson, rateLimitTotal].every(rate => rate === 'off')
  const conflicts: [isConflict: boolean, variable: string, expected: string][] = [
    [
      isOneForm && host !== undefined && !isLoopback(host) && isUnlimited,
      'RATE_LIMIT_TOTAL',
      'expected a limit where HOST is open to the network and the other limits are off',
    ],
    [sharesLimits && place?.kind === 'none', 'RATE_LIMIT_STORE', 'expected memory where OUTBOX is none'],
    [
      isOneForm && sharesLimits && proofOfWork === true && proofOfWorkKey === undefined,
      'PROOF_OF_WORK_KEY',
      'expected 32 or more visible ASCII characters where RATE_LIMIT_STORE is outbox and PROOF_OF_WORK is on',
    ],
    [
      alertUrl !== undefined && alertSecret === undefined,
      'ALERT_SECRET',
      'missing, expected whsec_ and 24 to 64 bytes in base64 where ALERT_URL is set',
    ],
    [alertSecret !== undefined && alertUrl === undefined, 'ALERT_URL', 'missing, expected where ALERT_SECRET is set'],
    [
      path !== undefined && reservedPaths.includes(path),
      'SIGNUP_PATH',
      `expected another path than ${reservedPaths.join(', ')}`,
    ],
  ]
  return conflicts.flatMap(([isConflict, variable, expected]) => (isConflict ? [{variable, expected}] : []))
}

/** With several forms the environment needs no account, but it has a whole one or none. */
export function findAccountConflicts({
  accountId,
  accountSecret,
}: {
  accountId?: string
  accountSecret?: string
}): Conflict[] {
  if ((accountId === undefined) === (accountSecret === undefined)) return []
  const [variable, other] =
    accountId === undefined
      ? ['CONTACT_ACCOUNT_ID', 'CONTACT_ACCOUNT_SECRET']
      : ['CONTACT_ACCOUNT_SECRET', 'CONTACT_ACCOUNT_ID']
  return [{variable: variable!, expected: `missing, expected together with ${other}`}]
}
