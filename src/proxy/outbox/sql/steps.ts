import type {ClaimLimits} from '../outbox.ts'

export type Value = string | number | null
export type Row = Record<string, unknown>

/**
 * One step of a transaction. Most steps are statements in the SQL that SQLite and PostgreSQL share, with parameters
 * written `?1`, `?2`. The others differ between the databases, so each driver implements them:
 * - `lock`: waits for the lock of this name and holds it until the transaction ends.
 * - `due`: returns the ids of leads that are due or whose lease has expired, as rows of `{id}`; of leads that were never
 *   tried and of the others no more than their limits.
 * - `schedule`: sets the time at which a lead becomes due, or unschedules it. Does nothing in a database that finds due
 *   leads by their `due` column.
 */
export type Step =
  | {text: string; values: Value[]}
  | {lock: string}
  | {due: {now: number} & ClaimLimits}
  | {schedule: {lead: string; at?: number}}

/**
 * A transaction as a generator that yields steps and receives their rows. The same code thus runs synchronously in
 * SQLite, where many transactions share one fsync, and asynchronously in PostgreSQL. A driver may run it again from the
 * start, so it must not have side effects of its own.
 */
export type Steps<T> = Generator<Step, T, Row[]>

/** Runs transactions on a database. */
export interface Driver {
  /** Resolves when the transaction is on disk; rejects with `store_unavailable`. */
  run<T>(transaction: () => Steps<T>): Promise<T>
  /** Removes deleted data from the database's journal, as far as other connections permit. */
  purgeJournal?(): void
  close(): Promise<void>
}

/** Runs a statement and returns its rows. */
export function* rows<T = Row>(text: string, ...values: (Value | undefined)[]): Steps<T[]> {
  return (yield {text, values: values.map(value => value ?? null)}) as T[] // the caller knows the statement's columns
}

/** Runs a step that is not a statement. */
export function* step<T = Row>(of: Exclude<Step, {text: string}>): Steps<T[]> {
  return (yield of) as T[] // the caller knows the step's rows
}

/** The parameters of a list, `?3, ?4, …`, numbered from `first`. */
export function placeholders(list: readonly unknown[], first: number): string {
  return list.map((_value, index) => `?${first + index}`).join(', ')
}
