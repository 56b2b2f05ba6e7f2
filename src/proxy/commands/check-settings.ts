import {ConfigurationError, type Environment} from '../config/configuration-error.ts'
import {parseVariables} from '../config/environment.ts'
import {evidenceSettings} from '../config/evidence-settings.ts'
import {checkConfiguration} from '../config/read-configuration.ts'
import {outboxSettings} from '../config/settings.ts'
import {findMisspelt, toMisspeltLine} from '../config/unknown-variables.ts'
import type {OutboxSettings} from '../outbox/location.ts'
import {operationPaths} from '../server/operations.ts'
import {loadTracesApi} from '../server/traces.ts'
import type {CheckResult} from './check-result.ts'

/** What the other checks need, as far as it is valid. */
export interface CheckedSettings {
  results: CheckResult[]
  /** The one form of the environment, or those of the file. */
  forms: CheckedForm[]
  /** The paths of those of the file; undefined without one. */
  paths?: string[]
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

/** Reads all settings as the proxy does when it starts, and those of the command `evidence` that are there. */
export async function checkSettings(env: Environment): Promise<CheckedSettings> {
  const {values, refused, lines, readForms} = checkConfiguration(env, operationPaths)
  const failed = [...lines, ...(values.traces ? await checkTraces() : []), ...checkEvidence(env)].map(
    message => ({check: 'settings', status: 'failed', message}) as const,
  )
  const forms = readForms?.().forms.map(({path: form, options: {url, allowedOrigins}}) => ({
    form,
    url,
    origins: allowedOrigins,
  }))
  const ok = {check: 'settings', status: 'ok', message: toValidMessage(forms?.length)} as const
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
    paths: forms?.map(({form}) => form),
    hasProxy: httpsProxy !== undefined,
    outbox: place && isOutboxValid ? {place, key} : undefined,
  }
}

function toValidMessage(forms: number | undefined): string {
  if (forms === undefined) return 'all variables are valid'
  return forms === 1 ? 'all variables and the form are valid' : `all variables and ${forms} forms are valid`
}

/** The SDK is that of the proxy's process, which may be started in another way. */
async function checkTraces(): Promise<string[]> {
  try {
    await loadTracesApi()
    return []
  } catch (error) {
    if (error instanceof ConfigurationError) return [error.message]
    throw error
  }
}

/** Finds wrong settings of the command `evidence`, which needs all of them for one format only. */
function checkEvidence(env: Environment): string[] {
  const {errors} = parseVariables(evidenceSettings, env)
  return errors.filter(({variables}) => variables.some(variable => env[variable]?.trim())).map(({line}) => line)
}
