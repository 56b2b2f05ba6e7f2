import {ConfigurationError} from '../config/configuration-error.ts'
import type {StoredPlace} from './location.ts'

/** The error of the configuration that an error of a database shows. */
export function toConfigurationError(error: unknown, place: StoredPlace): ConfigurationError {
  const {cause} = error as {cause?: unknown} // reading a property is safe on any thrown value
  for (const reason of [error, cause]) if (reason instanceof ConfigurationError) return reason
  return new ConfigurationError([openErrorMessage(error, place)])
}

/** Says why a database could not be opened. Its own message is never repeated: it may contain a password or data. */
export function openErrorMessage(error: unknown, place: StoredPlace): string {
  const {code, errcode} = causeOf(error)
  const expected =
    place.kind === 'file'
      ? (sqliteErrors[(errcode ?? 0) & 0xff] ?? fileErrors[code ?? ''] ?? defaultFileError)
      : (postgresErrors[code ?? ''] ?? defaultPostgresError)
  return `OUTBOX: expected ${expected}`
}

/** Whether the error passes by itself, as while a database server starts. */
export function isWorthRetrying(error: unknown): boolean {
  return retryableCodes.includes(causeOf(error).code ?? '')
}

/** Errors of Node, SQLite and PostgreSQL have a code; those of the store have the original one as their cause. */
function causeOf(error: unknown): {code?: string; errcode?: number} {
  const {code, cause, errcode, message} = error as Error & {code?: string; errcode?: number} // any thrown value has properties
  if (code === 'store_unavailable' && cause) return causeOf(cause)
  return {code: code ?? (/timeout/.test(message) ? 'ETIMEDOUT' : undefined), errcode} // pg's own timeouts have no code
}

const defaultFileError = 'a file that is writable and holds a SQLite database of this proxy, in a writable folder'
const defaultPostgresError =
  'a PostgreSQL database that can be reached, and in which this user may create tables and functions'

/** By the code of the file system. */
const fileErrors: Record<string, string> = {
  ENOENT: 'a file in a folder that exists',
  ENOTDIR: 'a file in a folder that exists',
  EISDIR: 'a file, this is a folder',
  EACCES: 'a file that this user may read and write, in a folder that this user may write to',
  EPERM: 'a file that belongs to this user',
  EROFS: 'a file on a disk that is writable',
  ENOSPC: 'a file on a disk with free space',
}

/** By the primary result code (https://sqlite.org/rescode.html). */
const sqliteErrors: Record<number, string> = {
  5: 'a file that no other process locks for more than two seconds',
  8: 'a file that this user may write to, on a disk that is writable',
  10: 'a file on a disk without errors',
  11: 'an intact SQLite database, this file is damaged: restore a backup',
  13: 'a file on a disk with free space',
  14: 'a file that this user may read and write, in a folder that this user may write to',
  26: 'a SQLite database, this file is none',
}

/** By SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html) or by the code of the connection. */
const postgresErrors: Record<string, string> = {
  '28P01': 'the right password for this user of PostgreSQL',
  '28000': 'a user whom PostgreSQL admits from this machine',
  '3D000': 'a database that exists',
  '42501': 'a PostgreSQL user who may create tables and functions in the database',
  '53300': 'a PostgreSQL server with free connections',
  ECONNREFUSED: 'a PostgreSQL server that accepts connections, this one refuses them',
  ENOTFOUND: 'the name of a PostgreSQL server, this one is unknown',
  EAI_AGAIN: 'the name of a PostgreSQL server, this one could not be resolved',
  ETIMEDOUT: 'a PostgreSQL server that answers, this one does not',
  '57P03': 'a PostgreSQL server that is ready, this one is starting',
}

const retryableCodes = ['ECONNREFUSED', 'ETIMEDOUT', 'EAI_AGAIN', '57P03', '57P01', '53300']
