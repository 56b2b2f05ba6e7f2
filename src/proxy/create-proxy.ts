import {assemble} from './assemble.ts'
import {readOptions, type ProxyOptions} from './config/options.ts'
import {sendByFetch} from './contact-api/fetch-transport.ts'
import {sha256} from './delivery/canonical.ts'
import {respondTo} from './http/fetch-exchange.ts'

/** What the server knows about a request that `Request` does not contain. */
export interface ProxyContext {
  /** Address of the socket's peer, as the server's runtime gives it. */
  remoteAddress?: string | undefined
}

/** Handles requests of forms with Web standards only, on any runtime with `Request` and `Response`. */
export interface Proxy {
  (request: Request, context?: ProxyContext): Promise<Response>
  /** Stops delivery from the outbox; resolves when attempts in flight are recorded. Requests still get responses. */
  close(): Promise<void>
}

/**
 * Creates the proxy between forms and the contact API: it validates each contact again, adds the consent evidence, and
 * creates the contact with the account's secret. Throws if an option is missing or malformed.
 */
export function createProxy(options: ProxyOptions): Proxy {
  const settings = readOptions(options)
  const {handleRequest, close} = assemble(settings, {send: sendByFetch(settings.fetch), digest: sha256})
  return Object.assign(
    (request: Request, {remoteAddress}: ProxyContext = {}) => respondTo(request, handleRequest, remoteAddress),
    {close},
  )
}
