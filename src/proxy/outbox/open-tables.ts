import type {OutboxSettings} from './location.ts'
import {prepareTables, requireKey} from './prepare.ts'
import {createEncryption} from './sql/encryption.ts'
import {bindKey} from './sql/schema.ts'
import {SqlOutbox, type LeadCalls} from './sql/sql-outbox.ts'
import type {Driver} from './sql/steps.ts'
import {upgradeTexts} from './sql/upgrade.ts'

/** A database that has been opened. */
export interface Opened {
  driver: Driver
  /** Faster ways to store and settle, where the database has them. */
  calls?: LeadCalls
}

/** Opens the outbox in a database, creating or upgrading its tables. Its errors may have a `ConfigurationError` as their cause. */
export async function openTables(
  {driver, calls}: Opened,
  {key, retention, leadRetention}: Omit<OutboxSettings, 'place'>,
): Promise<SqlOutbox> {
  const encryption = createEncryption(key)
  await prepareTables(driver, () => requireKey(bindKey(encryption.fingerprint), key))
  await upgradeTexts(driver, key, encryption)
  return new SqlOutbox(driver, encryption, {leadsMs: leadRetention, recordsMs: retention}, calls)
}
