/** The package's entry for an outbox in PostgreSQL, for functions: it loads neither a server nor SQLite. */
export {ConfigurationError, type Environment} from './config/configuration-error.ts'
export {
  readEnvironmentWithFiles as readEnvironment,
  readOutboxSettingsWithFiles as readOutboxSettings,
} from './config/environment-with-files.ts'
export {connectOutbox} from './outbox/postgres/connect-outbox.ts'
