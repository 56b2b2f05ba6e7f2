import {ConfigurationError} from '../config/configuration-error.ts'
import {requirePlace, type OutboxSettings} from './location.ts'
import {openDriver, requireTables} from './open.ts'
import {createEncryption} from './sql/encryption.ts'
import {reencrypt, type Read} from './sql/reencrypt.ts'
import {interruptedRekey, readMeta, writeMeta} from './sql/schema.ts'
import {rows} from './sql/steps.ts'

export interface RekeySettings extends Pick<OutboxSettings, 'place' | 'key'> {
  /** The key so far; undefined for an outbox that was not encrypted. */
  oldKey?: Uint8Array
}

/**
 * Encrypts the outbox with another key. No proxy may be running on it. After an interruption it must be run again with
 * the same keys. Throws `ConfigurationError`.
 */
export async function rekeyOutbox({place: location, key, oldKey}: RekeySettings): Promise<void> {
  if (!key) throw new ConfigurationError(['OUTBOX_KEY: missing, expected the new key'])
  const place = requirePlace(location)
  const [from, to] = [createEncryption(oldKey), createEncryption(key)]
  const {driver} = await openDriver(place, {create: false})
  try {
    await requireTables(driver, place)
    const bound = await driver.read(() => readMeta('key'))
    if (bound === to.fingerprint) return
    const interrupted = interruptedRekey(from.fingerprint, to.fingerprint)
    if (bound !== undefined && bound !== from.fingerprint && bound !== interrupted)
      throw new ConfigurationError([`OUTBOX_OLD_KEY: ${oldKey ? '' : 'missing, '}expected the key so far`])
    await driver.run(() => writeMeta('key', interrupted))
    // Digests of what was submitted cannot be made anew: a retry is then trusted to be the same lead.
    await driver.upgrade(() => rows(`UPDATE signup_key SET payload = NULL`))
    await driver.upgrade(() => rows(`UPDATE signup_lead SET payload = NULL`))
    const read: Read = (stored, textPlace) => (to.isOwn(stored) ? to : from).decrypt(stored, textPlace)
    await reencrypt(driver, read, to)
    await driver.run(() => writeMeta('key', to.fingerprint))
    driver.purgeJournal?.()
  } finally {
    await driver.close()
  }
}
