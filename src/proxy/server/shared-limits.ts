import {DatabaseSync, type StatementSync} from 'node:sqlite'
import pg from 'pg'
import {RateLimiterPostgres, RateLimiterSQLite} from 'rate-limiter-flexible'
import type {LogEvent} from '../http/log-event.ts'
import {openMemoryCounter, shareCounter, type OpenCounter} from '../intake/limits/counter.ts'
import {makePrivate} from '../outbox/file/open-file.ts'
import type {OutboxLocation} from '../outbox/location.ts'

/** Counters shared by all proxies of one outbox. */
export interface SharedLimits {
  open: OpenCounter
  close(): Promise<void>
}

type Log = (event: LogEvent) => void

const tableName = 'signup_limits'
const createTable = (integerType: string) =>
  `CREATE TABLE IF NOT EXISTS ${tableName} (key VARCHAR(255) PRIMARY KEY, points INTEGER NOT NULL DEFAULT 0, expire ${integerType})`

/**
 * Opens the counters beside the outbox: a separate SQLite file, which need not survive a power failure, or a table in
 * the same PostgreSQL database. If they fail later, each proxy counts in memory and logs an error.
 */
export async function openSharedLimits(location: OutboxLocation, log: Log): Promise<SharedLimits | undefined> {
  if (location.kind === 'none') return undefined
  return location.kind === 'file' ? openFile(`${location.path}-limits`, log) : openPostgres(location.url, log)
}

function openFile(path: string, log: Log): SharedLimits {
  makePrivate(path)
  const database = new DatabaseSync(path, {timeout: 100})
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('PRAGMA synchronous = OFF')
  database.exec(createTable('INTEGER'))
  const storeClient = toBetterSqlite(database)
  return {
    open: (keyPrefix, rate) =>
      shareCounter(
        new RateLimiterSQLite({
          storeClient,
          storeType: 'better-sqlite3',
          tableName,
          tableCreated: true,
          clearExpiredByTimeout: true,
          keyPrefix,
          points: rate.leads,
          duration: rate.seconds,
        }),
        openMemoryCounter(keyPrefix, rate),
        log,
      ),
    close: async () => database.close(),
  }
}

async function openPostgres(url: string, log: Log): Promise<SharedLimits> {
  const storeClient = new pg.Pool({
    connectionString: url,
    max: 4,
    connectionTimeoutMillis: 2_000,
    application_name: 'contact-signup-limits',
  })
  storeClient.on('error', () => {}) // each query reports its own error; without a listener a lost connection ends the process
  await storeClient.query(createTable('BIGINT')).catch((error: {code?: string}) => {
    if (error.code !== '23505') throw error // unique violation: another proxy is creating the table
  })
  return {
    open: (keyPrefix, rate) =>
      shareCounter(
        new RateLimiterPostgres({
          storeClient,
          storeType: 'pool',
          tableName,
          tableCreated: true,
          keyPrefix,
          points: rate.leads,
          duration: rate.seconds,
        }),
        openMemoryCounter(keyPrefix, rate),
        log,
      ),
    close: () => storeClient.end(),
  }
}

/** The part of better-sqlite3's interface that the library uses, on Node's SQLite. Its transactions are single statements. */
function toBetterSqlite(database: DatabaseSync) {
  const statements = new Map<string, StatementSync>()
  return {
    prepare(sql: string): StatementSync {
      const statement = statements.get(sql) ?? database.prepare(sql)
      statements.set(sql, statement)
      return statement
    },
    transaction: <T>(run: () => T) => run,
  }
}
