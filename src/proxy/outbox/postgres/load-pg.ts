import {ConfigurationError} from '../../config/configuration-error.ts'

/** Loads pg, which the package does not install: only an outbox in PostgreSQL uses it. Throws `ConfigurationError`. */
export async function loadPg() {
  try {
    return (await import('pg')).default
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new ConfigurationError(['OUTBOX: postgres:// needs the package pg, install it with: npm install pg@8'])
  }
}
