import {checkContact} from '../../contact/contact.ts'
import {fullReader as phones} from '../../contact/phone/full.ts'
import type {Contact} from '../../contact/schema.ts'
import {Problem} from '../../contact/wire.ts'
import {checkAllowed} from '../intake/allow-lists.ts'
import {challenge, problem, receipt, toProblem} from './json-response.ts'
import type {Evidence} from '../contact-api/create-request.ts'
import {canonical} from '../delivery/canonical.ts'
import {readClientIp} from './client-ip.ts'
import type {Deliver, Delivered, Lead} from '../delivery/lead.ts'
import type {Incoming, Reply} from './exchange.ts'
import type {Admit, Digest} from '../intake/limits/limits.ts'
import type {LogEvent, Settings} from '../config/options.ts'
import {corsHeaders, preflight, requireOrigin} from './cors.ts'
import {faultOf as storeFaultOf} from '../outbox/fault.ts'
import type {Proofs} from '../intake/proof-of-work/proofs.ts'
import {readLanguage, sorry, thankYou} from './html-response.ts'
import {readIdempotencyKey, readObject, requireMediaType, requireRoute, type MediaType} from './read-request.ts'
import {siftSignals, type Suspicion} from '../intake/bot-signals.ts'
import type {Outcome} from '../contact-api/upstream.ts'
import {Usual} from '../intake/quarantine-reply.ts'

/** Answers one request; never throws. */
export type Gate = (incoming: Incoming) => Promise<Reply>

/** What the gate hands its work to. */
export interface Parts {
  admit: Admit
  deliver: Deliver
  digest: Digest
  /** Asks for work before a lead. */
  proofs?: Proofs
}

/** What becomes known of a request on its way, for the answer in case it is refused. */
interface Asked {
  type?: MediaType
  /** BCP 47 tag of the language in which a page answers. */
  language: string
}

/** Makes the gate that every request passes, whatever the runtime: it refuses, or it hands a judged lead on. */
export function createGate(settings: Settings, parts: Parts): Gate {
  /** By it nobody can work out the key of somebody else's form. */
  const salt = crypto.randomUUID()
  const usual = new Usual()
  const challengePath = `${settings.path}/challenge`
  const paths = parts.proofs ? [settings.path, challengePath] : [settings.path]

  return async incoming => {
    const id = crypto.randomUUID()
    const started = performance.now()
    const log = (event: LogEvent) =>
      settings.log({...event, request_id: id, ms: Math.round(performance.now() - started)})
    const headers = {...corsHeaders(incoming, settings.allowedOrigins), 'x-request-id': id}
    const asked: Asked = {language: readLanguage(incoming.header('accept-language'))}
    try {
      requireRoute(incoming, paths)
      requireOrigin(incoming, settings.allowedOrigins)
      if (incoming.method === 'OPTIONS') return preflight(headers)
      if (parts.proofs && incoming.target === challengePath) {
        log({level: 'info', event: 'challenged'})
        return challenge(await parts.proofs.challenge(incoming), headers)
      }
      const lead = await readLead(incoming, asked)
      const judged = performance.now()
      await parts.admit(lead)
      const delivered = await parts.deliver(lead)
      log(eventOf(lead, delivered, settings))
      const elapsed = performance.now() - judged // how slowly it came tells nothing of how long leads take
      const isApart = lead.quarantine && settings.outbox
      if (!isApart) usual.note(delivered.status, elapsed)
      const reply = receipt(isApart ? await usual.answer(elapsed) : delivered.status, headers)
      return asked.type === 'form' ? await thankYou(reply, asked.language, settings.successUrl) : reply
    } catch (error) {
      log(faultOf(error))
      const reply = problem(error, headers) // the only way an error leaves: a code from the wire contract
      return asked.type === 'form' ? sorry(reply, error, asked.language) : reply
    }
  }

  /** Judges the body twice, by the rules for contacts and by what this operator allows, and adds the evidence. */
  async function readLead(incoming: Incoming, asked: Asked): Promise<Lead> {
    asked.type = requireMediaType(incoming)
    const {
      contact: input,
      suspicion,
      proof,
    } = siftSignals(await readObject(incoming, asked.type), settings.minFillTime, settings.allowedFields)
    asked.language = readLanguage((input as {consent?: {lang?: unknown}} | null)?.consent?.lang) || asked.language // whatever was parsed, reading a property is safe
    const checked = checkContact(input, {phones, skipWarnings: true})
    const issues = checked.ok ? checkAllowed(checked.contact, settings) : checked.issues
    if (!checked.ok || issues.length > 0) throw new Problem('contact_invalid', {issues})
    const key = await readKey(incoming, checked.contact, asked)
    const unproven = await prove(proof, incoming, key, asked)
    return {key, contact: checked.contact, evidence: evidenceOf(incoming, settings), quarantine: unproven ?? suspicion}
  }

  /** A form without script can do no work: what it sends is kept apart, and refused where there is nowhere to keep it. */
  async function prove(proof: unknown, incoming: Incoming, key: string, {type}: Asked): Promise<Suspicion | undefined> {
    if (type === 'form' && settings.outbox && parts.proofs) return 'no_proof'
    await parts.proofs?.redeem(proof, incoming, key)
    return undefined
  }

  /** A form without script brings no key: what it says is its key, for a day, so that a second click changes nothing. */
  async function readKey(incoming: Incoming, contact: Contact, {type}: Asked): Promise<string> {
    if (type === 'json') return readIdempotencyKey(incoming)
    const digest = await parts.digest(`form ${salt} ${new Date().toISOString().slice(0, 10)} ${canonical(contact)}`)
    return digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5') // a UUID of version 8 (RFC 9562)
  }
}

function evidenceOf(incoming: Incoming, settings: Settings): Evidence {
  return {
    gdpr_date: `${new Date().toISOString().slice(0, 19)}Z`,
    gdpr_remote_ip: readClientIp(incoming, settings),
  }
}

function eventOf({quarantine}: Lead, {status, upstreamStatus}: Delivered, {outbox}: Settings): LogEvent {
  // Without a store there is nowhere to keep it apart: it is sent, and the operator told.
  if (quarantine)
    return {
      level: 'warn',
      event: outbox ? 'quarantined' : 'suspected',
      reason: quarantine,
      upstream_status: upstreamStatus,
    }
  // A contact created with anything but 201 is undocumented: worth an operator's look, never a visitor's trouble.
  const odd = status === 'created' && upstreamStatus !== undefined && upstreamStatus !== 201
  return {level: odd ? 'warn' : 'info', event: status, upstream_status: upstreamStatus}
}

function faultOf(error: unknown): LogEvent {
  const {code, status, cause} = toProblem(error)
  if (code === 'store_unavailable') return {level: 'error', event: code, fault: storeFaultOf(error)}
  const upstream = (cause as Outcome | undefined)?.status // our own outcome, or an error that has none
  const level =
    code === 'internal_error' || code === 'upstream_misconfigured' ? 'error' : status >= 500 ? 'warn' : 'info'
  const fault =
    code === 'internal_error' && cause instanceof Error
      ? cause.stack?.split('\n').slice(1, 4).join(' ').trim()
      : undefined
  return {level, event: code, upstream_status: upstream, fault}
}
