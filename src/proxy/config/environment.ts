import type * as z from 'zod/mini'
import {findForwardingError} from './conflicts.ts'
import {ConfigurationError, withoutConsequences, type Environment, type VariableError} from './configuration-error.ts'
import {evidenceSettings} from './evidence-settings.ts'
import type {ProxyOptions} from './options.ts'
import type {SettingsTable} from './setting.ts'
import {outboxSettings, proxySettings} from './settings.ts'

/**
 * Reads the proxy's options from the environment; the outbox's variables are validated too. It reads no files: a secret of which
 * only `X_FILE` is set is refused. Throws `ConfigurationError`.
 */
export function readEnvironment(env: Environment): ProxyOptions {
  const {
    place: _place,
    connections: _connections,
    key: _key,
    retention: _retention,
    leadRetention: _leadRetention,
    oldKey: _oldKey,
    ...options
  } = readVariables({...proxySettings, ...outboxSettings}, env)
  const conflict = findForwardingError(options, option => proxySettings[option].variable!)
  if (conflict) throw new ConfigurationError([conflict])
  return options
}

/** Reads where the outbox is and how it is encrypted; no files either. Throws `ConfigurationError`. */
export function readOutboxSettings(env: Environment) {
  return readVariables(outboxSettings, env)
}

/**
 * Reads what consent records of ISO/IEC TS 27560 state about the operator and the contact API. With `FORMS_FILE` there may be no
 * `url`, because the forms have their own. Throws `ConfigurationError`.
 */
export function readEvidenceSettings(env: Environment) {
  const {url} = proxySettings
  const {retention} = outboxSettings
  const table = {...evidenceSettings, retention}
  const needsUrl = !env.FORMS_FILE?.trim() || env.CONTACT_API_URL?.trim()
  return needsUrl ? readVariables({...table, url}, env) : {...readVariables(table, env), url: undefined}
}

/** What the variables of a table are read as. */
export type Values<Table extends SettingsTable> = {[Name in keyof Table]: z.output<Table[Name]['text']>}

/** Reads all variables of a table before it throws, so that every error is reported at once. */
function readVariables<Table extends SettingsTable>(table: Table, env: Environment): Values<Table> {
  const {values, errors} = parseVariables(table, env)
  const lines = withoutConsequences([...findUnreadFiles(table, env), ...errors])
  if (lines.length > 0) throw new ConfigurationError(lines)
  return values as Values<Table> // a value for each setting that has a variable; the others are optional
}

/** Finds the secrets that are only in files. Without an error, a key in a file would leave the outbox unencrypted. */
function findUnreadFiles(table: SettingsTable, env: Environment): VariableError[] {
  return Object.values(table).flatMap(({variable, fileContent}) => {
    const file = `${variable}_FILE`
    if (variable === undefined || fileContent === undefined || env[variable]?.trim() || !env[file]?.trim()) return []
    const line = `${file}: not read by contact-signup/proxy, set ${variable} itself or use contact-signup/proxy/node`
    return [{variables: [variable, file], line}]
  })
}

/** Reads all variables of a table; those that are refused have no value. */
export function parseVariables<Table extends SettingsTable>(
  table: Table,
  env: Environment,
): {values: Partial<Values<Table>>; errors: VariableError[]} {
  const values: Record<string, unknown> = {}
  const errors: VariableError[] = []
  for (const [name, {variable, text}] of Object.entries(table)) {
    if (variable === undefined) continue
    const parsed = text.safeParse(env[variable]?.trim() ? env[variable] : undefined) // Compose and unit files leave variables blank
    if (parsed.success) values[name] = parsed.data
    else {
      const messages = new Set(parsed.error.issues.map(({message}) => `${variable}: ${message}`))
      errors.push({variables: [variable], line: [...messages].join('\n')})
    }
  }
  return {values: values as Partial<Values<Table>>, errors} // each value is its setting's
}
