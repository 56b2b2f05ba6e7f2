/** The tables of the third format, which knew no forms. `serial` and `bytes` are types of the database. */
export const thirdFormat = ({serial, bytes}: {serial: string; bytes: string}): string[] => [
  `CREATE TABLE signup_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)`,
  `CREATE TABLE signup_pause (id INTEGER PRIMARY KEY, reason TEXT NOT NULL, until BIGINT)`,
  `CREATE TABLE signup_lead (
    n ${serial}, id ${bytes} NOT NULL, state TEXT NOT NULL, is_retry INTEGER NOT NULL DEFAULT 0,
    body TEXT, answer TEXT, payload ${bytes}, content ${bytes} NOT NULL,
    stored BIGINT NOT NULL, since BIGINT NOT NULL, due BIGINT NOT NULL, settled BIGINT,
    attempts INTEGER NOT NULL DEFAULT 0, doubtful INTEGER NOT NULL DEFAULT 0, owner TEXT, reason TEXT, status INTEGER)`,
  `CREATE UNIQUE INDEX signup_lead_id ON signup_lead (id)`,
  `CREATE INDEX signup_lead_due ON signup_lead (state, is_retry, due)`,
  `CREATE INDEX signup_lead_open ON signup_lead (state, n) WHERE state <> 'delivered'`,
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
  `INSERT INTO signup_meta VALUES ('format', '3')`,
]

/** What a proxy of the third format reads before it claims leads, or sends a new one. */
export const thirdFormatPause = `SELECT reason, until FROM signup_pause WHERE id = 1`
