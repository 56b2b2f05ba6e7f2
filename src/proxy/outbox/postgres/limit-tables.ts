/** The tables of limits that all proxies of one outbox share (see `server/shared-limits.ts`). */
export const limitStatements = [
  `CREATE TABLE IF NOT EXISTS signup_limits (
    key VARCHAR(255) PRIMARY KEY, points INTEGER NOT NULL DEFAULT 0, expire BIGINT)`,
  `CREATE TABLE IF NOT EXISTS signup_limits_salt (id INTEGER PRIMARY KEY, salt TEXT NOT NULL)`,
]
