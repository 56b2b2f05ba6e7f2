import type {SqlOutbox} from './sql/sql-outbox.ts'

/** An outbox in a database, on this thread or on one of its own, with what the operator's commands need. */
export type StoredOutbox = Pick<SqlOutbox, keyof SqlOutbox>
