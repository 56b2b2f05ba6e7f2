import {DatabaseSync, type StatementSync} from 'node:sqlite'
import pg from 'pg'
import {RateLimiterPostgres, RateLimiterSQLite} from 'rate-limiter-flexible'
import {openMemoryCounter, shareCounter, type OpenCounter} from '../intake/limits/counter.ts'
import type {LogEvent} from '../config/options.ts'
import {makePrivate} from '../outbox/file/open-file.ts'
import type {Place} from '../config/outbox-settings.ts'

/** Counters that every proxy of one outbox shares. */
export interface SharedLimits {
  open: OpenCounter
  close(): Promise<void>
}

const table = 'signup_limits'
const columns = (number: string) =>
  `CREATE TABLE IF NOT EXISTS ${table} (key VARCHAR(255) PRIMARY KEY, points INTEGER NOT NULL DEFAULT 0, expire ${number})`

/**
 * Opens the counters beside the outbox: a SQLite file of their own, which needs not outlive a power cut, or a table in
 * the same PostgreSQL. Where they cannot be had later on, each proxy counts for itself, with an alarm in the log.
 */
export async function openSharedLimits(
  place: Place,
  log: (event: LogEvent) => void,
): Promise<SharedLimits | undefined> {
  if (place.kind === 'none') return undefined
  return place.kind === 'file' ? openFile(`${place.path}-limits`, log) : openPostgres(place.url, log)
}

function openFile(path: string, log: (event: LogEvent) => void): SharedLimits {
  makePrivate(path)
  const database = new DatabaseSync(path, {timeout: 100})
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('PRAGMA synchronous = OFF')
  database.exec(columns('INTEGER'))
  const storeClient = toBetterSqlite(database)
  return {
    open: (keyPrefix, rate) =>
      shareCounter(
        new RateLimiterSQLite({
          storeClient,
          storeType: 'better-sqlite3',
          tableName: table,
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

async function openPostgres(url: string, log: (event: LogEvent) => void): Promise<SharedLimits> {
  const storeClient = new pg.Pool({
    connectionString: url,
    max: 4,
    connectionTimeoutMillis: 2_000,
    application_name: 'contact-signup-limits',
  })
  storeClient.on('error', () => {}) // each query has its own; without a listener a connection that breaks off would end the process
  await storeClient.query(columns('BIGINT')).catch((error: {code?: string}) => {
    if (error.code !== '23505') throw error // another proxy made it in the same moment
  })
  return {
    open: (keyPrefix, rate) =>
      shareCounter(
        new RateLimiterPostgres({
          storeClient,
          storeType: 'pool',
          tableName: table,
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

/** What the library asks of better-sqlite3, done by Node's own SQLite. Each of its transactions is a single statement. */
function toBetterSqlite(database: DatabaseSync) {
  const prepared = new Map<string, StatementSync>()
  return {
    prepare(sql: string): StatementSync {
      const statement = prepared.get(sql) ?? database.prepare(sql)
      prepared.set(sql, statement)
      return statement
    },
    transaction: <T>(run: () => T) => run,
  }
}
