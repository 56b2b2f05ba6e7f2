import type {LogEvent, Settings} from '../config/options.ts'
import type {Deliver, Lead} from '../delivery/lead.ts'
import type {Admit, Digest} from '../intake/limits/limits.ts'
import type {Proofs} from '../intake/proof-of-work/proofs.ts'
import {ReplyMimic} from '../intake/quarantine-reply.ts'
import {requireOrigin, toCorsHeaders, toPreflightResponse} from './cors.ts'
import type {ProxyRequest, ProxyResponse} from './exchange.ts'
import {readLanguage, toErrorPage, toSuccessPage} from './html-response.ts'
import {toChallengeResponse, toProblemResponse, toReceipt} from './json-response.ts'
import {createLeadReader, type RequestContext} from './read-lead.ts'
import {requireRoute} from './read-request.ts'
import {toDeliveryEvent, toLogEvent} from './request-events.ts'

/** Responds to one request; never throws. */
export type RequestHandler = (request: ProxyRequest) => Promise<ProxyResponse>

export interface Dependencies {
  admit: Admit
  deliver: Deliver
  digest: Digest
  /** Requires a proof of work with each lead. */
  proofs?: Proofs
}

/** Creates the handler of every request, whatever the runtime: it refuses the request or delivers a validated lead. */
export function createRequestHandler(settings: Settings, dependencies: Dependencies): RequestHandler {
  const {proofs} = dependencies
  const readLead = createLeadReader(settings, dependencies)
  const deliver = createDelivery(settings, dependencies)
  const challengePath = `${settings.path}/challenge`
  const paths = proofs ? [settings.path, challengePath] : [settings.path]

  return async request => {
    const id = crypto.randomUUID()
    const log = createLog(settings.log, id)
    const headers = {...toCorsHeaders(request, settings.allowedOrigins), 'x-request-id': id}
    const context: RequestContext = {language: readLanguage(request.header('accept-language'))}
    try {
      requireRoute(request, paths)
      requireOrigin(request, settings.allowedOrigins)
      if (request.method === 'OPTIONS') return toPreflightResponse(headers)
      if (proofs && request.target === challengePath) {
        log({level: 'info', event: 'challenged'})
        return toChallengeResponse(await proofs.challenge(request), headers)
      }
      const receipt = toReceipt(await deliver(await readLead(request, context), log), headers)
      return context.type === 'form' ? await toSuccessPage(receipt, context.language, settings.successUrl) : receipt
    } catch (error) {
      log(toLogEvent(error))
      const problem = toProblemResponse(error, headers) // the only way an error leaves: a code from the wire contract
      return context.type === 'form' ? toErrorPage(problem, error, context.language) : problem
    }
  }
}

type Log = (event: LogEvent) => void

/** Adds the request's id and its duration so far, in milliseconds. */
function createLog(log: Log, id: string): Log {
  const startedAt = performance.now()
  return event => log({...event, request_id: id, ms: Math.round(performance.now() - startedAt)})
}

/** Counts a lead against the limits, delivers it, and returns the status that the visitor sees. */
function createDelivery(settings: Settings, {admit, deliver}: Dependencies) {
  const mimic = new ReplyMimic()
  return async (lead: Lead, log: Log) => {
    const startedAt = performance.now() // after the body: how slowly it arrived says nothing about delivery
    await admit(lead)
    const delivered = await deliver(lead)
    log(toDeliveryEvent(lead, delivered, settings.outbox !== undefined))
    const elapsedMs = performance.now() - startedAt
    if (lead.quarantine && settings.outbox) return mimic.reply(elapsedMs)
    mimic.record(delivered.status, elapsedMs)
    return delivered.status
  }
}
