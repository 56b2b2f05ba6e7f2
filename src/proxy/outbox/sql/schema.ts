import {rows, type Steps} from './steps.ts'

/**
 * What SQLite and PostgreSQL both understand. Times are epoch milliseconds; whatever points to a person is a digest,
 * and `body` is sealed where a key is configured. `due` is when a pending lead's turn comes, and when the lease on one
 * that is being sent ends.
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
  `CREATE INDEX IF NOT EXISTS signup_evidence_email ON signup_evidence (email)`,
  `CREATE INDEX IF NOT EXISTS signup_evidence_phone ON signup_evidence (phone)`,
  `CREATE INDEX IF NOT EXISTS signup_evidence_at ON signup_evidence (at)`,
  `CREATE TABLE IF NOT EXISTS signup_wording (digest TEXT PRIMARY KEY, text TEXT NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS signup_pause (id INTEGER PRIMARY KEY, reason TEXT NOT NULL, until BIGINT)`,
]

/** Makes what is not there yet. Processes that start together take turns. */
export function* createSchema(): Steps<void> {
  yield {lock: 'schema'}
  for (const statement of statements) yield* rows(statement)
}

/**
 * Binds the store to the key that seals it, the first time; afterwards tells whether this is the one. A store in which
 * nothing is sealed yet takes any.
 */
export function* bindKey(fingerprint: string): Steps<boolean> {
  yield {lock: 'schema'}
  const [bound] = yield* rows<{value: string}>(`SELECT value FROM signup_meta WHERE name = 'key'`)
  if (bound?.value === fingerprint) return true
  const [held] = yield* rows(`SELECT id FROM signup_lead UNION ALL SELECT id FROM signup_evidence LIMIT 1`)
  if (bound && held) return false
  yield* rows(
    `INSERT INTO signup_meta (name, value) VALUES ('key', ?1) ON CONFLICT (name) DO UPDATE SET value = ?1`,
    fingerprint,
  )
  return true
}
