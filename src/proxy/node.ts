import {hash} from 'node:crypto'
import type {Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {assemble} from './assemble.ts'
import {readEnvironment, readOutboxSettings, type Environment} from './env.ts'
import {openMemoryCounter} from './limits/counter.ts'
import {readOptions, type LogEvent} from './options.ts'
import {openOutbox, withKeyFile} from './outbox/open.ts'
import {flushLog, logLine} from './server/log.ts'
import {createMetrics} from './server/metrics.ts'
import {createOperations} from './server/operations.ts'
import {readPlace, requireSafe} from './server/place.ts'
import {openConnections} from './server/pool.ts'
import {followSecretFile, withSecretFile} from './server/secret-file.ts'
import {createHttpServer} from './server/server.ts'

/** A running proxy. */
export interface ProxyServer {
  /** Where it listens: `http://127.0.0.1:8787`. */
  address: string
  /** Where forms post: the address and the path. */
  endpoint: string
  /** Where the metrics are collected, where they have a port of their own. */
  metrics?: string
  /** Stops accepting, lets what is under way finish, and cuts what has not finished after ten seconds. */
  close(): Promise<void>
}

/** Starts the proxy as the environment says. Throws `ConfigurationError` before it listens. */
export async function startProxy(env: Environment): Promise<ProxyServer> {
  const place = readPlace(env)
  const complete = withKeyFile(withSecretFile(env))
  const options = readEnvironment(complete)
  requireSafe(place, readOptions(options))
  const outbox = await openOutbox(readOutboxSettings(complete))
  const metrics = createMetrics(outbox)
  const log = (event: LogEvent) => {
    metrics.count(event)
    logLine(event)
  }
  const settings = readOptions({...options, outbox, log})
  const connections = openConnections(settings.url, settings.deadline)
  const proxy = assemble(settings, {send: connections.send, digest: text => hash('sha256', text), openCounter: openMemoryCounter})
  const unfollow = followSecretFile(env, settings.secret, log)
  let stopping = false
  const told = {outbox, isStopping: () => stopping, token: place.metricsToken}
  const broken = (status: number) => log({level: 'info', event: 'not_http', status})
  const operations = createOperations({...told, metrics: place.metricsToken && place.metricsPort === undefined ? metrics : undefined})
  const server = createHttpServer(incoming => operations(incoming) ?? proxy.gate(incoming), broken)
  const aside = createOperations({...told, metrics})
  const second = place.metricsPort === undefined ? undefined : createHttpServer(incoming => aside(incoming) ?? {status: 404, headers: {}}, broken)

  const release = async () => {
    unfollow()
    await connections.close()
    await outbox?.close()
    flushLog()
  }
  const stop = () => {
    stopping = true
    return stopWithin(patience, async () => {
      await close(server)
      await proxy.close()
    }).finally(() => second && close(second)).finally(release)
  }
  try {
    await listen(server, place.host, place.port)
    if (second) await listen(second, place.host, place.metricsPort!)
  } catch (error) {
    if (server.listening) await close(server)
    await proxy.close()
    await release()
    throw error
  }
  return {address: originOf(server), endpoint: originOf(server) + settings.path, metrics: second && `${originOf(second)}/metrics`, close: stop}
}

function originOf(server: Server): string {
  const {address, family, port} = server.address() as AddressInfo // it listens on TCP
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
}

/** Milliseconds; a call to the API that takes longer is found again at the next start. */
const patience = 9_500

async function stopWithin(milliseconds: number, stop: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  await Promise.race([stop(), new Promise(resolve => (timer = setTimeout(resolve, milliseconds)))])
  clearTimeout(timer)
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    const cut = setTimeout(() => server.closeAllConnections(), patience - 500)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    server.closeIdleConnections()
  })
}

export {ConfigurationError, readEnvironment, type Environment} from './env.ts'
export {openOutbox} from './outbox/open.ts'
export type {OutboxSettings} from './outbox/settings.ts'
