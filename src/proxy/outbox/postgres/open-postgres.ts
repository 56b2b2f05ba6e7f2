import {createLeadCalls} from './lead-calls.ts'
import {loadPg} from './load-pg.ts'
import {maxIdleMs, PostgresDriver} from './postgres-driver.ts'

/** How long a transaction waits for a connection. A visitor may be waiting for it. */
const connectionTimeoutMs = 2_000
/**
 * The server ends a statement after this time, as it may wait for a lock. With the wait for a connection that is within the
 * time limit of a transaction: after a visitor got 503, the lead must not be stored.
 */
const statementTimeoutMs = 3_000
/** More do not store more leads a second: each commit holds its connection for some milliseconds only. */
const defaultConnections = 10

/** Opens a PostgreSQL database. Rejects if it cannot be reached, or if pg is not installed. */
export async function openPostgres(url: string, connections = defaultConnections) {
  const {Pool} = await loadPg()
  const pool = new Pool({
    connectionString: url,
    application_name: 'contact-signup-proxy',
    max: connections,
    connectionTimeoutMillis: connectionTimeoutMs,
    idleTimeoutMillis: maxIdleMs,
    allowExitOnIdle: true, // a function's process ends once nothing else keeps it
    // Every commit waits for the disk of the server, whatever its default is.
    onConnect: async client =>
      void (await client.query(`SET synchronous_commit = on; SET statement_timeout = ${statementTimeoutMs}`)),
  })
  // Each query reports its own error; without a listener a lost connection ends the process.
  pool.on('error', () => {})
  pool.on('connect', client => void client.on('error', () => {}))
  try {
    await pool.query('SELECT 1')
  } catch (error) {
    await pool.end()
    throw error
  }
  const driver = new PostgresDriver(pool)
  return {driver, calls: createLeadCalls(driver)}
}
