import type {Environment} from '../config/configuration-error.ts'
import {checkConfiguration} from '../config/read-configuration.ts'
import {outboxSettings} from '../config/settings.ts'
import {findMisspelt, toMisspeltLine} from '../config/unknown-variables.ts'
import type {OutboxSettings} from '../outbox/location.ts'
import {operationPaths} from '../server/operations.ts'
import type {CheckResult} from './check-result.ts'

/** What the other checks need, as far as it is valid. */
export interface CheckedSettings {
  results: CheckResult[]
  /** Of the contact API. */
  url?: string
  /** Whether there is a proxy for connections to the contact API. */
  hasProxy: boolean
  origins?: readonly string[]
  outbox?: OutboxSettings
}

/** Reads all settings as the proxy does when it starts. */
export function checkSettings(env: Environment): CheckedSettings {
  const {values, refused, lines} = checkConfiguration(env, operationPaths)
  const failed = lines.map(message => ({check: 'settings', status: 'failed', message}) as const)
  const ok = {check: 'settings', status: 'ok', message: 'all variables are valid'} as const
  const misspelt = findMisspelt(env).map(
    variable => ({check: 'settings', status: 'warning', message: toMisspeltLine(variable)}) as const,
  )
  const {url, httpsProxy, allowedOrigins: origins, place, key} = values
  const isOutboxValid = Object.values(outboxSettings).every(
    ({variable}) => variable === undefined || !refused.has(variable),
  )
  return {
    results: [...(failed.length > 0 ? failed : [ok]), ...misspelt],
    url,
    hasProxy: httpsProxy !== undefined,
    origins,
    outbox: place && isOutboxValid ? {place, key} : undefined,
  }
}
