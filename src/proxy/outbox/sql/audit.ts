import {rows, type Steps} from './steps.ts'

/** What an operator did. It holds no personal data of visitors. */
export interface AuditEntry {
  /** Epoch milliseconds. */
  at: number
  /** The user of the operating system. */
  who: string
  /** The name of the command. */
  action: string
  /** How the command was called, without personal data. */
  details: Record<string, unknown>
}

/** A stored audit entry. */
export interface AuditRecord extends AuditEntry {
  /** Its position among all of them. */
  n: number
  /** How many leads or records were changed or revealed; undefined if the command was interrupted. */
  count?: number
}

/** Stores an entry before its command does anything. Returns its position. */
export function* insertAudit({at, who, action, details}: AuditEntry): Steps<number> {
  const [added] = yield* rows<{n: unknown}>(
    `INSERT INTO signup_audit (at, who, action, details) VALUES (?1, ?2, ?3, ?4) RETURNING n`,
    at,
    who,
    action,
    JSON.stringify(details),
  )
  return Number(added!.n)
}

/** Adds how much a command has changed or revealed. */
export function* completeAudit(n: number, count: number): Steps<void> {
  yield* rows(`UPDATE signup_audit SET count = ?1 WHERE n = ?2`, count, n)
}

/** Reads one page of the entries since a time, oldest first, after the position `after`. */
export function* listAudit(since: number, after: number, limit: number): Steps<AuditRecord[]> {
  const found = yield* rows<{n: unknown; at: unknown; who: string; action: string; details: string; count: unknown}>(
    `SELECT n, at, who, action, details, count FROM signup_audit WHERE n > ?1 AND at >= ?2 ORDER BY n LIMIT ?3`,
    after,
    since,
    limit,
  )
  return found.map(({n, at, who, action, details, count}) => ({
    n: Number(n),
    at: Number(at),
    who,
    action,
    details: JSON.parse(details) as AuditEntry['details'], // as `insertAudit` wrote it
    count: count === null ? undefined : Number(count),
  }))
}
