import {ConfigurationError} from '../../config/configuration-error.ts'
import type {OutboxSettings} from '../location.ts'
import {prepareTables, requireKey} from '../prepare.ts'
import {findNextDue} from '../sql/delivery.ts'
import {createEncryption} from '../sql/encryption.ts'
import {bindKey, isEmpty} from '../sql/schema.ts'
import {SqlOutbox} from '../sql/sql-outbox.ts'
import {ObjectDriver} from './object-driver.ts'
import {ObjectLimits} from './object-limits.ts'
import type {ObjectStorage} from './object-storage.ts'

/** What a Durable Object stores. */
export interface ObjectStore {
  outbox: SqlOutbox
  limits: ObjectLimits
  /** When the next lead is due or a lease expires, epoch milliseconds; `Infinity` if no lead waits. */
  nextDue(now: number): number
  /** Whether nothing is stored that will expire. */
  isEmpty(): boolean
}

/** Opens the outbox of a Durable Object, creating or upgrading its tables. Throws `ConfigurationError`. */
export async function openObject(
  storage: ObjectStorage,
  {key, retention, leadRetention}: Omit<OutboxSettings, 'place'>,
): Promise<ObjectStore> {
  const encryption = createEncryption(key)
  const driver = new ObjectDriver(storage)
  try {
    await prepareTables(driver, () => requireKey(bindKey(encryption.fingerprint), key))
  } catch (error) {
    const {cause} = error as {cause?: unknown} // any thrown value has properties
    throw cause instanceof ConfigurationError ? cause : error
  }
  const limits = new ObjectLimits(storage, encryption)
  return {
    outbox: new SqlOutbox(driver, encryption, {leadsMs: leadRetention, recordsMs: retention}),
    limits,
    nextDue: now => driver.readNow(() => findNextDue(now)),
    isEmpty: () => limits.isEmpty && driver.readNow(isEmpty),
  }
}
