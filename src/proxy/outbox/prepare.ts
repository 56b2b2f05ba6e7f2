import {ConfigurationError} from '../config/configuration-error.ts'
import {noKeyFingerprint} from './sql/encryption.ts'
import {createTables, currentFormat, readContents, readMeta} from './sql/schema.ts'
import type {Driver, Steps} from './sql/steps.ts'
import {upgradeTables} from './sql/upgrade.ts'

/**
 * Creates the tables of an empty store, and upgrades those of an earlier format: the only statements that change tables.
 * @param check runs in the same transaction: if it throws, the store stays as it is
 */
export async function prepareTables(driver: Driver, check: () => Steps<void> = noCheck): Promise<void> {
  const contents = await driver.read(() => readContents(driver.dialect))
  if (contents.kind === 'outbox' && contents.format === currentFormat) return driver.run(check)
  await driver.upgrade(function* () {
    yield {lock: 'schema'} // processes that start at the same time wait for one another
    const found = yield* readContents(driver.dialect)
    if (found.kind === 'other' && driver.dialect.ownsDatabase) throw new ConfigurationError([otherProgramMessage])
    if (found.kind !== 'outbox') yield* createTables(driver.dialect)
    else if (found.format > currentFormat) throw new ConfigurationError([newerFormatMessage])
    else if (found.format < currentFormat) yield* upgradeTables(driver.dialect, found.format)
    yield* check()
  })
}

function* noCheck(): Steps<void> {}

/** Throws `ConfigurationError` unless the store accepts the key. */
export function* requireKey(accept: Steps<boolean>, key: Uint8Array | undefined): Steps<void> {
  if (!(yield* accept)) throw new ConfigurationError([wrongKeyMessage(key, yield* readMeta('key'))])
}

function wrongKeyMessage(key: Uint8Array | undefined, bound = ''): string {
  if (bound.startsWith('migrate to ')) return 'OUTBOX: copying into this outbox was interrupted, run migrate again'
  if (bound.includes(' to ')) return 'OUTBOX_KEY: a change of the key was interrupted, run rekey again'
  if (bound === noKeyFingerprint) return 'OUTBOX_KEY: expected no value, this outbox is not encrypted'
  return key
    ? 'OUTBOX_KEY: expected the key that this outbox was encrypted with'
    : 'OUTBOX_KEY: missing, expected the key that this outbox was encrypted with'
}

export const otherProgramMessage =
  'OUTBOX: expected an empty file or an outbox, this is the database of another program'
export const newerFormatMessage = 'OUTBOX: expected an outbox of this version, this one was written by a newer version'
