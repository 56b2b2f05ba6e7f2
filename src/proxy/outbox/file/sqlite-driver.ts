import type {DatabaseSync, StatementSync} from 'node:sqlite'
import {Problem} from '../../../contact/wire.ts'
import type {Dialect, Driver, Row, Step, Steps} from '../sql/steps.ts'

interface Job {
  transaction: () => Steps<unknown>
  resolve(result: unknown): void
  reject(error: Problem): void
}

/** How long a transaction waits while another process holds the lock. */
export const lockTimeoutMs = 2_000
/** Another proxy may be upgrading a large outbox. */
const upgradeLockTimeoutMs = 600_000

/** Limits how long transactions that read wait for one commit. */
const maxBatchSize = 256

const dialect: Dialect = {
  serial: 'INTEGER PRIMARY KEY',
  bytes: 'BLOB',
  fromHex: expression => `unhex(${expression})`,
  tableNames: `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
  ownsDatabase: true,
  extensions: [],
}

/**
 * Runs transactions on one SQLite connection. All transactions started in one turn of the event loop share one commit,
 * and thus one fsync. If one of them fails, each is run again on its own, so that the others succeed. Waits for the disk
 * and for the locks of other processes on the calling thread.
 */
export class SqliteDriver implements Driver {
  readonly dialect = dialect
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()
  #queue: Job[] = []
  #closed: Promise<void> | undefined

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  run<T>(transaction: () => Steps<T>): Promise<T> {
    return new Promise<unknown>((resolve, reject) => {
      if (this.#queue.push({transaction, resolve, reject}) === 1) setImmediate(() => this.#flush())
    }) as Promise<T> // `resolve` gets the transaction's result
  }

  /** In WAL mode a query without a transaction sees the last commit, and needs no lock. */
  async read<T>(query: () => Steps<T>): Promise<T> {
    try {
      return this.#runSteps(query())
    } catch (error) {
      throw toProblem(error as Error) // SQLite and the steps throw errors only
    }
  }

  async upgrade<T>(transaction: () => Steps<T>): Promise<T> {
    this.#database.exec(`PRAGMA busy_timeout = ${upgradeLockTimeoutMs}`)
    try {
      return await this.run(transaction)
    } finally {
      this.#database.exec(`PRAGMA busy_timeout = ${lockTimeoutMs}`)
    }
  }

  purgeJournal(): void {
    this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  }

  close(): Promise<void> {
    this.#closed ??= new Promise(resolve =>
      setImmediate(() => {
        if (this.#queue.length > 0) this.#flush()
        if (this.#database.isOpen) this.#database.close()
        resolve()
      }),
    )
    return this.#closed
  }

  #flush(): void {
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0, maxBatchSize)
      const results = this.#commit(batch)
      if (!(results instanceof Error)) batch.forEach(({resolve}, index) => resolve(results[index]))
      else if (isBusy(results)) this.#rejectAll(batch, results)
      else if (batch.length === 1) batch[0]!.reject(toProblem(results))
      else for (const job of batch) this.#runAlone(job)
    }
  }

  /** Those in the queue have waited for the same lock: if each batch waited for it anew, the queue would only grow. */
  #rejectAll(batch: Job[], error: Error): void {
    for (const {reject} of [...batch, ...this.#queue.splice(0)]) reject(toProblem(error))
  }

  #runAlone(job: Job): void {
    const results = this.#commit([job])
    if (results instanceof Error) job.reject(toProblem(results))
    else job.resolve(results[0])
  }

  #commit(batch: Job[]): unknown[] | Error {
    try {
      this.#database.exec('BEGIN IMMEDIATE')
      const results = batch.map(({transaction}) => this.#runSteps(transaction()))
      this.#database.exec('COMMIT')
      return results
    } catch (error) {
      // On a full disk SQLite has already rolled back.
      if (this.#database.isOpen && this.#database.isTransaction) this.#database.exec('ROLLBACK')
      return error as Error // SQLite and the steps throw errors only
    }
  }

  #runSteps<T>(steps: Steps<T>): T {
    let next = steps.next([])
    while (!next.done) next = steps.next(this.#runStep(next.value))
    return next.value
  }

  #runStep(step: Step): Row[] {
    if ('lock' in step) return [] // BEGIN IMMEDIATE already locks the database
    return this.#prepare(step.text).all(...step.values) as Row[] // SQLite returns an object for each row
  }

  #prepare(text: string): StatementSync {
    const cached = this.#statements.get(text)
    if (cached) return cached
    const statement = this.#database.prepare(text)
    this.#statements.set(text, statement) // a few dozen at most: only the length of lists varies
    return statement
  }
}

/** SQLITE_BUSY (5) or SQLITE_LOCKED (6); the low byte of an extended result code (https://sqlite.org/rescode.html). */
function isBusy(error: Error): boolean {
  const {errcode = 0} = error as Error & {errcode?: number} // set by node:sqlite
  return [5, 6].includes(errcode & 0xff)
}

function toProblem(cause: Error): Problem {
  return new Problem('store_unavailable', {retryAfter: isBusy(cause) ? 5 : 30, cause})
}
