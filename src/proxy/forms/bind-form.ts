import {ConfigurationError, type Environment} from '../config/configuration-error.ts'
import {proxySettings} from '../config/settings.ts'
import type {Binding} from '../outbox/sql/form-binding.ts'
import type {StoredOutbox} from '../outbox/stored-outbox.ts'

/**
 * Reads to which path the leads belong that were stored without a file of forms: `SIGNUP_PATH`, or what the store knows.
 * Throws `ConfigurationError` if that would give them to another form, or leave those of another form behind.
 */
export async function bindEnvironmentForm(
  {SIGNUP_PATH}: Environment,
  isFile: boolean,
  store?: Pick<StoredOutbox, 'bindForm'>,
): Promise<string> {
  const defaultPath = proxySettings.path.text.parse(undefined)
  const path = SIGNUP_PATH?.trim() || undefined
  if (!store) return path ?? defaultPath
  const binding = await store.bindForm({path, defaultPath, isFile})
  if (!binding.conflict) return binding.path
  throw new ConfigurationError([`SIGNUP_PATH: ${toExpected(binding)}`])
}

function toExpected({path, conflict}: Binding): string {
  if (conflict === 'environment') return `expected ${path}, to whose form leads in the outbox belong`
  return `expected another path than ${path} while leads of that form of FORMS_FILE wait, deliver them with the file or discard them`
}
