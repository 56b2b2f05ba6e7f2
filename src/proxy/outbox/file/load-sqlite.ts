import {ConfigurationError} from '../../config/configuration-error.ts'

/** Loads SQLite, which is a part of most runtimes. Throws `ConfigurationError` where it is not. */
export function loadSqlite(): typeof import('node:sqlite') {
  const sqlite = process.getBuiltinModule('node:sqlite') as typeof import('node:sqlite') | undefined // by Node's types it exists
  if (!sqlite) throw new ConfigurationError([noSqliteMessage])
  return sqlite
}

const noSqliteMessage =
  'OUTBOX: expected postgres://… or none, a file needs node:sqlite, which this runtime does not have'
