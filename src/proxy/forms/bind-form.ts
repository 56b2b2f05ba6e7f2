import {ConfigurationError, type Environment} from '../config/configuration-error.ts'
import {proxySettings} from '../config/settings.ts'
import type {StoredOutbox} from '../outbox/stored-outbox.ts'

/**
 * Reads to which path the leads belong that were stored without a file of forms: `SIGNUP_PATH`, or what the store knows.
 * Throws `ConfigurationError` if that would give them to another form.
 */
export async function bindEnvironmentForm(
  {SIGNUP_PATH}: Environment,
  isFile: boolean,
  store?: Pick<StoredOutbox, 'bindForm'>,
): Promise<string> {
  const defaultPath = proxySettings.path.text.parse(undefined)
  const path = SIGNUP_PATH?.trim() || undefined
  if (!store) return path ?? defaultPath
  const bound = await store.bindForm({path, defaultPath, isFile})
  if (!bound.conflicts) return bound.path
  throw new ConfigurationError([`SIGNUP_PATH: expected ${bound.path}, to whose form leads in the outbox belong`])
}
