import type {Tracing, TraceSpan} from '../tracing/tracing.ts'
import type {ProxyRequest, ProxyResponse} from './exchange.ts'
import type {LogEvent} from './log-event.ts'

/** Any other text can be a method: https://opentelemetry.io/docs/specs/semconv/http/http-spans/. */
const knownMethods = ['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'TRACE']

/**
 * Handles a request in the span that starts its trace. The span has nothing that identifies the visitor, and a path only if it
 * is one of the proxy's own: any other may contain anything.
 */
export function traceRequest(
  tracing: Tracing,
  request: ProxyRequest,
  paths: readonly string[],
  handle: (span: TraceSpan) => Promise<ProxyResponse>,
): Promise<ProxyResponse> {
  const route = paths.find(path => path === request.target)
  const method = knownMethods.find(known => known === request.method)
  const attributes = () => ({
    'http.request.method': method ?? '_OTHER',
    'http.route': route,
    'url.path': route,
    'url.scheme': request.ownOrigin.startsWith('https:') ? 'https' : 'http',
  })
  const name = [method ?? 'HTTP', route].filter(Boolean).join(' ')
  return tracing.run(name, {kind: 'server', link: request.header('traceparent'), attributes}, async span => {
    const response = await handle(span)
    span.setAttributes({'http.response.status_code': response.status})
    if (response.status >= 500) span.fail(String(response.status))
    return response
  })
}

/** Adds how a request ended, as the log has it. */
export function recordEnd(span: TraceSpan, {event, lead, reason}: LogEvent): void {
  span.setAttributes({'contact_signup.outcome': event, 'contact_signup.lead': lead})
  span.addEvent(event, {'contact_signup.reason': reason})
}
