import {rows, type Dialect, type Driver, type Steps} from './steps.ts'

/** The format of the tables below. Opening a store of an earlier format upgrades it (see `upgrade.ts`). */
export const currentFormat = 4

/** Creates all tables in an empty store. */
export function* createTables(dialect: Dialect): Steps<void> {
  for (const statement of [...metaTables, ...dataTables(dialect), ...dialect.extensions]) yield* rows(statement)
  yield* writeMeta('format', String(currentFormat))
}

/** `form` is that of the leads that are not sent, or `*` for those of all forms. */
export const pauseTable = `CREATE TABLE signup_pause (form TEXT PRIMARY KEY, reason TEXT NOT NULL, until BIGINT)`

const metaTables = [`CREATE TABLE signup_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)`, pauseTable]

/** The indexes whose columns the fourth format has changed. The second one has no delivered leads. */
export const leadIndexes = [
  `CREATE INDEX signup_lead_due ON signup_lead (form, state, is_retry, due)`,
  `CREATE INDEX signup_lead_open ON signup_lead (state, form, n) WHERE state <> 'delivered'`,
]

/**
 * The tables, in the SQL that SQLite and PostgreSQL share. Times are epoch milliseconds. Ids are the bytes of UUIDs, and
 * digests are bytes as well. Digests stand for what was typed. `body`, `answer`, `record` and the text of a wording are
 * encrypted if a key is configured. `n` counts up, so that new rows share the last page of their table.
 *
 * `signup_lead`
 * - `form`: the path of the form that the lead was posted to; empty for the form that the environment configures.
 * - `id`: the idempotency key under which the lead was stored. Further keys of the same lead are in `signup_key`.
 * - `is_retry`: 1 unless the lead is pending and was never tried.
 * - `answer`: what the contact API answered to a refused lead.
 * - `payload`: the digest of everything submitted under the key; null if the outbox has got another key since.
 * - `content`: the digest of the contact, which finds duplicates.
 * - `due`: when a pending lead is due, when the lease of a lead that is being sent expires, or when a lead was settled.
 * - `doubtful`: 1 if the API may already have the lead (`maybeDelivered`).
 *
 * `signup_consent` has the consent records; `terms` and `marketing` are the `n` of their wordings. `signup_audit` says
 * who changed or read what.
 */
export const dataTables = ({serial, bytes}: Dialect) => [
  `CREATE TABLE signup_lead (
    n ${serial}, id ${bytes} NOT NULL, form TEXT NOT NULL DEFAULT '', state TEXT NOT NULL, is_retry INTEGER NOT NULL DEFAULT 0,
    body TEXT, answer TEXT, payload ${bytes}, content ${bytes} NOT NULL,
    stored BIGINT NOT NULL, since BIGINT NOT NULL, due BIGINT NOT NULL, settled BIGINT,
    attempts INTEGER NOT NULL DEFAULT 0, doubtful INTEGER NOT NULL DEFAULT 0, owner TEXT, reason TEXT, status INTEGER)`,
  `CREATE UNIQUE INDEX signup_lead_id ON signup_lead (id)`,
  ...leadIndexes,
  `CREATE INDEX signup_lead_content ON signup_lead (content)`,
  `CREATE TABLE signup_key (key ${bytes} PRIMARY KEY, payload ${bytes}, lead ${bytes} NOT NULL)`,
  `CREATE INDEX signup_key_lead ON signup_key (lead)`,
  `CREATE TABLE signup_consent (
    n ${serial}, id ${bytes} NOT NULL, lead ${bytes} NOT NULL, email ${bytes}, phone ${bytes}, at BIGINT NOT NULL,
    terms INTEGER, marketing INTEGER, record TEXT NOT NULL)`,
  ...['email', 'phone', 'terms', 'marketing'].map(
    column => `CREATE INDEX signup_consent_${column} ON signup_consent (${column}) WHERE ${column} IS NOT NULL`,
  ),
  `CREATE INDEX signup_consent_at ON signup_consent (at)`,
  `CREATE TABLE signup_wording (n ${serial}, digest TEXT NOT NULL UNIQUE, text TEXT NOT NULL)`,
  `CREATE TABLE signup_audit (
    n ${serial}, at BIGINT NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL, details TEXT NOT NULL, count INTEGER)`,
]

/** What a database holds. */
export type Contents = {kind: 'nothing'} | {kind: 'other'} | {kind: 'outbox'; format: number}

/** Reads whether a database holds an outbox and in which format, or what another program stored. */
export function* readContents({tableNames}: Driver['dialect']): Steps<Contents> {
  const names = (yield* rows<{name: string}>(tableNames)).map(({name}) => name)
  if (names.includes('signup_meta')) return {kind: 'outbox', format: Number((yield* readMeta('format')) ?? 1)}
  return {kind: names.length > 0 ? 'other' : 'nothing'}
}

/**
 * Binds the store to its encryption key. Returns whether the key with this fingerprint may open the store: an empty
 * store accepts any key, a store with data only the key that encrypted it.
 */
export function* bindKey(fingerprint: string): Steps<boolean> {
  yield {lock: 'schema'}
  const bound = yield* readMeta('key')
  if (bound === fingerprint) return true
  if (bound !== undefined && (isInterrupted(bound) || !(yield* isEmpty()))) return false
  yield* writeMeta('key', fingerprint)
  return true
}

/** Whether the store is bound to the key with this fingerprint, or to none so far. Binds nothing. */
export function* acceptsKey(fingerprint: string): Steps<boolean> {
  const bound = yield* readMeta('key')
  return bound === undefined || bound === fingerprint
}

/** The value of `key` while the store is being encrypted with another key. */
export const interruptedRekey = (from: string, to: string): string => `${from} to ${to}`

/** The value of `key` while another outbox is being copied into this one. */
export const interruptedTransfer = (to: string): string => `migrate to ${to}`

const isInterrupted = (key: string): boolean => key.includes(' to ')

/** Whether the store holds no lead and no consent record. */
export function* isEmpty(): Steps<boolean> {
  const found = yield* rows(`SELECT n FROM signup_lead UNION ALL SELECT n FROM signup_consent LIMIT 1`)
  return found.length === 0
}

export function* readMeta(name: string): Steps<string | undefined> {
  const [meta] = yield* rows<{value: string}>(`SELECT value FROM signup_meta WHERE name = ?1`, name)
  return meta?.value
}

export function* writeMeta(name: string, value: string): Steps<void> {
  yield* rows(
    `INSERT INTO signup_meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2`,
    name,
    value,
  )
}

export function* deleteMeta(name: string): Steps<void> {
  yield* rows(`DELETE FROM signup_meta WHERE name = ?1`, name)
}
