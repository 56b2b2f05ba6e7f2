import {randomUUID} from 'node:crypto'
import type {DatabaseSync, StatementSync} from 'node:sqlite'
import {RateLimiterPostgres, RateLimiterSQLite} from 'rate-limiter-flexible'
import type {Digest} from '../delivery/canonical.ts'
import type {LogEvent} from '../http/log-event.ts'
import {openMemoryCounter, shareCounter, type OpenCounter} from '../intake/limits/counter.ts'
import type {Rate} from '../intake/limits/rate.ts'
import {limitStatements} from '../outbox/postgres/limit-tables.ts'
import {loadPg} from '../outbox/postgres/load-pg.ts'
import {loadSqlite} from '../outbox/file/load-sqlite.ts'
import {makePrivate} from '../outbox/file/open-file.ts'
import type {OutboxSettings} from '../outbox/location.ts'
import {createEncryption} from '../outbox/sql/encryption.ts'

/** Counters shared by all proxies of one outbox. */
export interface SharedLimits {
  open: OpenCounter
  /** Computes the digests of the subjects, with the key or else with a random salt of the store. */
  digest: Digest
  close(): Promise<void>
}

type Log = (event: LogEvent) => void

const tableName = 'signup_limits'
const insertSalt = (salt: string) => `INSERT INTO signup_limits_salt VALUES (1, '${salt}') ON CONFLICT (id) DO NOTHING`
const selectSalt = 'SELECT salt FROM signup_limits_salt'

const deleteExpired = (time: string) => `DELETE FROM ${tableName} WHERE expire < ${time}`
const deletionIntervalMs = 300_000
/** Clocks of proxies may differ. */
const keptAfterExpiryMs = 3_600_000

/**
 * Opens the counters beside the outbox: a separate SQLite file, which need not survive a power failure, or a table in
 * the same PostgreSQL database, which is created with those of the outbox. If they fail later, each proxy counts in memory and logs an error.
 */
export async function openSharedLimits(
  {place, key}: Pick<OutboxSettings, 'place' | 'key'>,
  log: Log,
): Promise<SharedLimits | undefined> {
  if (place.kind === 'none') return undefined
  return place.kind === 'file' ? openFile(`${place.path}-limits`, key, log) : openPostgres(place.url, key, log)
}

function createDigest(key: Uint8Array | undefined, salt: string): Digest {
  const {digest} = createEncryption(key)
  return text => digest(`limits ${salt} ${text}`)
}

function openFile(path: string, key: Uint8Array | undefined, log: Log): SharedLimits {
  makePrivate(path)
  const {DatabaseSync} = loadSqlite()
  const database = new DatabaseSync(path, {timeout: 100})
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('PRAGMA synchronous = OFF')
  for (const statement of [...limitStatements, insertSalt(randomUUID())]) database.exec(statement)
  const {salt} = database.prepare(selectSalt).get() as {salt: string} // of the row above, or another process's
  const storeClient = toBetterSqlite(database)
  const deletion = database.prepare(deleteExpired('?'))
  const stopDeletion = repeatDeletion(time => deletion.run(time))
  return {
    digest: createDigest(key, salt),
    open: (name, rate) =>
      shareCounter(
        new RateLimiterSQLite({storeClient, storeType: 'better-sqlite3', ...toLimiterOptions(name, rate)}),
        openMemoryCounter(name, rate),
        log,
      ),
    async close() {
      stopDeletion()
      database.close()
    },
  }
}

async function openPostgres(url: string, key: Uint8Array | undefined, log: Log): Promise<SharedLimits> {
  const {Pool} = await loadPg()
  const storeClient = new Pool({
    connectionString: url,
    max: 4,
    connectionTimeoutMillis: 2_000,
    application_name: 'contact-signup-limits',
  })
  storeClient.on('error', () => {}) // each query reports its own error; without a listener a lost connection ends the process
  await storeClient.query(insertSalt(randomUUID()))
  const {rows} = await storeClient.query<{salt: string}>(selectSalt)
  const stopDeletion = repeatDeletion(time => storeClient.query(deleteExpired('$1'), [time]))
  return {
    digest: createDigest(key, rows[0]!.salt),
    open: (name, rate) =>
      shareCounter(
        new RateLimiterPostgres({storeClient, storeType: 'pool', ...toLimiterOptions(name, rate)}),
        openMemoryCounter(name, rate),
        log,
      ),
    async close() {
      stopDeletion()
      await storeClient.end()
    },
  }
}

/** The library would delete expired counts with a timer for each counter, and on SQLite without catching an error. */
const toLimiterOptions = (keyPrefix: string, rate: Rate) => ({
  tableName,
  tableCreated: true,
  clearExpiredByTimeout: false,
  keyPrefix,
  points: rate.leads,
  duration: rate.seconds,
})

/** Deletes expired counts every five minutes. Returns a function that stops it. */
function repeatDeletion(deleteBefore: (time: number) => unknown): () => void {
  const timer = setInterval(async () => {
    try {
      await deleteBefore(Date.now() - keptAfterExpiryMs)
    } catch {
      // The next deletion does it all. A store that keeps failing is reported by the counters.
    }
  }, deletionIntervalMs).unref()
  return () => clearInterval(timer)
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
