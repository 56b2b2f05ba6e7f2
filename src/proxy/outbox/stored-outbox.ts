import type {SqlOutbox} from './sql/sql-outbox.ts'

/** An outbox in a database, on this thread or on one of its own. */
export type StoredOutbox = Omit<Pick<SqlOutbox, keyof SqlOutbox>, 'operator'>
