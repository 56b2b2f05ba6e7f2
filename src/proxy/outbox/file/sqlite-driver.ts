import type {DatabaseSync, StatementSync} from 'node:sqlite'
import {Problem} from '../../../contact/wire.ts'
import type {Driver, Row, Step, Steps} from '../sql/steps.ts'
import {dueLeads} from './due.ts'

interface Job {
  transaction: () => Steps<unknown>
  /** When the wait for a lock times out, on the clock of `performance.now()`. */
  deadline: number
  resolve(result: unknown): void
  reject(error: Problem): void
}

/** How long a transaction waits while another process holds the lock, and how often it tries. */
const lockTimeoutMs = 2_000
const pollIntervalMs = 15
/** Limits how long one commit blocks the event loop. */
const maxBatchSize = 256

/**
 * Runs transactions on one SQLite connection. All transactions started in one turn of the event loop share one commit,
 * and thus one fsync. If one of them fails, each is run again on its own, so that the others succeed.
 */
export class SqliteDriver implements Driver {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()
  #queue: Job[] = []
  #scheduled = false

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  run<T>(transaction: () => Steps<T>): Promise<T> {
    return new Promise<unknown>((resolve, reject) => {
      this.#queue.push({transaction, deadline: performance.now() + lockTimeoutMs, resolve, reject})
      this.#schedule(0)
    }) as Promise<T> // `resolve` gets the transaction's result
  }

  purgeJournal(): void {
    this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  }

  async close(): Promise<void> {
    while (this.#queue.length > 0) await new Promise(resolve => setTimeout(resolve, pollIntervalMs))
    if (this.#database.isOpen) this.#database.close()
  }

  #schedule(delay: number): void {
    if (this.#scheduled) return
    this.#scheduled = true
    const flush = () => {
      this.#scheduled = false
      this.#flush()
    }
    if (delay > 0) setTimeout(flush, delay)
    else setImmediate(flush)
  }

  #flush(): void {
    const batch = this.#queue.splice(0, maxBatchSize)
    const results = this.#commit(batch)
    if (results instanceof Error && isBusy(results)) this.#postpone(batch, results)
    else if (!(results instanceof Error)) batch.forEach(({resolve}, index) => resolve(results[index]))
    else if (batch.length === 1) batch[0]!.reject(toProblem(results))
    else for (const job of batch) this.#runAlone(job)
    if (this.#queue.length > 0) this.#schedule(results instanceof Error && isBusy(results) ? pollIntervalMs : 0)
  }

  #runAlone(job: Job): void {
    const results = this.#commit([job])
    if (!(results instanceof Error)) job.resolve(results[0])
    else if (isBusy(results)) this.#postpone([job], results)
    else job.reject(toProblem(results))
  }

  /** Another process holds the lock: queues the jobs again, and rejects those that have timed out. */
  #postpone(batch: Job[], error: Error): void {
    const now = performance.now()
    for (const job of batch)
      if (job.deadline > now) this.#queue.push(job)
      else job.reject(toProblem(error))
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
    if ('text' in step) return this.#prepare(step.text).all(...step.values) as Row[] // SQLite returns an object for each row
    if ('due' in step) return this.#runSteps(dueLeads(step.due)) as unknown as Row[] // rows of `{id}`
    return [] // `lock`: BEGIN IMMEDIATE already locks the database; `schedule`: the `due` column is enough
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
