import {randomUUID} from 'node:crypto'
import type {Encryption} from '../sql/encryption.ts'
import type {ObjectStorage} from './object-storage.ts'

/** So many leads in so many seconds. */
interface Rate {
  leads: number
  seconds: number
}

const tables = [
  `CREATE TABLE IF NOT EXISTS signup_limits (subject TEXT PRIMARY KEY, leads INTEGER NOT NULL, expires BIGINT NOT NULL) WITHOUT ROWID`,
  `CREATE INDEX IF NOT EXISTS signup_limits_expires ON signup_limits (expires)`,
  `CREATE TABLE IF NOT EXISTS signup_limits_salt (id INTEGER PRIMARY KEY, salt TEXT NOT NULL)`,
]

/** Counts leads of subjects for all isolates of a Worker. */
export class ObjectLimits {
  readonly #sql: ObjectStorage['sql']
  /** The digest of an address or a person, with the key of the outbox or else with a salt of the store. */
  readonly digest: Encryption['digest']

  constructor({sql}: Pick<ObjectStorage, 'sql'>, {digest}: Pick<Encryption, 'digest'>) {
    this.#sql = sql
    for (const text of tables) sql.exec(text)
    sql.exec(`INSERT INTO signup_limits_salt VALUES (1, ?1) ON CONFLICT (id) DO NOTHING`, randomUUID())
    const salt = String(sql.exec(`SELECT salt FROM signup_limits_salt`).toArray()[0]!.salt)
    this.digest = text => digest(`limits ${salt} ${text}`)
  }

  /**
   * Counts a lead. The window of a subject begins with its first lead. Returns the milliseconds after which the subject may
   * send again; 0 if this lead is allowed.
   */
  count(name: string, {leads, seconds}: Rate, subject: string, now: number): number {
    const id = `${name} ${subject}`
    const counted = this.#sql.exec(
      `INSERT INTO signup_limits (subject, leads, expires) VALUES (?1, 1, ?2)
        ON CONFLICT (subject) DO UPDATE SET leads = CASE WHEN expires <= ?3 THEN 1 ELSE leads + 1 END,
          expires = CASE WHEN expires <= ?3 THEN ?2 ELSE expires END
        WHERE expires <= ?3 OR leads < ?4 RETURNING leads`,
      id,
      now + seconds * 1000,
      now,
      leads,
    )
    if (counted.toArray().length > 0) return 0
    const [full] = this.#sql.exec(`SELECT expires FROM signup_limits WHERE subject = ?1`, id).toArray()
    return Math.max(1, Number(full?.expires) - now)
  }

  /** Takes back the count of an allowed lead. */
  giveBack(name: string, subject: string): void {
    this.#sql.exec(`UPDATE signup_limits SET leads = leads - 1 WHERE subject = ?1 AND leads > 0`, `${name} ${subject}`)
  }

  /** Deletes the counts of windows that have ended. */
  prune(now: number): void {
    this.#sql.exec(`DELETE FROM signup_limits WHERE expires <= ?1`, now)
  }

  get isEmpty(): boolean {
    return this.#sql.exec(`SELECT 1 FROM signup_limits LIMIT 1`).toArray().length === 0
  }
}
