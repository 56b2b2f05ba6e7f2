import type {ConsentRecord} from '../outbox.ts'
import {toId} from './binary.ts'
import {toPersonDigests} from './consent.ts'
import type {Encryption, TextPlace} from './encryption.ts'
import {rows, type Driver, type Steps} from './steps.ts'

/** Decrypts what is in the store now. */
export type Read = (stored: string, place: TextPlace) => string

/** Rows of one transaction. */
const batchSize = 200

/** The position after which a batch begins; undefined after the last one. */
type Position = number | undefined

/**
 * Encrypts everything in the store with `target`, and computes the digests of people anew. It may be run again after an
 * interruption: what is encrypted already is encrypted once more.
 */
export async function reencrypt(driver: Driver, read: Read, target: Encryption): Promise<void> {
  for (const step of [reencryptRecords, reencryptLeads, reencryptWordings])
    for (let position: Position = 0; position !== undefined;) {
      const after: number = position
      position = await driver.upgrade(() => step(after, read, target))
    }
}

function* reencryptRecords(after: number, read: Read, target: Encryption): Steps<Position> {
  const found = yield* rows<{n: unknown; id: Uint8Array; record: string}>(
    `SELECT n, id, record FROM signup_consent WHERE n > ?1 ORDER BY n LIMIT ?2`,
    after,
    batchSize,
  )
  for (const {n, id, record} of found) {
    const place: TextPlace = {id: toId(id), column: 'record'}
    const text = read(record, place)
    const parsed = JSON.parse(text) as ConsentRecord // as `store` wrote it
    const {email, phone} = toPersonDigests(parsed, target.digest)
    yield* rows(
      `UPDATE signup_consent SET record = ?1, email = ?2, phone = ?3, terms = (SELECT n FROM signup_wording WHERE digest = ?4),
        marketing = (SELECT n FROM signup_wording WHERE digest = ?5) WHERE n = ?6`,
      target.encrypt(text, place),
      email,
      phone,
      parsed.terms?.digest,
      parsed.marketing?.digest,
      Number(n),
    )
  }
  return positionAfter(found)
}

function* reencryptLeads(after: number, read: Read, target: Encryption): Steps<Position> {
  const found = yield* rows<{n: unknown; id: Uint8Array; body: string; answer: string | null}>(
    `SELECT n, id, body, answer FROM signup_lead WHERE n > ?1 AND body IS NOT NULL ORDER BY n LIMIT ?2`,
    after,
    batchSize,
  )
  for (const {n, id, body, answer} of found) {
    const [bodyPlace, answerPlace]: TextPlace[] = [
      {id: toId(id), column: 'body'},
      {id: toId(id), column: 'answer'},
    ]
    yield* rows(
      `UPDATE signup_lead SET body = ?1, answer = ?2 WHERE n = ?3 AND body IS NOT NULL`,
      target.encrypt(read(body, bodyPlace!), bodyPlace!),
      answer === null ? null : target.encrypt(read(answer, answerPlace!), answerPlace!),
      Number(n),
    )
  }
  return positionAfter(found)
}

function* reencryptWordings(after: number, read: Read, target: Encryption): Steps<Position> {
  const found = yield* rows<{n: unknown; digest: string; text: string}>(
    `SELECT n, digest, text FROM signup_wording WHERE n > ?1 ORDER BY n LIMIT ?2`,
    after,
    batchSize,
  )
  for (const {n, digest, text} of found) {
    const place: TextPlace = {id: digest, column: 'wording'}
    yield* rows(`UPDATE signup_wording SET text = ?1 WHERE n = ?2`, target.encrypt(read(text, place), place), Number(n))
  }
  return positionAfter(found)
}

const positionAfter = (found: readonly {n: unknown}[]): Position =>
  found.length < batchSize ? undefined : Number(found.at(-1)!.n)
