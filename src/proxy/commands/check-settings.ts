import type {Environment} from '../config/configuration-error.ts'
import {checkConfiguration} from '../config/read-configuration.ts'
import {outboxSettings} from '../config/settings.ts'
import {findMisspelt, toMisspeltLine} from '../config/unknown-variables.ts'
import type {OutboxSettings} from '../outbox/location.ts'
import {operationPaths} from '../server/operations.ts'
import type {CheckResult} from './check-result.ts'
import {countOf} from './command.ts'

/** What the other checks need, as far as it is valid. */
export interface CheckedSettings {
  results: CheckResult[]
  /** The one form of the environment, or those of the file. */
  forms: CheckedForm[]
  /** Whether there is a proxy for connections to the contact API. */
  hasProxy: boolean
  outbox?: OutboxSettings
}

export interface CheckedForm {
  /** Its path, if there are several. */
  form?: string
  /** Of the contact API. */
  url?: string
  origins?: readonly string[]
}

/** Reads all settings as the proxy does when it starts. */
export function checkSettings(env: Environment): CheckedSettings {
  const {values, refused, lines, readForms} = checkConfiguration(env, operationPaths)
  const failed = lines.map(message => ({check: 'settings', status: 'failed', message}) as const)
  const forms = readForms?.().forms.map(({path: form, options: {url, allowedOrigins}}) => ({
    form,
    url,
    origins: allowedOrigins,
  }))
  const message = forms ? `all variables and ${countOf(forms.length, 'form')} are valid` : 'all variables are valid'
  const ok = {check: 'settings', status: 'ok', message} as const
  const misspelt = findMisspelt(env).map(
    variable => ({check: 'settings', status: 'warning', message: toMisspeltLine(variable)}) as const,
  )
  const {url, httpsProxy, allowedOrigins: origins, place, key} = values
  const isOutboxValid = Object.values(outboxSettings).every(
    ({variable}) => variable === undefined || !refused.has(variable),
  )
  return {
    results: [...(failed.length > 0 ? failed : [ok]), ...misspelt],
    forms: forms ?? [{url, origins}],
    hasProxy: httpsProxy !== undefined,
    outbox: place && isOutboxValid ? {place, key} : undefined,
  }
}
