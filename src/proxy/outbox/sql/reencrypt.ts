import {toPerson} from '../entry.ts'
import type {ConsentRecord} from '../outbox.ts'
import type {ApiContact} from '../../contact-api/create-request.ts'
import {toPersonDigests} from './consent.ts'
import type {Encryption, TextPlace} from './encryption.ts'
import {rows, type Driver, type Steps} from './steps.ts'

/** Decrypts what is in the store now. */
export type Read = (stored: string, place: TextPlace) => string

/** Rows of one transaction. */
const batchSize = 200

/** The position after which a batch begins; undefined after the last one. */
type Position = string | undefined

/**
 * Encrypts everything in the store with `target`, and computes the digests of people anew. It may be run again after an
 * interruption: what is encrypted already is encrypted once more.
 */
export async function reencrypt(driver: Driver, read: Read, target: Encryption): Promise<void> {
  for (const step of [reencryptRecords, reencryptBodies, reencryptWordings])
    for (let position: Position = ''; position !== undefined;) {
      const after: string = position
      position = await driver.run(() => step(after, read, target))
    }
}

/** The records come first: a delivered lead has no body any more, so its person is known from its record only. */
function* reencryptRecords(after: string, read: Read, target: Encryption): Steps<Position> {
  const found = yield* rows<{id: string; lead: string; record: string}>(
    `SELECT id, lead, record FROM signup_consent WHERE id > ?1 ORDER BY id LIMIT ?2`,
    after,
    batchSize,
  )
  for (const {id, lead, record} of found) {
    const place: TextPlace = {id, column: 'record'}
    const text = read(record, place)
    const {email, phone} = toPersonDigests(JSON.parse(text) as ConsentRecord, target.digest)
    yield* rows(
      `UPDATE signup_consent SET record = ?1, email = ?2, phone = ?3 WHERE id = ?4`,
      target.encrypt(text, place),
      email,
      phone,
      id,
    )
    yield* rows(`UPDATE signup_lead SET email = ?1, phone = ?2 WHERE id = ?3 AND body IS NULL`, email, phone, lead)
  }
  return positionAfter(found)
}

function* reencryptBodies(after: string, read: Read, target: Encryption): Steps<Position> {
  const found = yield* rows<{id: string; body: string}>(
    `SELECT id, body FROM signup_lead WHERE id > ?1 AND body IS NOT NULL ORDER BY id LIMIT ?2`,
    after,
    batchSize,
  )
  for (const {id, body} of found) {
    const place: TextPlace = {id, column: 'body'}
    const text = read(body, place)
    const {email, phone} = toPersonDigests(toPerson(JSON.parse(text) as ApiContact), target.digest)
    yield* rows(
      `UPDATE signup_lead SET body = ?1, email = ?2, phone = ?3 WHERE id = ?4`,
      target.encrypt(text, place),
      email,
      phone,
      id,
    )
  }
  return positionAfter(found)
}

function* reencryptWordings(after: string, read: Read, target: Encryption): Steps<Position> {
  const found = yield* rows<{id: string; text: string}>(
    `SELECT digest AS id, text FROM signup_wording WHERE digest > ?1 ORDER BY digest LIMIT ?2`,
    after,
    batchSize,
  )
  for (const {id, text} of found) {
    const place: TextPlace = {id, column: 'wording'}
    yield* rows(`UPDATE signup_wording SET text = ?1 WHERE digest = ?2`, target.encrypt(read(text, place), place), id)
  }
  return positionAfter(found)
}

const positionAfter = (found: readonly {id: string}[]): Position =>
  found.length < batchSize ? undefined : found.at(-1)!.id
