import {readFileSync, unwatchFile, watchFile} from 'node:fs'
import type {LogEvent} from '../http/log-event.ts'
import {ConfigurationError, type Environment, type VariableError} from './configuration-error.ts'
import type {Secret} from './secret.ts'
import type {SettingsTable} from './setting.ts'
import {proxySettings} from './settings.ts'

/** Adds the secrets of a table that are in files: for a secret `X`, the file that `X_FILE` names. Throws `ConfigurationError`. */
export function withSecretFiles(env: Environment, table: SettingsTable): Environment {
  const {errors, ...found} = readSecretFiles(env, table)
  if (errors.length > 0) throw new ConfigurationError(errors.map(({line}) => line))
  return found.env
}

/** The same, but returns the errors. */
export function readSecretFiles(
  env: Environment,
  table: SettingsTable,
): {env: Environment; errors: readonly VariableError[]} {
  const found: Record<string, string> = {}
  const errors: VariableError[] = []
  for (const {variable, fileContent} of Object.values(table)) {
    if (variable === undefined || fileContent === undefined) continue
    const fileVariable = `${variable}_FILE`
    const refuse = (line: string) => errors.push({variables: [variable, fileVariable], line})
    const file = env[fileVariable]
    if (!file?.trim()) continue
    if (env[variable]?.trim()) {
      refuse(`${variable}, ${fileVariable}: expected one of them, both are set`)
      continue
    }
    const content = tryToRead(file)
    if (content === undefined) refuse(`${fileVariable}: expected a readable file that holds ${fileContent}`)
    else found[variable] = content
  }
  return {env: {...env, ...found}, errors}
}

/**
 * Replaces the account's secret whenever its file holds another one; a malformed one is logged and ignored.
 * The file is polled every second: container runtimes and systemd replace links, which file events do not report.
 * @returns stops watching
 */
export function followSecretFile(
  {CONTACT_ACCOUNT_SECRET_FILE: file, CONTACT_ACCOUNT_SECRET}: Environment,
  secret: Secret,
  log: (event: LogEvent) => void,
): () => void {
  if (!file?.trim() || CONTACT_ACCOUNT_SECRET?.trim()) return () => {}
  const update = () => {
    const parsed = proxySettings.accountSecret.option.safeParse(tryToRead(file))
    if (!parsed.success) return log({level: 'error', event: 'secret_file_invalid'})
    if (parsed.data === secret.reveal()) return
    secret.replace(parsed.data)
    log({level: 'info', event: 'secret_rotated'})
  }
  watchFile(file, {interval: 1_000, persistent: false}, update)
  return () => unwatchFile(file, update)
}

/** Reads a text file, without white space and marks of an editor around it; undefined if that fails. */
export function tryToRead(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return undefined
  }
}
