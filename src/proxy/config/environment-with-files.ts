import type {Environment} from './configuration-error.ts'
import {readEnvironment, readOutboxSettings} from './environment.ts'
import {withSecretFiles} from './secret-file.ts'
import {outboxSettings, proxySettings} from './settings.ts'

/** Reads the proxy's options as `readEnvironment` does, and secrets in files too, once. Throws `ConfigurationError`. */
export function readEnvironmentWithFiles(env: Environment) {
  return readEnvironment(withSecretFiles(env, {...proxySettings, ...outboxSettings}))
}

/** Reads where the outbox is and how it is encrypted, secrets in files too. Throws `ConfigurationError`. */
export function readOutboxSettingsWithFiles(env: Environment) {
  return readOutboxSettings(withSecretFiles(env, outboxSettings))
}
