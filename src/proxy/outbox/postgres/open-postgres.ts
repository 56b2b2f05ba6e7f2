import {PgBoss} from 'pg-boss'
import {PostgresDriver, queue} from './postgres-driver.ts'

/** Opens a PostgreSQL database as a driver; the tickets are pg-boss's, in a schema of their own. Throws where it cannot. */
export async function openPostgres(url: string): Promise<PostgresDriver> {
  const boss = new PgBoss({
    connectionString: url,
    schema: 'contact_signup_jobs',
    application_name: 'contact-signup-proxy',
    max: 20,
    connectionTimeoutMillis: 2_000,
    schedule: false,
  })
  boss.on('error', () => {}) // each call has its own error; without a listener one of pg-boss's upkeep would end the process
  try {
    await boss.start()
    await boss.createQueue(queue, {retryLimit: 100, retentionSeconds: 365 * 24 * 3600})
    return new PostgresDriver(boss)
  } catch (error) {
    await boss.stop({graceful: false}).catch(() => {})
    throw error
  }
}
