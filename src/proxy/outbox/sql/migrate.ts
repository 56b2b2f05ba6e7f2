import type {ConsentRecord} from '../outbox.ts'
import {decryptFirstFormat, type Encryption} from './encryption.ts'
import {reencrypt, type Read} from './reencrypt.ts'
import {readMeta, writeMeta} from './schema.ts'
import {rows, type Driver, type Steps} from './steps.ts'
import {storeRecord} from './store.ts'

/**
 * The current format of the store. In the first one a consent record had the id of its key, so a key could never be used
 * again; records did not name their wordings; and an encrypted body could be put in the place of its record.
 */
const currentFormat = '2'
const batchSize = 200

/** Brings a store into the current format. Does nothing if it is. */
export async function migrate(driver: Driver, key: Uint8Array | undefined, encryption: Encryption): Promise<void> {
  if ((await driver.run(() => readMeta('format'))) === currentFormat) return
  const read: Read = (stored, place) => {
    if (encryption.isOwn(stored)) return encryption.decrypt(stored, place)
    return key && place.column === 'body' ? decryptFirstFormat(key, stored, place.id) : stored
  }
  const readRecord = (stored: string, id: string) => (key ? decryptFirstFormat(key, stored, id) : stored)
  while (await driver.run(() => moveRecords(readRecord, encryption)));
  await reencrypt(driver, read, encryption)
  await driver.run(() => writeMeta('format', currentFormat))
}

/** Moves a batch of records into their new table. Returns whether there may be more. */
function* moveRecords(read: (stored: string, id: string) => string, encryption: Encryption): Steps<boolean> {
  yield {lock: 'schema'}
  const found = yield* rows<{id: string; lead: string; email: string; phone: string; at: unknown; record: string}>(
    `SELECT id, lead, email, phone, at, record FROM signup_evidence ORDER BY id LIMIT ?1`,
    batchSize,
  )
  for (const {id, lead, email, phone, at, record} of found) {
    const text = read(record, id)
    const {terms, marketing} = JSON.parse(text) as ConsentRecord
    const encrypted = encryption.encrypt(text, {id, column: 'record'})
    const own = {recordId: id, email, phone, terms: terms?.digest, marketing: marketing?.digest, record: encrypted}
    yield* storeRecord(own, lead, Number(at))
    yield* rows(`DELETE FROM signup_evidence WHERE id = ?1`, id)
  }
  return found.length === batchSize
}
