import {chmodSync, closeSync, openSync} from 'node:fs'
import {loadSqlite} from './load-sqlite.ts'
import {lockTimeoutMs, SqliteDriver} from './sqlite-driver.ts'

/** Pages of 4 kB in the journal before it is copied into the file: copying rarely saves writing the same pages again. */
const checkpointPages = 4_000

/** Creates the file if it is missing, and restricts it to the current user. SQLite gives its journal the same mode. */
export function makePrivate(path: string): void {
  closeSync(openSync(path, 'a', 0o600))
  chmodSync(path, 0o600)
}

/**
 * Opens a SQLite file. Throws if it cannot be opened or is no SQLite database.
 * @param create whether it is created if it is missing
 */
export function openSqliteFile(path: string, create = true): SqliteDriver {
  const {DatabaseSync} = loadSqlite()
  if (create) makePrivate(path)
  const database = new DatabaseSync(path, {timeout: lockTimeoutMs})
  try {
    if (create) database.exec('PRAGMA journal_mode = WAL') // an outbox has it; the file may be of another program
    database.exec('PRAGMA synchronous = FULL') // every commit waits for fsync
    database.exec('PRAGMA secure_delete = ON') // deleted data is overwritten with zeros
    database.exec(`PRAGMA wal_autocheckpoint = ${checkpointPages}`)
    return new SqliteDriver(database)
  } catch (error) {
    database.close()
    throw error
  }
}
