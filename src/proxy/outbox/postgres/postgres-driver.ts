import {randomUUID} from 'node:crypto'
import type {Db, PgBoss} from 'pg-boss'
import {Problem} from '../../../contact/wire.ts'
import type {Driver, Row, Step, Steps, Value} from '../sql/steps.ts'

/** The one queue of tickets. A ticket says that a lead's turn has come; the lead itself lies in the outbox's own tables. */
export const queue = 'contact-signup'

/** A transaction that takes longer than this is given up: a visitor waits for it. */
const patience = 5_000
/** SQLSTATEs of transactions that met another and may be run again. */
const collisions = ['40001', '40P01']
const attempts = 3

/**
 * Runs transactions on PostgreSQL. Tickets are pg-boss jobs, made and taken in the same transaction as the leads they
 * are for: whoever dies in the middle leaves both as they were, for the next proxy.
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
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(
        () => reject(new Problem('store_unavailable', {retryAfter: 30, cause: {code: 'timeout'}})),
        patience,
      )
    })
    try {
      return await Promise.race([this.#again(transaction), late])
    } catch (cause) {
      throw cause instanceof Problem ? cause : new Problem('store_unavailable', {retryAfter: 30, cause})
    } finally {
      clearTimeout(timer)
    }
  }

  async close(): Promise<void> {
    await this.#boss.stop({graceful: false})
  }

  async #again<T>(transaction: () => Steps<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1)
      try {
        return await this.#commit(transaction)
      } catch (error) {
        if (attempt === attempts || !collisions.includes(String((error as {code?: unknown}).code))) throw error // PostgreSQL's errors have codes
      }
  }

  async #commit<T>(transaction: () => Steps<T>): Promise<T> {
    const {db, commit, rollback} = await this.#database.beginTransaction!() // pg-boss's own database can
    try {
      const steps = transaction()
      let next = steps.next([])
      while (!next.done) next = steps.next(await this.#take(next.value, db))
      await commit()
      return next.value
    } catch (error) {
      await rollback()
      throw error
    }
  }

  async #take(step: Step, db: Db): Promise<Row[]> {
    if ('text' in step) return ask(db, step.text, step.values)
    if ('lock' in step) return ask(db, 'SELECT pg_advisory_xact_lock(hashtextextended(?1, 0))', [step.lock])
    if ('due' in step) return this.#takeTickets(step.due.limit, db)
    return this.#replaceTicket(step.ticket, db)
  }

  /** Tears up tickets whose time has come, and tells for which leads; those that were replaced since count for nothing. */
  async #takeTickets(limit: number, db: Db): Promise<Row[]> {
    for (;;) {
      const jobs = await this.#boss.fetch<{lead: string}>(queue, {batchSize: limit, db})
      if (jobs.length === 0) return []
      await this.#boss.deleteJob(
        queue,
        jobs.map(({id}) => id),
        {db},
      )
      const {rows} = await db.executeSql('SELECT id FROM signup_lead WHERE ticket = ANY($1)', [jobs.map(({id}) => id)])
      if (rows.length > 0) return rows as Row[] // pg's rows are objects by column
    }
  }

  async #replaceTicket({lead, at}: {lead: string; at?: number}, db: Db): Promise<Row[]> {
    const [held] = await ask(db, 'SELECT ticket FROM signup_lead WHERE id = ?1', [lead])
    if (typeof held?.ticket === 'string') await this.#boss.deleteJob(queue, held.ticket, {db})
    const id = held && at !== undefined ? randomUUID() : null
    if (id !== null) await this.#boss.send(queue, {lead}, {id, startAfter: new Date(at!), db})
    return ask(db, 'UPDATE signup_lead SET ticket = ?1 WHERE id = ?2', [id, lead])
  }
}

async function ask(db: Db, text: string, values: Value[]): Promise<Row[]> {
  const {rows} = await db.executeSql(text.replace(/\?(\d+)/g, '$$$1'), values)
  return rows as Row[] // pg's rows are objects by column
}
