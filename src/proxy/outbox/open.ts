import {existsSync} from 'node:fs'
import {ConfigurationError} from '../config/configuration-error.ts'
import {toPlaceName, type OpenOptions, type OutboxSettings, type StoredPlace} from './location.ts'
import {openInThread} from './file/outbox-client.ts'
import {openSqliteFile} from './file/open-file.ts'
import {isWorthRetrying, toConfigurationError} from './open-error.ts'
import {openTables, type Opened} from './open-tables.ts'
import {createEncryption} from './sql/encryption.ts'
import {newerFormatMessage, requireKey} from './prepare.ts'
import {acceptsKey, currentFormat, readContents, type Contents} from './sql/schema.ts'
import {SqlOutbox} from './sql/sql-outbox.ts'
import type {StoredOutbox} from './stored-outbox.ts'
import type {Driver} from './sql/steps.ts'

/** PostgreSQL may start at the same time as its proxies. */
const maxPostgresAttempts = 3
const retryDelayMs = 1_000

/**
 * Opens the outbox, creating it if it does not exist. Returns undefined for `none`. A SQLite file is opened in a thread of
 * its own, so that nothing else waits for the disk. Throws `ConfigurationError`.
 */
export async function openOutbox(
  settings: OutboxSettings,
  options: OpenOptions = {},
): Promise<StoredOutbox | undefined> {
  const {place} = settings
  if (place.kind === 'none') return undefined
  return place.kind === 'file' ? openInThread(settings, place, options) : openSqlOutbox(settings, place, options)
}

/** Opens the outbox on the calling thread. */
export async function openSqlOutbox(
  settings: OutboxSettings,
  place: StoredPlace,
  {create = true}: OpenOptions = {},
): Promise<SqlOutbox> {
  const opened = await openDriver(place, {create, connections: settings.connections})
  try {
    if (create) return await openTables(opened, settings)
    const {driver, calls} = opened
    const {key, retention, leadRetention} = settings
    const encryption = createEncryption(key)
    await requireTables(driver, place)
    await driver.read(() => requireKey(acceptsKey(encryption.fingerprint), key))
    return new SqlOutbox(driver, encryption, {leadsMs: leadRetention, recordsMs: retention}, calls)
  } catch (error) {
    await opened.driver.close()
    throw toConfigurationError(error, place)
  }
}

/** Opens the database of an outbox. Throws `ConfigurationError`. */
export async function openDriver(
  place: StoredPlace,
  {create = true, connections}: OpenOptions & Pick<OutboxSettings, 'connections'> = {},
): Promise<Opened> {
  for (let attemptsLeft = place.kind === 'postgres' ? maxPostgresAttempts : 1; ; attemptsLeft -= 1)
    try {
      if (place.kind === 'file') {
        if (!create && !existsSync(place.path)) throw new ConfigurationError([noOutboxMessage(place)])
        return {driver: openSqliteFile(place.path, create)}
      }
      const {openPostgres} = await import('./postgres/open-postgres.ts')
      return await openPostgres(place.url, connections)
    } catch (error) {
      if (attemptsLeft === 1 || !isWorthRetrying(error)) throw toConfigurationError(error, place)
      await new Promise(resolve => setTimeout(resolve, retryDelayMs))
    }
}

/** Reads what is in a place, and creates nothing there. Throws `ConfigurationError`. */
export async function findOutbox(place: StoredPlace): Promise<Contents> {
  if (place.kind === 'file' && !existsSync(place.path)) return {kind: 'nothing'}
  const {driver} = await openDriver(place, {create: false})
  try {
    return await driver.read(() => readContents(driver.dialect))
  } catch (error) {
    throw toConfigurationError(error, place)
  } finally {
    await driver.close()
  }
}

/** Throws `ConfigurationError` unless the store has the tables of the current format. */
export async function requireTables(driver: Driver, place: StoredPlace): Promise<void> {
  const contents = await driver.read(() => readContents(driver.dialect))
  if (contents.kind !== 'outbox') throw new ConfigurationError([noOutboxMessage(place)])
  if (contents.format > currentFormat) throw new ConfigurationError([newerFormatMessage])
  if (contents.format < currentFormat) throw new ConfigurationError([earlierFormatMessage])
}

const noOutboxMessage = (place: StoredPlace): string => `OUTBOX: no outbox at ${toPlaceName(place)}`
const earlierFormatMessage = 'OUTBOX: expected an outbox of this version, start a proxy to upgrade this one'
