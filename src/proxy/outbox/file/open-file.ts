import {chmodSync, closeSync, openSync} from 'node:fs'
import {DatabaseSync} from 'node:sqlite'
import {SqliteDriver} from './sqlite-driver.ts'

/** Setting the journal mode needs a lock, which another process may hold. Blocks the event loop, but only at startup. */
const openLockTimeoutMs = 2_000
/** How long SQLite itself waits for a lock. Short, because it blocks the event loop; `SqliteDriver` does the waiting. */
const blockingLockTimeoutMs = 5

/** Creates the file if it is missing, and restricts it to the current user. SQLite gives its journal the same mode. */
export function makePrivate(path: string): void {
  closeSync(openSync(path, 'a', 0o600))
  chmodSync(path, 0o600)
}

/** Opens a SQLite file, creating it if it is missing. Throws if it cannot be opened or is no SQLite database. */
export function openSqliteFile(path: string): SqliteDriver {
  makePrivate(path)
  const database = new DatabaseSync(path, {timeout: openLockTimeoutMs})
  try {
    database.exec('PRAGMA journal_mode = WAL')
    database.exec('PRAGMA synchronous = FULL') // every commit waits for fsync
    database.exec('PRAGMA secure_delete = ON') // deleted data is overwritten with zeros
    database.exec(`PRAGMA busy_timeout = ${blockingLockTimeoutMs}`)
    return new SqliteDriver(database)
  } catch (error) {
    database.close()
    throw error
  }
}
