import {ConfigurationError} from '../config/configuration-error.ts'
import {openSqliteFile} from './file/open-file.ts'
import type {OutboxSettings} from './location.ts'
import {bindKey, createSchema} from './sql/schema.ts'
import {SqlOutbox} from './sql/sql-outbox.ts'
import type {Driver} from './sql/steps.ts'
import {createVault} from './sql/vault.ts'

/** A PostgreSQL may come up together with its proxies, and several of them make the tables at once: so often it is tried. */
const tries = 3
const pause = 1_000

/** What is told of a store that cannot be opened; another try may be able to. */
class Unusable extends ConfigurationError {}

/** Opens the outbox, making it where it is not there yet; undefined for `none`. Throws `ConfigurationError`. */
export async function openOutbox(settings: OutboxSettings): Promise<SqlOutbox | undefined> {
  const {place} = settings
  if (place.kind === 'none') return undefined
  for (let left = place.kind === 'postgres' ? tries : 1; ; left -= 1) {
    try {
      return await openOnce(settings, place)
    } catch (error) {
      if (left === 1 || !(error instanceof Unusable)) throw error
      await new Promise(resolve => setTimeout(resolve, pause))
    }
  }
}

async function openOnce(
  {key, retention}: OutboxSettings,
  place: Exclude<OutboxSettings['place'], {kind: 'none'}>,
): Promise<SqlOutbox> {
  const vault = createVault(key)
  const driver = await openDriver(place)
  try {
    await driver.run(createSchema)
    if (!(await driver.run(() => bindKey(vault.fingerprint)))) throw new ConfigurationError([wrongKey(key)])
    return new SqlOutbox(driver, vault, retention)
  } catch (error) {
    await driver.close()
    throw error instanceof ConfigurationError ? error : new Unusable([toOpenError(place.kind)])
  }
}

async function openDriver(place: Exclude<OutboxSettings['place'], {kind: 'none'}>): Promise<Driver> {
  try {
    if (place.kind === 'file') return openSqliteFile(place.path)
    const {openPostgres} = await import('./postgres/open-postgres.ts') // pg-boss only for those who use it
    return await openPostgres(place.url)
  } catch {
    throw new Unusable([toOpenError(place.kind)]) // the database's words may hold its password
  }
}

function wrongKey(key: Uint8Array | undefined): string {
  return key
    ? 'OUTBOX_KEY: expected the key that this outbox was sealed with'
    : 'OUTBOX_KEY: missing, expected the key that this outbox was sealed with'
}

function toOpenError(kind: 'file' | 'postgres'): string {
  if (kind === 'postgres')
    return 'OUTBOX: expected a PostgreSQL that can be reached, and in whose database this user may create tables'
  return 'OUTBOX: expected a file that can be written and holds a SQLite database of this proxy, in a folder that can be written'
}
