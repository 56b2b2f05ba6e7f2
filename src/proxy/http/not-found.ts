import {Problem} from '../../contact/wire.ts'
import {createTracing} from '../tracing/create-tracing.ts'
import type {TracesApi} from '../tracing/traces-api.ts'
import {toPreflightResponse} from './cors.ts'
import {toProblemResponse} from './json-response.ts'
import type {LogEvent} from './log-event.ts'
import type {RequestHandler} from './request-handler.ts'
import {recordEnd, traceRequest} from './request-span.ts'

/**
 * Pages of any origin may read that there is no form: no form's list of origins decides, so the response shows none. Without these
 * headers a page with a wrong path would get a CORS error, which names another cause.
 */
const anyOrigin = {'access-control-allow-origin': '*', 'access-control-expose-headers': 'X-Request-Id'}

export interface NotFoundSettings {
  log(event: LogEvent): void
  opentelemetry?: TracesApi
}

/** Creates the handler of requests to a path that no form has. */
export function createNotFoundHandler({log, opentelemetry}: NotFoundSettings): RequestHandler {
  const tracing = createTracing(opentelemetry)
  return request =>
    traceRequest(tracing, request, [], async span => {
      const id = crypto.randomUUID()
      const headers = {...anyOrigin, 'x-request-id': id}
      if (request.method === 'OPTIONS') return toPreflightResponse(headers) // browsers send the request only then
      const event = {level: 'info', event: 'not_found'} as const
      recordEnd(span, event)
      log({...event, request_id: id, trace_id: span.traceId, ms: 0})
      return toProblemResponse(new Problem('not_found'), headers)
    })
}
