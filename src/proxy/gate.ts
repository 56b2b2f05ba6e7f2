import {checkContact} from '../contact/contact.ts'
import {fullReader as phones} from '../contact/phone/full.ts'
import type {Contact} from '../contact/schema.ts'
import {Problem} from '../contact/wire.ts'
import {checkAllowed} from './allow.ts'
import {problem, receipt, toProblem} from './answer.ts'
import type {Evidence} from './api-contact.ts'
import {readClientIp} from './client-ip.ts'
import type {Deliver, Delivered} from './delivery.ts'
import type {Incoming, Reply} from './exchange.ts'
import type {Admit} from './limits/limits.ts'
import type {LogEvent, Settings} from './options.ts'
import {corsHeaders, preflight, requireOrigin} from './origin.ts'
import {faultOf as storeFaultOf} from './outbox/fault.ts'
import {readIdempotencyKey, readJson, requireRoute} from './request.ts'
import type {Outcome} from './upstream.ts'

/** Answers one request; never throws. */
export type Gate = (incoming: Incoming) => Promise<Reply>

/** What the gate hands its work to. */
export interface Parts {
  admit: Admit
  deliver: Deliver
}

/** Makes the gate that every request passes, whatever the runtime: it refuses, or it hands a judged lead on. */
export function createGate(settings: Settings, {admit, deliver}: Parts): Gate {
  return async incoming => {
    const id = crypto.randomUUID()
    const headers = {...corsHeaders(incoming, settings.allowedOrigins), 'x-request-id': id}
    try {
      requireRoute(incoming, settings.path)
      requireOrigin(incoming, settings.allowedOrigins)
      if (incoming.method === 'OPTIONS') return preflight(headers)
      const contact = await readContact(incoming, settings)
      const lead = {key: readIdempotencyKey(incoming), contact, evidence: evidenceOf(incoming, settings)}
      await admit(lead)
      const delivered = await deliver(lead)
      settings.log(eventOf(id, delivered))
      return receipt(delivered.status, headers)
    } catch (error) {
      settings.log(faultOf(id, error))
      return problem(error, headers) // the only way an error leaves: a code from the wire contract
    }
  }
}

/** Judges the body twice: by the rules for contacts, then by what this operator allows. */
async function readContact(incoming: Incoming, settings: Settings): Promise<Contact> {
  const checked = checkContact(await readJson(incoming), {phones})
  const issues = checked.ok ? checkAllowed(checked.contact, settings) : checked.issues
  if (!checked.ok || issues.length > 0) throw new Problem('contact_invalid', {issues})
  return checked.contact
}

function evidenceOf(incoming: Incoming, settings: Settings): Evidence {
  return {
    gdpr_date: new Date().toISOString().replace(/\.\d+/, ''),
    gdpr_remote_ip: readClientIp(incoming, settings),
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
