export type Value = string | number | null
export type Row = Record<string, unknown>

/**
 * One step of a transaction. Most are statements in the SQL that SQLite and PostgreSQL share, with `?1` for values.
 * `lock` keeps others out who lock the same name. `due` gives the ids of leads whose turn it is, as `{id}`; `ticket`
 * has a lead's turn come at a time, or never, where the store hands out tickets.
 */
export type Step =
  | {text: string; values: Value[]}
  | {lock: string}
  | {due: {now: number; limit: number}}
  | {ticket: {lead: string; at?: number}}

/**
 * A transaction as a generator: it yields steps and is handed their rows. So the same lines run at once in SQLite,
 * many of them under one fsync, and one round trip after the other in PostgreSQL. It may be run again from its start.
 */
export type Steps<T> = Generator<Step, T, Row[]>

/** A database that runs transactions. */
export interface Driver {
  /** Resolves when the transaction is on disk; rejects with `store_unavailable`. */
  run<T>(transaction: () => Steps<T>): Promise<T>
  /** Has what was deleted vanish from journals too, as far as others who use the store let it. */
  sweep?(): void
  close(): Promise<void>
}

/** The rows of a statement. */
export function* rows<T = Row>(text: string, ...values: (Value | undefined)[]): Steps<T[]> {
  return (yield {text, values: values.map(value => value ?? null)}) as T[] // the statement says what its columns are
}

/** Any other step. */
export function* step<T = Row>(of: Exclude<Step, {text: string}>): Steps<T[]> {
  return (yield of) as T[] // each kind of step has rows of its own
}

/** `?3, ?4, …` for a list of which the first value is number `first`. */
export function placeholders(list: readonly unknown[], first: number): string {
  return list.map((_value, index) => `?${first + index}`).join(', ')
}
