import {hash} from 'node:crypto'
import {within} from '../contact/within.ts'
import {assemble} from './assemble.ts'
import {readEnvironment, readOutboxSettings, type Environment} from './config/environment.ts'
import {readOptions, type LogEvent} from './config/options.ts'
import {openOutbox, withKeyFile} from './outbox/open.ts'
import {listen} from './server/listen.ts'
import {flushLog, logLine} from './server/log.ts'
import {createMetrics} from './server/metrics.ts'
import {readPlace, requireSafe} from './config/server-settings.ts'
import {openConnections} from './server/pool.ts'
import {followSecretFile, withSecretFile} from './config/secret-file.ts'
import {openSharedLimits} from './server/shared-limits.ts'

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

/** Milliseconds; a call to the API that takes longer is found again at the next start. */
const patience = 9_500

/** Starts the proxy as the environment says. Throws `ConfigurationError` before it listens. */
export async function startProxy(env: Environment): Promise<ProxyServer> {
  const place = readPlace(env)
  const complete = withKeyFile(withSecretFile(env))
  const options = readEnvironment(complete)
  const outboxSettings = readOutboxSettings(complete)
  requireSafe(place, readOptions(options), outboxSettings.place)

  const opened: (() => unknown)[] = [flushLog]
  const release = async () => {
    for (const close of opened.toReversed()) await close()
  }
  try {
    const outbox = await openOutbox(outboxSettings)
    opened.push(() => outbox?.close())
    const metrics = createMetrics(outbox)
    const log = (event: LogEvent) => {
      metrics.count(event)
      logLine(event)
    }
    const limits = place.sharesLimits ? await openSharedLimits(outboxSettings.place, log) : undefined
    opened.push(() => limits?.close())
    const settings = readOptions({...options, outbox, log})
    const connections = openConnections(settings.url, settings.deadline)
    opened.push(connections.close, followSecretFile(env, settings.secret, log))
    const proxy = assemble(settings, {
      send: connections.send,
      digest: text => hash('sha256', text),
      openShared: limits?.open,
    })
    const listening = await listen(place, proxy.gate, {outbox, metrics, log}).catch(async (error: unknown) => {
      await proxy.close()
      throw error
    })
    return {
      address: listening.address,
      endpoint: listening.address + settings.path,
      metrics: listening.metrics,
      async close() {
        await within(patience, listening.stop(patience - 500).then(proxy.close))
        await release()
      },
    }
  } catch (error) {
    await release()
    throw error
  }
}

export {ConfigurationError, readEnvironment, type Environment} from './config/environment.ts'
