import {EnvHttpProxyAgent, fetch as fetchByUndici, Pool, type Dispatcher} from 'undici'
import {sendByFetch} from '../contact-api/fetch-transport.ts'
import type {Send} from '../contact-api/upstream.ts'
import {ResponseReader} from './response-reader.ts'

/** Persistent connections to the contact API: several times faster than `fetch` for small POSTs. */
export interface Connections {
  send: Send
  /** Sends through the HTTPS proxy. Undefined if there is none: the runtime's own `fetch` then does. */
  fetch?: typeof globalThis.fetch
  /** Closes the connections; requests in flight fail. */
  close(): Promise<void>
}

export interface ConnectionSettings {
  /** The contact API's base URL. */
  url: string
  /** Time limit of one request; half of it is for the connection, so that time is left for the request. */
  timeoutMs: number
  /** Requests at a time. */
  maxAttempts: number
  /** After this time a connection is closed, so that the next one follows a name that has moved. */
  maxAgeMs?: number
  /** URL of a proxy for the connections; it may contain a password. */
  httpsProxy?: string
  /** Hosts to which no proxy is used, separated by commas. */
  noProxy?: string
  /** Versions of the runtime: Bun has no pool like undici's, and sends by `fetch`, which knows proxies of the environment. */
  runtime?: Partial<NodeJS.ProcessVersions>
}

/** For each attempt: a response whose body has not ended yet keeps its connection. */
const connectionsPerAttempt = 2
/** Longer than most names may be cached. */
const defaultMaxAgeMs = 5 * 60_000

export function openConnections(settings: ConnectionSettings): Connections {
  const {url, httpsProxy, runtime = process.versions} = settings
  if (runtime.bun) return {send: sendByFetch(globalThis.fetch), close: async () => {}}
  const {origin} = new URL(url)
  const dispatcher = openDispatcher(origin, settings)
  return {
    send: (endpoint, headers, body, requestTimeoutMs) =>
      new Promise((resolve, reject) => {
        dispatcher.dispatch(
          {origin, method: 'POST', path: new URL(endpoint).pathname, headers, body},
          new ResponseReader(requestTimeoutMs, {resolve, reject}),
        )
      }),
    fetch: httpsProxy === undefined ? undefined : fetchThrough(dispatcher),
    close: () => dispatcher.destroy(),
  }
}

function openDispatcher(origin: string, settings: ConnectionSettings): Dispatcher {
  const {timeoutMs, maxAttempts, maxAgeMs = defaultMaxAgeMs, httpsProxy, noProxy = ''} = settings
  const options = {
    connections: connectionsPerAttempt * maxAttempts,
    pipelining: 1,
    allowH2: false, // after a reset of an HTTP/2 stream it is less clear whether the request arrived
    headersTimeout: 0, // each request has a timeout that covers everything
    bodyTimeout: 0,
    connectTimeout: timeoutMs / 2,
    clientTtl: maxAgeMs,
  }
  if (httpsProxy === undefined) return new Pool(origin, options)
  return new EnvHttpProxyAgent({...options, httpProxy: '', httpsProxy, noProxy}) // nothing is read from the environment
}

function fetchThrough(dispatcher: Dispatcher): typeof globalThis.fetch {
  const fetch = (input: string, init: object) => fetchByUndici(input, {...init, dispatcher})
  return fetch as unknown as typeof globalThis.fetch // the same API, with types of its own
}
