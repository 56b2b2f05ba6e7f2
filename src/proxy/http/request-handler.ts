import type {Deliver, Lead} from '../delivery/lead.ts'
import type {Admit} from '../intake/limits/limits.ts'
import {ReplyMimic} from '../intake/quarantine-reply.ts'
import type {Tracing, TraceSpan} from '../tracing/tracing.ts'
import {requireOrigin, toCorsHeaders, toPreflightResponse} from './cors.ts'
import type {ProxyRequest, ProxyResponse} from './exchange.ts'
import {createFormRenderer} from './form-again.ts'
import {toErrorPage, toSuccessPage, type PageSettings} from './html-response.ts'
import {toChallengeResponse, toProblemResponse, toReceipt} from './json-response.ts'
import type {LogEvent} from './log-event.ts'
import {readLanguage} from './page-words.ts'
import {createLeadReader, type LeadDependencies, type LeadSettings} from './read-lead.ts'
import {requireRoute} from './read-request.ts'
import type {RequestContext} from './request-context.ts'
import type {RenderAnswer} from './render-answer.ts'
import {toDeliveryEvent, toLogEvent, toNotAllowedEvent} from './request-events.ts'
import {recordEnd, traceRequest} from './request-span.ts'

/** Responds to one request; never throws. */
export type RequestHandler = (request: ProxyRequest) => Promise<ProxyResponse>

export interface RequestHandlerSettings extends LeadSettings {
  /** The path that accepts leads. */
  path: string
  /** Origins whose pages may post, exact or with * as their first label; empty for the proxy's own origin only. */
  allowedOrigins: ReadonlySet<string>
  /** Where a form without JavaScript is redirected after success. */
  successUrl?: string
  log: Log
  tracing: Tracing
}

export interface Dependencies extends LeadDependencies {
  renderAnswer: RenderAnswer
  admit: Admit
  deliver: Deliver
}

/** Creates the handler of every request, whatever the runtime: it refuses the request or delivers a validated lead. */
export function createRequestHandler(settings: RequestHandlerSettings, dependencies: Dependencies): RequestHandler {
  const {proofs} = dependencies
  const {tracing} = settings
  const readLead = createLeadReader(settings, dependencies)
  const deliver = createDelivery(dependencies, tracing)
  const pages: PageSettings = {...settings, renderForm: createFormRenderer(dependencies.renderAnswer, settings.log)}
  const challengePath = `${settings.path}/challenge`
  const paths = proofs ? [settings.path, challengePath] : [settings.path]

  return request => traceRequest(tracing, request, paths, span => handle(request, span))

  async function handle(request: ProxyRequest, span: TraceSpan): Promise<ProxyResponse> {
    const id = crypto.randomUUID()
    const {traceparent, traceId} = span
    const log = createLog(settings.log, id, span)
    const headers = {...toCorsHeaders(request, settings.allowedOrigins), 'x-request-id': id}
    const context: RequestContext = {
      language: readLanguage(request.header('accept-language')),
      // No outcome: without a duration.
      onLeftOut: names => settings.log({...toNotAllowedEvent(names), request_id: id, trace_id: traceId}),
    }
    try {
      requireRoute(request, paths)
      requireOrigin(request, settings.allowedOrigins)
      if (request.method === 'OPTIONS') return toPreflightResponse(headers)
      if (proofs && request.target === challengePath) {
        log({level: 'info', event: 'challenged'})
        return toChallengeResponse(await proofs.challenge(request.header('origin')), headers)
      }
      const lead = await tracing.run('validate', {parent: traceparent}, () => readLead(request, context))
      const receipt = toReceipt(await deliver({...lead, requestId: id, traceparent}, log), headers)
      return context.type === 'form' ? await toSuccessPage(receipt, context, pages) : receipt
    } catch (error) {
      log(toLogEvent(error))
      const problem = toProblemResponse(error, headers) // the only way an error leaves: a code from the wire contract
      return context.type === 'form' ? toErrorPage(problem, error, context, pages) : problem
    }
  }
}

type Log = (event: LogEvent) => void

/** Adds the request's id and its duration so far, in milliseconds. */
function createLog(log: Log, id: string, span: TraceSpan): Log {
  const startedAt = performance.now()
  return event => {
    recordEnd(span, event)
    log({...event, request_id: id, trace_id: span.traceId, ms: Math.round(performance.now() - startedAt)})
  }
}

/** Counts a lead against the limits, delivers it, and returns the status that the visitor sees. */
function createDelivery({admit, deliver, canQuarantine}: Dependencies, tracing: Tracing) {
  const mimic = canQuarantine ? new ReplyMimic() : undefined // without an outbox every lead is sent
  return async (lead: Lead, log: Log) => {
    const startedAt = performance.now() // after the body: how slowly it arrived says nothing about delivery
    await tracing.run('limits', {parent: lead.traceparent}, () => admit(lead))
    const delivered = await deliver(lead)
    log(toDeliveryEvent(lead, delivered, canQuarantine))
    return mimic ? mimic.reply(lead.key, delivered, performance.now() - startedAt) : delivered.status
  }
}
