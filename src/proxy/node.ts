import {within} from '../contact/within.ts'
import type {Environment} from './config/configuration-error.ts'
import {readConfiguration} from './config/read-configuration.ts'
import {findMisspelt} from './config/unknown-variables.ts'
import {bindEnvironmentForm} from './forms/bind-form.ts'
import {serveForm} from './forms/serve-form.ts'
import {serveForms} from './forms/serve-forms.ts'
import type {Served} from './forms/served.ts'
import type {ProxyRequest, ProxyResponse} from './http/exchange.ts'
import {createFormNames} from './outbox/form-names.ts'
import {openOutbox} from './outbox/open.ts'
import {createEventLog} from './server/event-log.ts'
import {listen} from './server/listen.ts'
import {flushLog} from './server/log.ts'
import {createMetrics} from './server/metrics.ts'
import {observeOutbox} from './server/observed-outbox.ts'
import {operationPaths} from './server/operations.ts'
import {openSharedLimits} from './server/shared-limits.ts'
import {StoreHealth} from './server/store-health.ts'
import {loadTraces} from './server/traces.ts'

/** A running proxy. */
export interface ProxyServer {
  /** Where it listens: `http://127.0.0.1:8787`. */
  address: string
  /** Where forms post: the address and the path; that of the first form, if there are several. */
  endpoint: string
  /** Where the metrics are served, if they have a port of their own. */
  metrics?: string
  /**
   * Is not ready any more, stops accepting after `DRAIN_TIME`, lets requests and deliveries in flight finish, and cuts them
   * off after ten seconds.
   */
  close(): Promise<void>
}

/** Within the ten seconds that container runtimes grant. A delivery that takes longer is retried at the next start. */
const shutdownTimeoutMs = 9_500
/** Less than that, so that time is left to record deliveries. */
const requestsTimeoutMs = 9_000
/** Until what is left of the ten seconds, at most this long. */
const flushTimeoutMs = 2_000

export interface StartOptions {
  /** Whether the log says where the proxy listens (`listening`): programs that start the process read it. */
  logsAddress?: boolean
  /** Responds to requests before the proxy does; those for which it returns undefined are the proxy's. */
  respond?(request: ProxyRequest): ProxyResponse | undefined
}

/** Starts the proxy as the environment configures it. Throws `ConfigurationError` before it listens. */
export async function startProxy(
  env: Environment,
  {logsAddress = false, respond = () => undefined}: StartOptions = {},
): Promise<ProxyServer> {
  const {server, options, outbox: outboxSettings, readForms} = readConfiguration(env, operationPaths)
  const {place, oldKey: _oldKey, ...outboxOptions} = outboxSettings
  const traces = server.traces ? await loadTraces(env) : undefined

  const resources: (() => unknown)[] = []
  const release = async () => {
    for (const close of resources.toReversed()) await close()
  }
  try {
    const store = await openOutbox({place, ...outboxOptions})
    resources.push(() => store?.close())
    const names = createFormNames(await bindEnvironmentForm(env, readForms !== undefined, store))
    // Health and metrics are read only after the proxy listens, and then `served` is assigned.
    const health = store && new StoreHealth(store, () => served.ids())
    resources.push(() => health?.close())
    const outbox =
      store && health && observeOutbox(store, [health, {onWritten: (...write) => metrics.observeStore(...write)}])
    const metrics = createMetrics({
      outbox: store,
      attempts: store && (() => served.attempts()),
      forms: readForms && {ids: () => served.ids(), toPath: names.toPath},
    })
    const {log, close: closeLog} = createEventLog(server, metrics)
    resources.push(closeLog)
    const limits =
      server.rateLimitStore === 'outbox' ? await openSharedLimits({place, key: outboxOptions.key}, log) : undefined
    resources.push(() => limits?.close())
    const runtime = {server, limits, log, observeApi: metrics.observeApi, opentelemetry: traces?.api}
    const served: Served = readForms
      ? serveForms({...runtime, store: outbox, names, readForms, onForms: metrics.addForms})
      : serveForm({...options, outbox, log}, {...runtime, env, store})
    resources.push(served.release)
    const readHealth = health && (() => health.read())
    const handle = (request: ProxyRequest) => respond(request) ?? served.handleRequest(request)
    const listening = await listen(server, handle, {readHealth, metrics, log}).catch(async (error: unknown) => {
      await served.close()
      throw error
    })
    const endpoint = listening.address + served.path
    if (logsAddress) {
      log({level: 'info', event: 'listening', endpoint, forms: readForms && served.ids().length})
      flushLog() // the program that started the process may wait for this line
    }
    for (const misspelt of findMisspelt(env)) log({level: 'warn', event: 'variable_unknown', ...misspelt})
    return {
      address: listening.address,
      endpoint,
      metrics: listening.metrics,
      async close() {
        log({level: 'info', event: 'stopping', seconds: server.drainTime / 1000})
        const endsAt = performance.now() + server.drainTime + shutdownTimeoutMs
        await within(endsAt - performance.now(), listening.stop(requestsTimeoutMs).then(served.close))
        log({level: 'info', event: 'stopped'})
        await release()
        await traces?.flush(Math.min(flushTimeoutMs, endsAt - performance.now()))
      },
    }
  } catch (error) {
    await release()
    throw error
  }
}

export {ConfigurationError, type Environment} from './config/configuration-error.ts'
export {
  readEnvironmentWithFiles as readEnvironment,
  readOutboxSettingsWithFiles as readOutboxSettings,
} from './config/environment-with-files.ts'
export {openOutbox} from './outbox/open.ts'
export {createStandIn} from './stand-in/create-stand-in.ts'
export type {CreatedContact, StandInOptions} from './stand-in/contact-api.ts'
