import {closeSync, openSync, rmSync} from 'node:fs'
import {pathToFileURL} from 'node:url'
import {loadSqlite} from './load-sqlite.ts'

/** All pages in one step: a copy in several steps starts again whenever a proxy has written meanwhile. */
const pagesPerStep = 2 ** 31 - 1

/** The copy of an outbox. */
export interface Backup {
  /** How many leads of the copy a proxy would send. */
  waiting: number
  /** How many leads it holds in all. */
  leads: number
}

/**
 * Copies a SQLite outbox as it is at one moment, while proxies are running on it. The copy has mode 0600. Throws if there
 * is a file already, if the copy fails or if it is damaged; nothing is left of it then.
 */
export async function backUpFile(source: string, target: string): Promise<Backup> {
  closeSync(openSync(target, 'wx', 0o600))
  try {
    const {backup, DatabaseSync} = loadSqlite()
    const database = new DatabaseSync(source, {readOnly: true, timeout: 2_000})
    try {
      await backup(database, target, {rate: pagesPerStep})
    } finally {
      database.close()
    }
    return readBackup(target)
  } catch (error) {
    rmSync(target)
    throw error
  }
}

/** Verifies a copy. `immutable`: without it, SQLite would create a journal beside the copy. */
function readBackup(path: string): Backup {
  const url = pathToFileURL(path)
  url.searchParams.set('immutable', '1')
  const {DatabaseSync} = loadSqlite()
  const database = new DatabaseSync(url, {readOnly: true})
  try {
    const {quick_check: verdict} = database.prepare('PRAGMA quick_check(1)').get() as {quick_check: string} // one row
    if (verdict !== 'ok') throw new Error('the copy is damaged')
    const [row] = database
      .prepare(
        `SELECT COUNT(*) AS leads, COUNT(*) FILTER (WHERE state IN ('pending', 'sending')) AS waiting FROM signup_lead`,
      )
      .all()
    return {leads: Number(row?.leads), waiting: Number(row?.waiting)}
  } finally {
    database.close()
  }
}
