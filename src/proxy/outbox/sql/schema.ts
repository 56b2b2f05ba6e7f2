import {rows, type Steps} from './steps.ts'

/**
 * The tables, in the SQL that SQLite and PostgreSQL share. Times are epoch milliseconds. Columns that identify a person
 * hold digests. `body`, `record` and the text of a wording are encrypted if a key is configured.
 *
 * Columns keep the names under which existing stores were created:
 * - `due`: when a pending lead is due, when the lease of a lead that is being sent expires, or when a lead was delivered.
 * - `twin`: the content hash of the contact, which finds duplicates.
 * - `doubtful`: 1 if the API may already have the lead (`maybeDelivered`).
 * - `ticket`: the id of the pg-boss job that makes the lead due; used in PostgreSQL only.
 * - `payload`: the hash of everything submitted under a key; empty if the outbox has got another key since.
 * - `terms`, `marketing`: the digests of the wordings of a consent record.
 *
 * `signup_evidence` is the table of consent records in stores of the first format, which `migrate.ts` empties.
 */
const statements = [
  `CREATE TABLE IF NOT EXISTS signup_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS signup_lead (
    id TEXT PRIMARY KEY, state TEXT NOT NULL, body TEXT, twin TEXT NOT NULL, email TEXT, phone TEXT,
    stored BIGINT NOT NULL, since BIGINT NOT NULL, due BIGINT NOT NULL, settled BIGINT,
    attempts INTEGER NOT NULL DEFAULT 0, doubtful INTEGER NOT NULL DEFAULT 0,
    owner TEXT, ticket TEXT, reason TEXT, status INTEGER)`,
  `CREATE INDEX IF NOT EXISTS signup_lead_due ON signup_lead (state, due)`,
  `CREATE INDEX IF NOT EXISTS signup_lead_twin ON signup_lead (twin)`,
  `CREATE INDEX IF NOT EXISTS signup_lead_email ON signup_lead (email)`,
  `CREATE INDEX IF NOT EXISTS signup_lead_phone ON signup_lead (phone)`,
  `CREATE TABLE IF NOT EXISTS signup_key (key TEXT PRIMARY KEY, payload TEXT NOT NULL, lead TEXT NOT NULL)`,
  `CREATE INDEX IF NOT EXISTS signup_key_lead ON signup_key (lead)`,
  `CREATE TABLE IF NOT EXISTS signup_evidence (
    id TEXT PRIMARY KEY, lead TEXT NOT NULL, email TEXT, phone TEXT, at BIGINT NOT NULL, record TEXT NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS signup_consent (
    id TEXT PRIMARY KEY, lead TEXT NOT NULL, email TEXT, phone TEXT, at BIGINT NOT NULL,
    terms TEXT, marketing TEXT, record TEXT NOT NULL)`,
  ...['lead', 'email', 'phone', 'at', 'terms', 'marketing'].map(
    column => `CREATE INDEX IF NOT EXISTS signup_consent_${column} ON signup_consent (${column})`,
  ),
  `CREATE TABLE IF NOT EXISTS signup_wording (digest TEXT PRIMARY KEY, text TEXT NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS signup_pause (id INTEGER PRIMARY KEY, reason TEXT NOT NULL, until BIGINT)`,
]

/** Creates missing tables and indexes. Processes that start at the same time wait for one another. */
export function* createSchema(): Steps<void> {
  yield {lock: 'schema'}
  for (const statement of statements) yield* rows(statement)
}

/**
 * Binds the store to its encryption key. Returns whether the key with this fingerprint may open the store: an empty
 * store accepts any key, a store with data only the key that encrypted it.
 */
export function* bindKey(fingerprint: string): Steps<boolean> {
  yield {lock: 'schema'}
  const bound = yield* readMeta('key')
  if (bound === fingerprint) return true
  if (bound !== undefined && !(yield* isEmpty())) return false
  yield* writeMeta('key', fingerprint)
  return true
}

/** The value of `key` while the store is being encrypted with another key. */
export const interruptedRekey = (from: string, to: string): string => `${from} to ${to}`

/** Whether the store holds no lead and no consent record. */
export function* isEmpty(): Steps<boolean> {
  const found = yield* rows(
    `SELECT id FROM signup_lead UNION ALL SELECT id FROM signup_consent UNION ALL SELECT id FROM signup_evidence LIMIT 1`,
  )
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
