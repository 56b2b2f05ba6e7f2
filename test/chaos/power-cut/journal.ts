import {readFileSync} from 'node:fs'

/** What the process did, in the order in which it did it. */
export type Operation =
  | {kind: 'write'; file: string; offset: number; bytes: Buffer}
  | {kind: 'truncate'; file: string; size: number}
  | {kind: 'sync'; file: string}
  | {kind: 'unlink'; file: string}
  /** An HTTP message that it wrote to a socket. */
  | {kind: 'message'; text: string}

/** The name of the folder in a `sync`. A file's name is what follows that of the database: `''` or `-wal`. */
export const folderName = '.'

/** As in `shim.c`. */
const kinds = ['', 'write', 'truncate', 'sync', 'unlink', 'message'] as const
const headerBytes = 32

/** Reads the journal that the shim wrote. */
export function readJournal(path: string): Operation[] {
  const journal = readFileSync(path)
  const operations: Operation[] = []
  for (let start = 0; start < journal.length;) {
    const end = start + headerBytes + journal.readUInt32LE(start + 4)
    operations.push(toOperation(journal.subarray(start, end)))
    start = end
  }
  return operations
}

function toOperation(entry: Buffer): Operation {
  const kind = kinds[entry.readUInt32LE(0)]
  const offset = Number(entry.readBigUInt64LE(8))
  const file = entry.toString('latin1', 16, headerBytes).replace(/\0.*$/, '')
  const bytes = entry.subarray(headerBytes)
  if (kind === 'write') return {kind, file, offset, bytes}
  if (kind === 'truncate') return {kind, file, size: offset}
  if (kind === 'sync' || kind === 'unlink') return {kind, file}
  if (kind === 'message') return {kind, text: bytes.toString('utf8')}
  throw new Error('not an entry of the journal')
}

/**
 * Removes the syncs that `PRAGMA synchronous = NORMAL` leaves out: those of the WAL after a commit. Those before a
 * checkpoint, which the database's next write shows, and those of the WAL's header remain
 * (https://sqlite.org/pragma.html#pragma_synchronous).
 */
export function withoutCommitSyncs(operations: readonly Operation[]): Operation[] {
  const fileOperations = operations.filter(({kind}) => kind !== 'message')
  const isCommitSync = new Set(
    fileOperations.filter((operation, index) => {
      if (operation.kind !== 'sync' || operation.file !== '-wal') return false
      const previous = fileOperations[index - 1]
      const next = fileOperations[index + 1]
      const isHeader = previous?.kind === 'write' && previous.file === '-wal' && previous.offset === 0
      const isCheckpoint = next?.kind === 'write' && next.file === ''
      return !isHeader && !isCheckpoint
    }),
  )
  return operations.filter(operation => !isCommitSync.has(operation))
}
