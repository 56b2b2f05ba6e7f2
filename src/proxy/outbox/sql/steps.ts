export type Value = string | number | Uint8Array | null
export type Row = Record<string, unknown>

/** What SQLite and PostgreSQL write differently. */
export interface Dialect {
  /** The type of a primary key that counts up by itself. */
  serial: string
  /** The type of binary data. */
  bytes: string
  /** An expression that converts hex digits, given as an expression, into binary data. */
  fromHex(expression: string): string
  /** A query for the names of the tables, in the column `name`. */
  tableNames: string
  /** Whether all tables of the database must be those of the outbox. */
  ownsDatabase: boolean
  /** Statements that follow the creation of the tables. */
  extensions: readonly string[]
}

/**
 * One step of a transaction: a statement in the SQL that SQLite and PostgreSQL share, with parameters written `?1`, `?2`,
 * or a lock of this name, which is held until the transaction ends. `skipLocked` locks the rows that a query returns, and
 * skips those that another transaction has locked. SQLite needs neither: a transaction there locks the database.
 */
export type Step = {text: string; values: Value[]; skipLocked?: boolean} | {lock: string}

/**
 * A transaction as a generator that yields steps and receives their rows. The same code thus runs synchronously in
 * SQLite, where many transactions share one fsync, and asynchronously in PostgreSQL. A driver may run it again from the
 * start, so it must not have side effects of its own.
 */
export type Steps<T> = Generator<Step, T, Row[]>

/** Runs transactions on a database. All methods reject with `store_unavailable`. */
export interface Driver {
  dialect: Dialect
  /** Resolves when the transaction is on disk. */
  run<T>(transaction: () => Steps<T>): Promise<T>
  /** Runs steps that only read. They take no lock, so other processes go on meanwhile. */
  read<T>(query: () => Steps<T>): Promise<T>
  /** Runs a transaction that may take long, before the outbox is used. */
  upgrade<T>(transaction: () => Steps<T>): Promise<T>
  /** Removes deleted data from the database's journal, as far as other connections permit. */
  purgeJournal?(): void
  close(): Promise<void>
}

/** Runs a statement and returns its rows. */
export function* rows<T = Row>(text: string, ...values: (Value | undefined)[]): Steps<T[]> {
  return (yield {text, values: values.map(value => value ?? null)}) as T[] // the caller knows the statement's columns
}

/** Runs a query and locks its rows, except those that another transaction has locked. */
export function* lockedRows<T = Row>(text: string, ...values: Value[]): Steps<T[]> {
  return (yield {text, values, skipLocked: true}) as T[] // the caller knows the query's columns
}

/** The parameters of a list, `?3, ?4, …`, numbered from `first`. */
export function placeholders(list: readonly unknown[], first: number): string {
  return list.map((_value, index) => `?${first + index}`).join(', ')
}
