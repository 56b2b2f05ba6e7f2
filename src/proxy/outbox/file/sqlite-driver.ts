import type {DatabaseSync, StatementSync} from 'node:sqlite'
import {Problem} from '../../../contact/wire.ts'
import type {Driver, Row, Step, Steps} from '../sql/steps.ts'
import {dueLeads} from './due.ts'

interface Job {
  transaction: () => Steps<unknown>
  /** When waiting for a lock has lasted long enough, by the monotonic clock. */
  deadline: number
  resolve(result: unknown): void
  reject(error: Problem): void
}

/** How long a transaction waits for another process's, and how often it looks. */
const patience = 2_000
const glance = 15
/** What came in one turn of the event loop is committed together; so many at most, for the loop's other work. */
const maxBatch = 256

/**
 * Runs transactions on one SQLite connection. Those that wait at the same time share one commit, and so one fsync;
 * where one of them fails each is run alone, so that none suffers for another.
 */
export class SqliteDriver implements Driver {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()
  #waiting: Job[] = []
  #scheduled = false

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  run<T>(transaction: () => Steps<T>): Promise<T> {
    return new Promise<unknown>((resolve, reject) => {
      this.#waiting.push({transaction, deadline: performance.now() + patience, resolve, reject})
      this.#schedule(0)
    }) as Promise<T> // the transaction's own result
  }

  sweep(): void {
    this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  }

  async close(): Promise<void> {
    while (this.#waiting.length > 0) await new Promise(resolve => setTimeout(resolve, glance))
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
    const batch = this.#waiting.splice(0, maxBatch)
    const results = this.#commit(batch)
    if (results instanceof Error && isBusy(results)) this.#postpone(batch, results)
    else if (!(results instanceof Error)) batch.forEach(({resolve}, index) => resolve(results[index]))
    else if (batch.length === 1) batch[0]!.reject(toProblem(results))
    else for (const job of batch) this.#alone(job)
    if (this.#waiting.length > 0) this.#schedule(results instanceof Error && isBusy(results) ? glance : 0)
  }

  #alone(job: Job): void {
    const results = this.#commit([job])
    if (!(results instanceof Error)) job.resolve(results[0])
    else if (isBusy(results)) this.#postpone([job], results)
    else job.reject(toProblem(results))
  }

  /** Another process holds the lock: the event loop goes on, and these try again until their patience ends. */
  #postpone(batch: Job[], error: Error): void {
    const now = performance.now()
    for (const job of batch)
      if (job.deadline > now) this.#waiting.push(job)
      else job.reject(toProblem(error))
  }

  #commit(batch: Job[]): unknown[] | Error {
    try {
      this.#database.exec('BEGIN IMMEDIATE')
      const results = batch.map(({transaction}) => this.#walk(transaction()))
      this.#database.exec('COMMIT')
      return results
    } catch (error) {
      // Where the disk is full SQLite has rolled back by itself.
      if (this.#database.isOpen && this.#database.isTransaction) this.#database.exec('ROLLBACK')
      return error as Error // SQLite and our own steps throw nothing else
    }
  }

  #walk<T>(steps: Steps<T>): T {
    let next = steps.next([])
    while (!next.done) next = steps.next(this.#take(next.value))
    return next.value
  }

  #take(step: Step): Row[] {
    if ('text' in step) return this.#prepare(step.text).all(...step.values) as Row[] // rows are objects by column
    if ('due' in step) return this.#walk(dueLeads(step.due)) as unknown as Row[] // `{id}`, as the step promises
    return [] // the whole transaction is the lock, and the leads' own times are the tickets
  }

  #prepare(text: string): StatementSync {
    const known = this.#statements.get(text)
    if (known) return known
    const statement = this.#database.prepare(text)
    // A few texts vary by the length of a list; a store has no more than some dozens.
    this.#statements.set(text, statement)
    return statement
  }
}

const codeOf = (error: Error) => (error as Error & {errcode?: number}).errcode ?? 0 // SQLite's extended result code
const isBusy = (error: Error) => [5, 6].includes(codeOf(error) & 0xff) // SQLITE_BUSY, SQLITE_LOCKED

function toProblem(cause: Error): Problem {
  return new Problem('store_unavailable', {retryAfter: isBusy(cause) ? 5 : 30, cause})
}
