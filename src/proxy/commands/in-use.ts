import {existsSync} from 'node:fs'
import {setTimeout as sleep} from 'node:timers/promises'
import type {Client} from 'pg'
import type {StoredPlace} from '../outbox/location.ts'
import {loadSqlite} from '../outbox/file/load-sqlite.ts'
import {loadPg} from '../outbox/postgres/load-pg.ts'

/**
 * Whether another process has an outbox open, as far as the database shows it: a proxy of an outbox in PostgreSQL that has
 * just lost its connection is not seen.
 */
export async function isInUse(place: StoredPlace): Promise<boolean> {
  return place.kind === 'file' ? isFileInUse(place.path) : isPostgresInUse(place.url)
}

/** In WAL mode every connection holds a lock for as long as it is open, which the exclusive mode does not get then. */
function isFileInUse(path: string): boolean {
  if (!existsSync(path)) return false
  const {DatabaseSync} = loadSqlite()
  const database = new DatabaseSync(path, {timeout: 0})
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE')
    database.exec('BEGIN EXCLUSIVE')
    database.exec('ROLLBACK')
    return false
  } catch (error) {
    const {errcode = 0} = error as {errcode?: number} // set by node:sqlite
    return (errcode & 0xff) === sqliteBusy // any other error is reported when the outbox is opened
  } finally {
    database.close()
  }
}

/** https://sqlite.org/rescode.html#busy */
const sqliteBusy = 5

/** The server lists a connection for some milliseconds after a proxy has closed it. */
const maxPolls = 20
const pollIntervalMs = 50

async function isPostgresInUse(connectionString: string): Promise<boolean> {
  const {Client} = await loadPg()
  const client = new Client({connectionString, connectionTimeoutMillis: 2_000})
  try {
    await client.connect()
    for (let polls = 0; polls < maxPolls; polls += 1) {
      if (!(await hasOtherConnections(client))) return false
      await sleep(pollIntervalMs)
    }
    return true
  } catch {
    return false // opening the outbox says what is wrong
  } finally {
    await client.end()
  }
}

async function hasOtherConnections(client: Client): Promise<boolean> {
  const {rows} = await client.query(
    `SELECT 1 FROM pg_stat_activity
      WHERE datname = current_database() AND application_name LIKE 'contact-signup%' AND pid <> pg_backend_pid() LIMIT 1`,
  )
  return rows.length > 0
}
