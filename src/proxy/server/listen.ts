import type {Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import type {LogEvent} from '../config/options.ts'
import type {Outbox} from '../outbox/outbox.ts'
import type {Metrics} from './metrics.ts'
import {createOperations} from './operations.ts'
import type {Place} from '../config/server-settings.ts'
import {createHttpServer, type Answer} from './server.ts'

/** What the servers tell of beside the gate's answers. */
export interface Known {
  outbox?: Outbox
  metrics: Metrics
  log(event: LogEvent): void
}

/** The proxy's servers while they listen. */
export interface Listening {
  /** Where leads are taken: `http://127.0.0.1:8787`. */
  address: string
  /** Where the metrics are collected, where they have a port of their own. */
  metrics?: string
  /** Stops accepting, lets what is under way finish, and cuts what has not finished after so many milliseconds. */
  stop(milliseconds: number): Promise<void>
}

/** Listens as the place says, and serves what operators ask beside what visitors do. Rejects where a port is taken. */
export async function listen(place: Place, gate: Answer, {outbox, metrics, log}: Known): Promise<Listening> {
  let stopping = false
  const told = {outbox, isStopping: () => stopping, token: place.metricsToken}
  const broken = (status: number) => log({level: 'info', event: 'not_http', status})
  const hasOwnPort = place.metricsPort !== undefined
  const beside = createOperations({...told, metrics: place.metricsToken && !hasOwnPort ? metrics : undefined})
  const apart = createOperations({...told, metrics})
  const server = await open(
    createHttpServer(incoming => beside(incoming) ?? gate(incoming), broken),
    place.host,
    place.port,
  )
  const second = !hasOwnPort
    ? undefined
    : await open(
        createHttpServer(incoming => apart(incoming) ?? {status: 404, headers: {}}, broken),
        place.host,
        place.metricsPort!,
      ).catch(async (error: unknown) => {
        await close(server, 0)
        throw error
      })
  return {
    address: originOf(server),
    metrics: second && `${originOf(second)}/metrics`,
    async stop(milliseconds) {
      stopping = true
      await close(server, milliseconds)
      if (second) await close(second, 0)
    },
  }
}

function open(server: Server, host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve(server))
  })
}

function originOf(server: Server): string {
  const {address, family, port} = server.address() as AddressInfo // it listens on TCP
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}

function close(server: Server, milliseconds: number): Promise<void> {
  return new Promise(resolve => {
    const cut = setTimeout(() => server.closeAllConnections(), milliseconds)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    server.closeIdleConnections()
  })
}
