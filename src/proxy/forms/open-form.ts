import {hash} from 'node:crypto'
import {assemble, type FormScope} from '../assemble.ts'
import {isLoopback} from '../config/loopback.ts'
import {readOptions, type ProxyOptions, type Settings} from '../config/options.ts'
import type {RequestHandler} from '../http/request-handler.ts'
import type {OpenCounter} from '../intake/limits/counter.ts'
import type {AttemptUsage} from '../outbox/attempts.ts'
import {openConnections} from '../server/pool.ts'
import type {SharedLimits} from '../server/shared-limits.ts'
import {timeSend} from '../server/timed-send.ts'

/** What all forms of a server share. */
export interface FormRuntime {
  server: {httpsProxy?: string; noProxy?: string}
  limits?: SharedLimits
  /** The module `@opentelemetry/api`, if leads are traced. */
  opentelemetry?: ProxyOptions['opentelemetry']
  /** @param form its path, if there are several */
  observeApi(status: string, seconds: number, form?: string): void
}

/** A form whose requests are handled and whose leads are delivered. */
export interface OpenForm {
  settings: Settings
  handleRequest: RequestHandler
  attempts?: () => AttemptUsage
  /** Stops delivery; resolves when attempts in flight are recorded. Requests still get responses. */
  close(): Promise<void>
  /** Closes the connections to the contact API; requests in flight fail. */
  disconnect(): Promise<void>
}

export const digest = (text: string): string => hash('sha256', text)

/** Opens a form with connections of its own. Throws if an option is missing or malformed. */
export function openForm(
  options: ProxyOptions,
  {server, limits, observeApi, opentelemetry}: FormRuntime,
  scope?: FormScope & {openCounter: OpenCounter},
): OpenForm {
  const settings = readOptions({...options, opentelemetry})
  const connections = openConnections({
    url: settings.url,
    timeoutMs: settings.deadline,
    maxAttempts: settings.maxAttempts,
    httpsProxy: isLoopback(new URL(settings.url).hostname) ? undefined : server.httpsProxy,
    noProxy: server.noProxy,
  })
  const observe = (status: string, seconds: number) => observeApi(status, seconds, scope && settings.path)
  const proxy = assemble(connections.fetch ? {...settings, fetch: connections.fetch} : settings, {
    send: timeSend(connections.send, observe),
    digest,
    openShared: limits && (scope?.id ? openUnder(scope.id, limits.open) : limits.open),
    openCounter: scope?.openCounter,
    digestSubject: limits?.digest,
    form: scope,
  })
  return {settings, ...proxy, disconnect: () => connections.close()}
}

/** Counts of two forms are apart, also where both have one account. */
const openUnder =
  (form: string, open: OpenCounter): OpenCounter =>
  (name, rate) =>
    open(`${name} ${form}`, rate)
