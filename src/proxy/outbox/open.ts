import {ConfigurationError} from '../config/configuration-error.ts'
import {openSqliteFile} from './file/open-file.ts'
import type {OutboxSettings} from './location.ts'
import {createEncryption} from './sql/encryption.ts'
import {migrate} from './sql/migrate.ts'
import {bindKey, createSchema, readMeta} from './sql/schema.ts'
import {SqlOutbox} from './sql/sql-outbox.ts'
import type {Driver} from './sql/steps.ts'

type StoredPlace = Exclude<OutboxSettings['place'], {kind: 'none'}>

/** PostgreSQL may start at the same time as its proxies, and several proxies may create the tables at once. */
const maxPostgresAttempts = 3
const retryDelayMs = 1_000

/** The store could not be opened. Another attempt may succeed. */
class OpenError extends ConfigurationError {}

/** Opens the outbox, creating it if it does not exist. Returns undefined for `none`. Throws `ConfigurationError`. */
export async function openOutbox(settings: OutboxSettings): Promise<SqlOutbox | undefined> {
  const {place} = settings
  if (place.kind === 'none') return undefined
  for (let attemptsLeft = place.kind === 'postgres' ? maxPostgresAttempts : 1; ; attemptsLeft -= 1) {
    try {
      return await openOnce(settings, place)
    } catch (error) {
      if (attemptsLeft === 1 || !(error instanceof OpenError)) throw error
      await new Promise(resolve => setTimeout(resolve, retryDelayMs))
    }
  }
}

async function openOnce({key, retention, leadRetention}: OutboxSettings, place: StoredPlace): Promise<SqlOutbox> {
  const encryption = createEncryption(key)
  const driver = await openDriver(place)
  try {
    await driver.run(createSchema)
    if (!(await driver.run(() => bindKey(encryption.fingerprint))))
      throw new ConfigurationError([wrongKeyMessage(key, await driver.run(() => readMeta('key')))])
    await migrate(driver, key, encryption)
    return new SqlOutbox(driver, encryption, {leadsMs: leadRetention, recordsMs: retention})
  } catch (error) {
    await driver.close()
    throw error instanceof ConfigurationError ? error : new OpenError([openErrorMessages[place.kind]])
  }
}

export async function openDriver(place: StoredPlace): Promise<Driver> {
  try {
    if (place.kind === 'file') return openSqliteFile(place.path)
    const {openPostgres} = await import('./postgres/open-postgres.ts') // loads pg-boss only if it is used
    return await openPostgres(place.url)
  } catch {
    throw new OpenError([openErrorMessages[place.kind]]) // the database's own message may contain its password
  }
}

function wrongKeyMessage(key: Uint8Array | undefined, bound = ''): string {
  if (bound.includes(' to ')) return 'OUTBOX_KEY: a change of the key was interrupted, run rekey again'
  return key
    ? 'OUTBOX_KEY: expected the key that this outbox was encrypted with'
    : 'OUTBOX_KEY: missing, expected the key that this outbox was encrypted with'
}

const openErrorMessages = {
  file: 'OUTBOX: expected a file that is writable and holds a SQLite database of this proxy, in a writable folder',
  postgres: 'OUTBOX: expected a PostgreSQL database that can be reached, and in which this user may create tables',
}
