import {ConfigurationError, type Environment} from '../config/configuration-error.ts'
import {proxySettings} from '../config/settings.ts'
import type {Binding, EnvironmentForm} from '../outbox/sql/form-binding.ts'
import type {StoredOutbox} from '../outbox/stored-outbox.ts'

/**
 * Reads to which path the leads belong that were stored without a file of forms: `SIGNUP_PATH`, or what the store knows.
 * Throws `ConfigurationError` if that would give them to another form, or leave those of another form behind.
 */
export async function bindEnvironmentForm(
  env: Environment,
  isFile: boolean,
  store?: Pick<StoredOutbox, 'bindForm'>,
): Promise<string> {
  const form = toEnvironmentForm(env, isFile)
  if (!store) return form.path ?? form.defaultPath
  const binding = await store.bindForm(form)
  const conflict = toConflictLine(binding)
  if (conflict !== undefined) throw new ConfigurationError([conflict])
  return binding.path
}

export function toEnvironmentForm({SIGNUP_PATH}: Environment, isFile: boolean): EnvironmentForm {
  return {path: SIGNUP_PATH?.trim() || undefined, defaultPath: proxySettings.path.text.parse(undefined), isFile}
}

/** Says why a proxy cannot start; undefined if it can. */
export function toConflictLine({path, conflict}: Binding): string | undefined {
  if (!conflict) return undefined
  if (conflict === 'environment') return `SIGNUP_PATH: expected ${path}, to whose form leads in the outbox belong`
  return `SIGNUP_PATH: expected another path than ${path} while leads of that form of FORMS_FILE wait, deliver them with the file or discard them`
}
