import {assemble} from './assemble.ts'
import {readOptions, type ProxyOptions} from './config/options.ts'
import {sendByFetch} from './contact-api/fetch-transport.ts'
import {sha256} from './delivery/canonical.ts'
import {respondTo} from './http/fetch-exchange.ts'
import type {DeliverDueOptions, DeliveryReport} from './outbox/deliver-due.ts'

/** What the server knows about a request that `Request` does not contain. */
export interface ProxyContext {
  /** Address of the socket's peer, as the server's runtime gives it. */
  remoteAddress?: string | undefined
}

/** Handles requests of forms with Web standards only, on any runtime with `Request` and `Response`. */
export interface Proxy {
  (request: Request, context?: ProxyContext): Promise<Response>
  /**
   * Delivers the leads that are due, for a cron of functions: with `delivery: 'on-request'` only. Two calls at once, in any
   * processes, deliver each lead once.
   */
  deliverDue(options?: DeliverDueOptions): Promise<DeliveryReport>
  /** Stops delivery from the outbox; resolves when attempts in flight are recorded. Requests still get responses. */
  close(): Promise<void>
}

/**
 * Creates the proxy between forms and the contact API: it validates each contact again, adds the consent evidence, and
 * creates the contact with the account's secret. Throws if an option is missing or malformed.
 */
export function createProxy(options: ProxyOptions): Proxy {
  const settings = readOptions(options)
  const send = sendByFetch(settings.fetch, {keepsConnection: settings.delivery === 'background'})
  const {handleRequest, close, deliverDue = refuseToDeliver} = assemble(settings, {send, digest: sha256})
  return Object.assign(
    (request: Request, {remoteAddress}: ProxyContext = {}) => respondTo(request, handleRequest, remoteAddress),
    {close, deliverDue},
  )
}

async function refuseToDeliver(): Promise<never> {
  throw new Error("deliverDue: expected a proxy with an outbox and delivery: 'on-request'")
}
