import {ConfigurationError} from '../../config/configuration-error.ts'
import type {ConsentRecord} from '../outbox.ts'
import {toId} from './binary.ts'
import {toPersonDigests} from './consent.ts'
import type {Encryption, TextPlace} from './encryption.ts'
import {readBindingEntries} from './form-binding.ts'
import {writeMeta} from './schema.ts'
import {rows, type Driver, type Row, type Steps, type Value} from './steps.ts'

/** A table that is copied from one outbox to another. */
interface CopiedTable {
  name: string
  /** The primary key, in whose order the rows are copied: `n` counts anew in the copy. */
  order: string
  /** Columns that are copied as they are. */
  columns: readonly string[]
  /** Columns with the numbers of wordings, which are others in the copy. */
  wordings?: readonly string[]
  /** Encrypts a row with the key of the target, if that is another one. */
  reencrypt?(row: Row, keys: TransferKeys): Row
}

/** The encryption of both outboxes. */
export interface TransferKeys {
  from: Encryption
  to: Encryption
}

/**
 * Every table and column but those of the rate limits and of `signup_meta`, of which only the binding of the environment's form
 * is copied. Wordings come first: records refer to them.
 */
const copiedTables: readonly CopiedTable[] = [
  {name: 'signup_wording', order: 'n', columns: ['digest', 'text'], reencrypt: reencryptWording},
  {
    name: 'signup_consent',
    order: 'n',
    columns: ['id', 'lead', 'email', 'phone', 'at', 'record'],
    wordings: ['terms', 'marketing'],
    reencrypt: reencryptRecord,
  },
  {
    name: 'signup_lead',
    order: 'n',
    columns:
      'id form state is_retry body answer payload content stored since due settled attempts doubtful owner reason status'.split(
        ' ',
      ),
    reencrypt: reencryptLead,
  },
  {
    name: 'signup_key',
    order: 'key',
    columns: ['key', 'payload', 'lead'],
    reencrypt: withoutPayload,
  },
  {name: 'signup_audit', order: 'n', columns: ['at', 'who', 'action', 'details', 'count']},
  {name: 'signup_pause', order: 'form', columns: ['form', 'reason', 'until']},
]

function reencryptWording(row: Row, keys: TransferKeys): Row {
  return {...row, text: reencryptText(row.text, {id: String(row.digest), column: 'wording'}, keys)}
}

function reencryptRecord(row: Row, keys: TransferKeys): Row {
  const place: TextPlace = {id: toId(row.id), column: 'record'}
  const text = decryptText(row.record, place, keys)
  const {email, phone} = toPersonDigests(JSON.parse(text) as ConsentRecord, keys.to.digest) // as `store` wrote it
  return {...row, email, phone, record: keys.to.encrypt(text, place)}
}

function reencryptLead(row: Row, keys: TransferKeys): Row {
  const id = toId(row.id)
  return withoutPayload({
    ...row,
    body: row.body === null ? null : reencryptText(row.body, {id, column: 'body'}, keys),
    answer: row.answer === null ? null : reencryptText(row.answer, {id, column: 'answer'}, keys),
  })
}

/** Digests of what was submitted cannot be made anew: a retry is then trusted to be the same lead. */
function withoutPayload(row: Row): Row {
  return {...row, payload: null}
}

function reencryptText(stored: unknown, place: TextPlace, keys: TransferKeys): string {
  return keys.to.encrypt(decryptText(stored, place, keys), place)
}

function decryptText(stored: unknown, place: TextPlace, {from}: TransferKeys): string {
  try {
    return from.decrypt(String(stored), place)
  } catch {
    throw new ConfigurationError([`FROM: the ${place.column} ${place.id} is damaged and cannot be decrypted`])
  }
}

/** Rows of one transaction. */
const pageSize = 200

/** Copies all tables, page by page. The target is empty. */
export async function copyTables(from: Driver, to: Driver, keys: TransferKeys): Promise<void> {
  const isOtherKey = keys.from.fingerprint !== keys.to.fingerprint
  for (const table of copiedTables)
    for (let after: Value | undefined; ;) {
      const position = after
      const page = await from.read(() => readPage(table, position))
      if (page.length === 0) break
      const {reencrypt} = table
      const copied = isOtherKey && reencrypt ? page.map(row => reencrypt(row, keys)) : page
      await to.upgrade(() => insertRows(table, copied))
      after = page.at(-1)![table.order] as Value // the primary key
    }
  const entries = await from.read(readBindingEntries)
  await to.run(function* () {
    for (const [name, value] of entries) yield* writeMeta(name, value)
  })
}

/** @param after the primary key after which the page begins; undefined for the first one */
function* readPage({name, order, columns, wordings = []}: CopiedTable, after: Value | undefined): Steps<Row[]> {
  const digests = wordings.map(
    column => `(SELECT digest FROM signup_wording WHERE signup_wording.n = ${name}.${column}) AS ${column}`,
  )
  const selected = new Set([order, ...columns, ...digests])
  return yield* rows(
    `SELECT ${[...selected].join(', ')} FROM ${name}${after === undefined ? '' : ` WHERE ${order} > ?2`}
      ORDER BY ${order} LIMIT ?1`,
    ...(after === undefined ? [pageSize] : [pageSize, after]),
  )
}

function* insertRows({name, columns, wordings = []}: CopiedTable, page: readonly Row[]): Steps<void> {
  const inserted = [...columns, ...wordings]
  let parameter = 0
  const lists = page.map(() => {
    const expressions = inserted.map(column => {
      parameter += 1
      const isWording = wordings.includes(column)
      return isWording ? `(SELECT n FROM signup_wording WHERE digest = ?${parameter})` : `?${parameter}`
    })
    return `(${expressions.join(', ')})`
  })
  const values = page.flatMap(row => inserted.map(column => row[column] as Value | undefined)) // as a database returned them
  yield* rows(`INSERT INTO ${name} (${inserted.join(', ')}) VALUES ${lists.join(', ')}`, ...values)
}

/** Counts the rows of every table that holds data, by its name without `signup_`. */
export function* countTables(): Steps<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const {name} of copiedTables) {
    const [row] = yield* rows<{count: unknown}>(`SELECT COUNT(*) AS count FROM ${name}`)
    counts[name.replace('signup_', '')] = Number(row?.count)
  }
  return counts
}

/** Deletes a batch of what an interrupted copy has left in the target. Returns whether there may be more. */
export function* deleteCopied(): Steps<boolean> {
  let hasMore = false
  for (const {name, order} of copiedTables) {
    const deleted = yield* rows(
      `DELETE FROM ${name} WHERE ${order} IN (SELECT ${order} FROM ${name} ORDER BY ${order} LIMIT ?1) RETURNING ${order}`,
      pageSize,
    )
    hasMore ||= deleted.length === pageSize
  }
  return hasMore
}
