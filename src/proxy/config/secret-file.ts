import {readFileSync, unwatchFile, watchFile} from 'node:fs'
import type {LogEvent} from '../http/log-event.ts'
import {ConfigurationError, type Environment} from './configuration-error.ts'
import {accountSecret} from './options.ts'
import type {Secret} from './secret.ts'

/** The environment with the secret in it, where it names a file that holds the secret. Throws `ConfigurationError`. */
export function withSecretFile(env: Environment): Environment {
  const file = env.CONTACT_ACCOUNT_SECRET_FILE
  if (!file || env.CONTACT_ACCOUNT_SECRET) return env
  try {
    return {...env, CONTACT_ACCOUNT_SECRET: read(file)}
  } catch {
    throw new ConfigurationError([
      'CONTACT_ACCOUNT_SECRET_FILE: expected a readable file that holds the secret of the account',
    ])
  }
}

/**
 * Takes over the secret whenever its file holds another one; what is no secret is logged, and the old one stays.
 * The file is looked at each second: those of containers and of systemd are links, which tell nobody when they change.
 * @returns stops watching
 */
export function followSecretFile(
  {CONTACT_ACCOUNT_SECRET_FILE: file, CONTACT_ACCOUNT_SECRET}: Environment,
  secret: Secret,
  log: (event: LogEvent) => void,
): () => void {
  if (!file || CONTACT_ACCOUNT_SECRET) return () => {}
  const take = () => {
    const found = accountSecret.safeParse(tryToRead(file))
    if (!found.success) return log({level: 'error', event: 'secret_file_invalid'})
    if (found.data === secret.reveal()) return
    secret.replace(found.data)
    log({level: 'info', event: 'secret_rotated'})
  }
  watchFile(file, {interval: 1_000, persistent: false}, take)
  return () => unwatchFile(file, take)
}

const read = (file: string): string => readFileSync(file, 'utf8').trim()

function tryToRead(file: string): string | undefined {
  try {
    return read(file)
  } catch {
    return undefined
  }
}
