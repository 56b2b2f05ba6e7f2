import {checkContact} from '../contact/contact.ts'
import {fullReader as phones} from '../contact/phone/full.ts'
import type {Contact} from '../contact/schema.ts'
import {Problem} from '../contact/wire.ts'
import {checkAllowed} from './allow.ts'
import {problem, receipt, toProblem} from './answer.ts'
import type {Evidence} from './api-contact.ts'
import {readClientIp, type ProxyContext} from './client-ip.ts'
import type {Delivered} from './delivery.ts'
import {readOptions, type LogEvent, type ProxyOptions, type Settings} from './options.ts'
import {corsHeaders, preflight, requireOrigin} from './origin.ts'
import {Courier} from './outbox/courier.ts'
import {faultOf as storeFaultOf} from './outbox/fault.ts'
import {createLookUp} from './outbox/look-up.ts'
import {readIdempotencyKey, readJson, requireRoute} from './request.ts'
import {createStatelessDelivery} from './stateless.ts'
import {createUpstream, type Outcome} from './upstream.ts'

/** Answers a form's request; Web standards only, so it runs wherever `Request` and `Response` do. */
export interface Proxy {
  (request: Request, context?: ProxyContext): Promise<Response>
  /** Stops delivery from the outbox; resolves when what is under way is recorded. Requests are still answered. */
  close(): Promise<void>
}

/**
 * Makes the proxy between forms and the contact API: it judges each contact again, adds the consent evidence, and
 * creates the contact with the account's secret. Throws where an option is missing or malformed.
 */
export function createProxy(options: ProxyOptions): Proxy {
  const settings = readOptions(options)
  const upstream = createUpstream(settings)
  const courier = settings.outbox && new Courier(settings.outbox, upstream, createLookUp(settings), settings).start()
  const deliver = courier?.deliver ?? createStatelessDelivery(upstream, settings)
  const answer = async (request: Request, context: ProxyContext = {}): Promise<Response> => {
    const id = crypto.randomUUID()
    const headers = {...corsHeaders(request, settings.allowedOrigins), 'x-request-id': id}
    try {
      requireRoute(request, settings.path)
      requireOrigin(request, settings.allowedOrigins)
      if (request.method === 'OPTIONS') return preflight(headers)
      const contact = await readContact(request, settings)
      const delivered = await deliver({key: readIdempotencyKey(request), contact, evidence: evidenceOf(request, context, settings)})
      settings.log(eventOf(id, delivered))
      return receipt(delivered.status, headers)
    } catch (error) {
      settings.log(faultOf(id, error))
      return problem(error, headers) // the only way an error leaves: a code from the wire contract
    }
  }
  return Object.assign(answer, {close: async () => courier?.close()})
}

/** Judges the body twice: by the rules for contacts, then by what this operator allows. */
async function readContact(request: Request, settings: Settings): Promise<Contact> {
  const checked = checkContact(await readJson(request), {phones})
  const issues = checked.ok ? checkAllowed(checked.contact, settings) : checked.issues
  if (!checked.ok || issues.length > 0) throw new Problem('contact_invalid', {issues})
  return checked.contact
}

function evidenceOf(request: Request, context: ProxyContext, settings: Settings): Evidence {
  return {
    gdpr_date: new Date().toISOString().replace(/\.\d+/, ''),
    gdpr_remote_ip: readClientIp(request.headers, context, settings),
  }
}

function eventOf(id: string, {status, upstreamStatus}: Delivered): LogEvent {
  // A contact created with anything but 201 is undocumented: worth an operator's look, never a visitor's trouble.
  const odd = status === 'created' && upstreamStatus !== undefined && upstreamStatus !== 201
  return {level: odd ? 'warn' : 'info', event: status, request_id: id, upstream_status: upstreamStatus}
}

function faultOf(id: string, error: unknown): LogEvent {
  const {code, status, cause} = toProblem(error)
  const upstream = (cause as Outcome | undefined)?.status // our own outcome, or an error that has none
  if (code === 'store_unavailable') return {level: 'error', event: code, request_id: id, fault: storeFaultOf(error)}
  const level = code === 'internal_error' || code === 'upstream_misconfigured' ? 'error' : status >= 500 ? 'warn' : 'info'
  const fault = code === 'internal_error' && cause instanceof Error ? cause.stack?.split('\n').slice(1, 4).join(' ').trim() : undefined
  return {level, event: code, request_id: id, upstream_status: upstream, fault}
}
