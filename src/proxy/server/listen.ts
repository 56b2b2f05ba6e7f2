import type {Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import type {LogEvent} from '../http/log-event.ts'
import type {Health} from '../outbox/outbox.ts'
import type {Metrics} from './metrics.ts'
import {createOperations} from './operations.ts'
import {createHttpServer, type Handle} from './server.ts'

export interface ListenSettings {
  host: string
  port: number
  /** Milliseconds for which a stopping server still accepts requests. */
  drainTime: number
  /** A port of its own for the metrics, and where it listens. */
  metricsPort?: number
  metricsHost: string
  /** The bearer token that the metrics require. */
  metricsToken?: string
}

export interface ServerDependencies {
  readHealth?(): Promise<Health | undefined>
  metrics: Metrics
  log(event: LogEvent): void
}

/** The proxy's servers while they listen. */
export interface Listening {
  /** Where forms are posted: `http://127.0.0.1:8787`. */
  address: string
  /** Where the metrics are served, if they have a port of their own. */
  metrics?: string
  /** Is not ready any more, stops accepting after the drain time, lets requests in flight finish, and closes the rest after `timeoutMs`. */
  stop(timeoutMs: number): Promise<void>
}

/** Starts the server of the forms and, on a port of its own if configured, that of the metrics. Rejects if a port is taken. */
export async function listen(
  {host, port, drainTime, metricsPort, metricsHost, metricsToken}: ListenSettings,
  handle: Handle,
  {readHealth, metrics, log}: ServerDependencies,
): Promise<Listening> {
  let isStopping = false
  const isDraining = () => isStopping
  const options = {readHealth, isStopping: isDraining, token: metricsToken}
  const onMalformed = (status: number) => log({level: 'info', event: 'not_http', status})
  const hasMetricsPort = metricsPort !== undefined
  const publicEndpoints = createOperations({...options, metrics: metricsToken && !hasMetricsPort ? metrics : undefined})
  const metricsEndpoints = createOperations({...options, metrics})
  const publicServer = createHttpServer(request => publicEndpoints(request) ?? handle(request), onMalformed, isDraining)
  const metricsServer = createHttpServer(request => metricsEndpoints(request) ?? notFound(), onMalformed)

  await open(publicServer, host, port)
  if (hasMetricsPort)
    await open(metricsServer, metricsHost, metricsPort).catch(async (error: unknown) => {
      await close(publicServer, 0)
      throw error
    })
  return {
    address: toUrl(publicServer),
    metrics: hasMetricsPort ? `${toUrl(metricsServer)}/metrics` : undefined,
    async stop(timeoutMs) {
      isStopping = true
      await new Promise(resolve => setTimeout(resolve, drainTime))
      await close(publicServer, timeoutMs)
      if (hasMetricsPort) await close(metricsServer, 0)
    },
  }
}

const notFound = () => ({status: 404, headers: {}})

function open(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
}

function toUrl(server: Server): string {
  const {address, family, port} = server.address() as AddressInfo // it listens on TCP
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}

function close(server: Server, timeoutMs: number): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(() => server.closeAllConnections(), timeoutMs)
    server.close(() => {
      clearTimeout(timer)
      resolve()
    })
    server.closeIdleConnections()
  })
}
