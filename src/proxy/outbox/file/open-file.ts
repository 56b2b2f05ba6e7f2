import {chmodSync, closeSync, openSync} from 'node:fs'
import {DatabaseSync} from 'node:sqlite'
import {SqliteDriver} from './sqlite-driver.ts'

/** Milliseconds that SQLite itself waits for a lock, with the event loop standing still. */
const blocking = 5

/** Makes a file where there is none, and has it for this user only; SQLite gives its journals the same mode. */
export function makePrivate(path: string): void {
  closeSync(openSync(path, 'a', 0o600))
  chmodSync(path, 0o600)
}

/** Opens a SQLite file as a driver, and makes it where there is none. Throws where it cannot. */
export function openSqliteFile(path: string): SqliteDriver {
  makePrivate(path)
  const database = new DatabaseSync(path, {timeout: 2_000})
  try {
    database.exec('PRAGMA journal_mode = WAL')
    database.exec('PRAGMA synchronous = FULL') // every commit waits for the disk
    database.exec('PRAGMA secure_delete = ON') // what is deleted is overwritten
    database.exec(`PRAGMA busy_timeout = ${blocking}`)
    return new SqliteDriver(database)
  } catch (error) {
    database.close()
    throw error
  }
}
