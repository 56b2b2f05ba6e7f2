import {ConfigurationError} from '../config/configuration-error.ts'
import {requirePlace, type OutboxSettings} from './location.ts'
import {openDriver, requireTables} from './open.ts'
import {createEncryption, type Encryption} from './sql/encryption.ts'
import {reencrypt, type Read} from './sql/reencrypt.ts'
import {interruptedRekey, readMeta, writeMeta} from './sql/schema.ts'
import {rows, type Driver} from './sql/steps.ts'
import {countTables} from './sql/transfer.ts'

export interface RekeySettings extends Pick<OutboxSettings, 'place' | 'key'> {
  /** The key so far; undefined for an outbox that was not encrypted. */
  oldKey?: Uint8Array
}

/**
 * Encrypts the outbox with another key. No proxy may be running on it. After an interruption it must be run again with
 * the same keys. Throws `ConfigurationError`.
 */
export function rekeyOutbox(settings: RekeySettings): Promise<void> {
  return withKeys(settings, async (driver, {from, to, isDone}) => {
    if (isDone) return
    await driver.run(() => writeMeta('key', interruptedRekey(from.fingerprint, to.fingerprint)))
    // Digests of what was submitted cannot be made anew: a retry is then trusted to be the same lead.
    await driver.upgrade(() => rows(`UPDATE signup_key SET payload = NULL`))
    await driver.upgrade(() => rows(`UPDATE signup_lead SET payload = NULL`))
    const read: Read = (stored, textPlace) => (to.isOwn(stored) ? to : from).decrypt(stored, textPlace)
    await reencrypt(driver, read, to)
    await driver.run(() => writeMeta('key', to.fingerprint))
    driver.purgeJournal?.()
  })
}

/**
 * Counts what `rekeyOutbox` would encrypt: nothing if the outbox has the key already. Throws `ConfigurationError` if it
 * would.
 */
export function planRekey(settings: RekeySettings): Promise<RowCounts> {
  return withKeys(settings, async (driver, {isDone}) =>
    isDone ? {leads: 0, records: 0, wordings: 0} : toRowCounts(await driver.read(countTables)),
  )
}

export interface RowCounts {
  leads: number
  records: number
  wordings: number
}

const toRowCounts = ({lead = 0, consent = 0, wording = 0}: Record<string, number>): RowCounts => ({
  leads: lead,
  records: consent,
  wordings: wording,
})

interface Keys {
  from: Encryption
  to: Encryption
  /** Whether the outbox is encrypted with the new key already. */
  isDone: boolean
}

/** Opens the database of an outbox that has one of the keys. */
async function withKeys<T>(
  {place: location, key, oldKey}: RekeySettings,
  use: (driver: Driver, keys: Keys) => Promise<T>,
): Promise<T> {
  if (!key) throw new ConfigurationError(['OUTBOX_KEY: missing, expected the new key'])
  const place = requirePlace(location)
  const [from, to] = [createEncryption(oldKey), createEncryption(key)]
  const {driver} = await openDriver(place, {create: false})
  try {
    await requireTables(driver, place)
    const bound = await driver.read(() => readMeta('key'))
    const accepted = [undefined, from.fingerprint, interruptedRekey(from.fingerprint, to.fingerprint), to.fingerprint]
    if (!accepted.includes(bound))
      throw new ConfigurationError([`OUTBOX_OLD_KEY: ${oldKey ? '' : 'missing, '}expected the key so far`])
    return await use(driver, {from, to, isDone: bound === to.fingerprint})
  } finally {
    await driver.close()
  }
}
