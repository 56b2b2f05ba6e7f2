import {createHash, randomUUID} from 'node:crypto'

/** Runs a statement with parameters `?1`, `?2`. */
export type Query = (text: string, ...values: (string | number | null)[]) => Promise<Row[]>
export type Row = Record<string, unknown>

/** The tables of the first format. */
export const firstFormatTables = [
  `CREATE TABLE signup_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)`,
  `CREATE TABLE signup_lead (
    id TEXT PRIMARY KEY, state TEXT NOT NULL, body TEXT, twin TEXT NOT NULL, email TEXT, phone TEXT,
    stored BIGINT NOT NULL, since BIGINT NOT NULL, due BIGINT NOT NULL, settled BIGINT,
    attempts INTEGER NOT NULL DEFAULT 0, doubtful INTEGER NOT NULL DEFAULT 0,
    owner TEXT, ticket TEXT, reason TEXT, status INTEGER)`,
  `CREATE TABLE signup_key (key TEXT PRIMARY KEY, payload TEXT NOT NULL, lead TEXT NOT NULL)`,
  `CREATE TABLE signup_evidence (
    id TEXT PRIMARY KEY, lead TEXT NOT NULL, email TEXT, phone TEXT, at BIGINT NOT NULL, record TEXT NOT NULL)`,
  `CREATE TABLE signup_wording (digest TEXT PRIMARY KEY, text TEXT NOT NULL)`,
]

const digest = (text: string) => createHash('sha256').update(text).digest('hex')

/** Writes an outbox of the first format, not encrypted, with quarantined leads. Returns their e-mail addresses. */
export async function writeFirstFormat(query: Query, count: number): Promise<string[]> {
  for (const statement of firstFormatTables) await query(statement)
  await query(`INSERT INTO signup_meta VALUES ('key', 'none')`)
  await query(`INSERT INTO signup_wording VALUES ('d1', 'I agree')`)
  const emails = Array.from({length: count}, (_, index) => `ada${index}@example.com`)
  for (const email of emails) await insertLead(query, email)
  return emails
}

async function insertLead(query: Query, email: string): Promise<void> {
  const id = randomUUID()
  const now = Date.now()
  const record = {time: '2026-01-01T00:00:00Z', email, terms: {accepted: true, digest: 'd1'}}
  await query(
    `INSERT INTO signup_lead (id, state, body, twin, email, stored, since, due, reason)
      VALUES (?1, 'quarantined', ?2, ?3, ?3, ?4, ?4, ?4, 'honeypot')`,
    id,
    JSON.stringify({email}),
    digest(email),
    now,
  )
  await query(`INSERT INTO signup_key VALUES (?1, ?2, ?1)`, id, digest(`payload ${email}`))
  await query(
    `INSERT INTO signup_evidence VALUES (?1, ?1, ?2, NULL, ?3, ?4)`,
    id,
    digest(email),
    now,
    JSON.stringify(record),
  )
}
