import {randomUUID} from 'node:crypto'
import type {Db, PgBoss} from 'pg-boss'
import {Problem} from '../../../contact/wire.ts'
import {dueLeads} from '../file/due.ts'
import type {ClaimLimits} from '../outbox.ts'
import type {Driver, Row, Step, Steps, Value} from '../sql/steps.ts'

/** The pg-boss queue. A job says that a lead is due; the lead itself is in the tables of the outbox. */
export const queueName = 'contact-signup'

/** A visitor may be waiting for the transaction. */
const transactionTimeoutMs = 5_000
/** SQLSTATEs serialization_failure and deadlock_detected: the transaction may be run again. */
const retryableCodes = ['40001', '40P01']
const maxAttempts = 3

/**
 * Runs transactions on PostgreSQL. Due leads are found through pg-boss jobs, which are created and consumed in the same
 * transaction as the change to the lead. If a process crashes in between, both are rolled back.
 */
export class PostgresDriver implements Driver {
  readonly #boss: PgBoss
  readonly #database: Db

  constructor(boss: PgBoss) {
    this.#boss = boss
    this.#database = boss.getDb()
  }

  async run<T>(transaction: () => Steps<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined
    const timeout = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(
        () => reject(new Problem('store_unavailable', {retryAfter: 30, cause: {code: 'timeout'}})),
        transactionTimeoutMs,
      )
    })
    try {
      return await Promise.race([this.#runWithRetries(transaction), timeout])
    } catch (cause) {
      throw cause instanceof Problem ? cause : new Problem('store_unavailable', {retryAfter: 30, cause})
    } finally {
      clearTimeout(timer)
    }
  }

  async close(): Promise<void> {
    await this.#boss.stop({graceful: false})
  }

  async #runWithRetries<T>(transaction: () => Steps<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1)
      try {
        return await this.#commit(transaction)
      } catch (error) {
        if (attempt === maxAttempts || !isRetryable(error)) throw error
      }
  }

  async #commit<T>(transaction: () => Steps<T>): Promise<T> {
    const {db, commit, rollback} = await this.#database.beginTransaction!() // always present on the database that pg-boss opened itself
    try {
      const steps = transaction()
      let next = steps.next([])
      while (!next.done) next = steps.next(await this.#runStep(next.value, db))
      await commit()
      return next.value
    } catch (error) {
      await rollback()
      throw error
    }
  }

  async #runStep(step: Step, db: Db): Promise<Row[]> {
    if ('text' in step) return query(db, step.text, step.values)
    if ('lock' in step) return query(db, 'SELECT pg_advisory_xact_lock(hashtextextended(?1, 0))', [step.lock])
    if ('due' in step) return this.#findDueLeads(step.due, db)
    return this.#replaceJob(step.schedule, db)
  }

  /** By the table rather than by jobs, which cannot tell leads that were never tried from others. */
  async #findDueLeads(due: {now: number} & ClaimLimits, db: Db): Promise<Row[]> {
    const steps = dueLeads(due)
    let next = steps.next()
    while (!next.done) next = steps.next(await this.#runStep(next.value, db))
    return next.value as unknown as Row[] // rows of `{id}`
  }

  async #replaceJob({lead, at}: {lead: string; at?: number}, db: Db): Promise<Row[]> {
    const [row] = await query(db, 'SELECT ticket FROM signup_lead WHERE id = ?1', [lead])
    if (typeof row?.ticket === 'string') await this.#boss.deleteJob(queueName, row.ticket, {db})
    const id = row && at !== undefined ? randomUUID() : null
    if (id !== null) await this.#boss.send(queueName, {lead}, {id, startAfter: new Date(at!), db})
    return query(db, 'UPDATE signup_lead SET ticket = ?1 WHERE id = ?2', [id, lead])
  }
}

async function query(db: Db, text: string, values: Value[]): Promise<Row[]> {
  const {rows} = await db.executeSql(text.replace(/\?(\d+)/g, '$$$1'), values)
  return rows as Row[] // pg returns an object for each row
}

function isRetryable(error: unknown): boolean {
  return retryableCodes.includes(String((error as {code?: unknown}).code)) // PostgreSQL's errors have a code
}
