import {decryptFirstFormat, type Encryption} from './encryption.ts'
import {reencrypt, type Read} from './reencrypt.ts'
import {currentFormat, dataTables, deleteMeta, leadIndexes, pauseTable, readMeta, writeMeta} from './schema.ts'
import {rows, type Dialect, type Driver, type Steps} from './steps.ts'

/** The value of `texts` while bodies, records and wordings are as the first format encrypted them. */
const firstFormatTexts = 'first'

/** Changes the tables of an earlier format into those of the current one, in one transaction. */
export function* upgradeTables(dialect: Dialect, format: number): Steps<void> {
  yield* upgradePauses()
  if (format < 3) yield* replaceTables(dialect, format)
  else yield* addForms(dialect)
  if (format === 1) yield* writeMeta('texts', firstFormatTexts)
  yield* writeMeta('format', String(currentFormat))
}

/**
 * The third format had one pause, of the whole queue. A proxy of an earlier version cannot read the new table, so it claims
 * and sends nothing any more: it would send the leads of all forms to its own account.
 */
function* upgradePauses(): Steps<void> {
  // Not every store of the first format has the table.
  yield* rows(`CREATE TABLE IF NOT EXISTS signup_pause (id INTEGER PRIMARY KEY, reason TEXT NOT NULL, until BIGINT)`)
  yield* rows(`ALTER TABLE signup_pause RENAME TO signup_pause_old`)
  yield* rows(pauseTable)
  yield* rows(
    `INSERT INTO signup_pause (form, reason, until)
      SELECT CASE WHEN reason = 'operator' THEN '*' ELSE '' END, reason, until FROM signup_pause_old`,
  )
  yield* rows(`DROP TABLE signup_pause_old`)
}

/** Leads of the third format are of the form that the environment configures. */
function* addForms(dialect: Dialect): Steps<void> {
  yield* rows(`ALTER TABLE signup_lead ADD COLUMN form TEXT NOT NULL DEFAULT ''`)
  for (const name of ['due', 'open']) yield* rows(`DROP INDEX IF EXISTS signup_lead_${name}`)
  for (const statement of [...leadIndexes, ...dialect.extensions]) yield* rows(statement)
}

/** Replaces the tables of the first two formats. */
function* replaceTables(dialect: Dialect, format: number): Steps<void> {
  for (const name of indexNames) yield* rows(`DROP INDEX IF EXISTS ${name}`)
  for (const table of oldTables) yield* rows(`ALTER TABLE ${table} RENAME TO ${table}_old`)
  if (format > 1) yield* rows(`ALTER TABLE signup_consent RENAME TO signup_consent_old`)
  else yield* rows(`DROP TABLE IF EXISTS signup_consent`)
  for (const statement of dataTables(dialect)) yield* rows(statement)
  for (const statement of [...copies(dialect, format), ...dialect.extensions]) yield* rows(statement)
  for (const table of oldTables) yield* rows(`DROP TABLE ${table}_old`)
  if (format > 1) yield* rows(`DROP TABLE signup_consent_old`)
  yield* rows(`DROP TABLE IF EXISTS signup_evidence`)
}

const oldTables = ['signup_lead', 'signup_key', 'signup_wording']
const indexNames = [
  ...['due', 'twin', 'email', 'phone'].map(column => `signup_lead_${column}`),
  'signup_key_lead',
  ...['lead', 'email', 'phone', 'at', 'terms', 'marketing'].map(column => `signup_consent_${column}`),
]

/** Copies the rows of an earlier format: ids were texts, and digests were 64 hex digits. */
function copies({fromHex}: Dialect, format: number): string[] {
  const id = (column: string) => fromHex(`replace(${column}, '-', '')`)
  const digest = (column: string) => fromHex(`substr(${column}, 1, 32)`)
  const payload = (column: string) => `CASE WHEN ${column} = '' THEN NULL ELSE ${digest(column)} END`
  const wording = (column: string) => `(SELECT n FROM signup_wording WHERE digest = c.${column})`
  const [records, terms, marketing] =
    format === 1 // its records did not name their wordings; they are read from the records later
      ? ['signup_evidence', 'NULL', 'NULL']
      : ['signup_consent_old', wording('terms'), wording('marketing')]
  return [
    `INSERT INTO signup_wording (digest, text) SELECT digest, text FROM signup_wording_old`,
    `INSERT INTO signup_lead (id, state, is_retry, body, payload, content, stored, since, due, settled, attempts, doubtful, owner, reason, status)
      SELECT ${id('l.id')}, l.state, CASE WHEN l.state = 'pending' AND l.attempts = 0 THEN 0 ELSE 1 END, l.body, ${payload('k.payload')},
        ${digest('l.twin')}, l.stored, l.since, l.due, l.settled, l.attempts, l.doubtful, l.owner, l.reason, l.status
        FROM signup_lead_old l LEFT JOIN signup_key_old k ON k.key = l.id ORDER BY l.stored, l.id`,
    `INSERT INTO signup_key (key, payload, lead) SELECT ${id('key')}, ${payload('payload')}, ${id('lead')}
        FROM signup_key_old WHERE key <> lead`,
    `INSERT INTO signup_consent (id, lead, email, phone, at, terms, marketing, record)
      SELECT ${id('c.id')}, ${id('c.lead')}, ${digest('c.email')}, ${digest('c.phone')}, c.at, ${terms}, ${marketing}, c.record
        FROM ${records} c ORDER BY c.at, c.id`,
  ]
}

/**
 * Encrypts the texts of the first format anew: an encrypted body could be put in the place of its record. Does nothing in
 * any other store.
 */
export async function upgradeTexts(driver: Driver, key: Uint8Array | undefined, encryption: Encryption): Promise<void> {
  if ((await driver.read(() => readMeta('texts'))) !== firstFormatTexts) return
  const read: Read = (stored, place) => {
    if (encryption.isOwn(stored)) return encryption.decrypt(stored, place)
    return key && place.column !== 'wording' ? decryptFirstFormat(key, stored, place.id) : stored
  }
  await reencrypt(driver, read, encryption)
  await driver.run(() => deleteMeta('texts'))
}
