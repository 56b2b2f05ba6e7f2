import {PgBoss} from 'pg-boss'
import {PostgresDriver, queueName} from './postgres-driver.ts'

/** Opens a PostgreSQL database. The jobs of pg-boss are in a schema of their own. Throws if it cannot be opened. */
export async function openPostgres(url: string): Promise<PostgresDriver> {
  const boss = new PgBoss({
    connectionString: url,
    schema: 'contact_signup_jobs',
    application_name: 'contact-signup-proxy',
    max: 20,
    connectionTimeoutMillis: 2_000,
    schedule: false,
  })
  // Failed calls reject. This listener is for pg-boss's maintenance, whose errors would otherwise end the process.
  boss.on('error', () => {})
  try {
    await boss.start()
    await boss.createQueue(queueName, {retryLimit: 100, retentionSeconds: 365 * 24 * 3600})
    return new PostgresDriver(boss)
  } catch (error) {
    await boss.stop({graceful: false}).catch(() => {})
    throw error
  }
}
