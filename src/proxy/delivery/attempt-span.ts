import type {Outcome} from '../contact-api/upstream.ts'
import type {SpanStart, Tracing, TraceSpan} from '../tracing/tracing.ts'

/** How attempts are traced. */
export interface AttemptTracing {
  /** Base URL of the contact API. */
  url: string
  tracing: Tracing
}

/** An attempt to deliver a lead. */
export interface TracedAttempt extends Pick<SpanStart, 'isRemote'> {
  /** The span of the request that submitted the lead. */
  traceparent?: string
  leadId?: string
  /** 1 for the first attempt. */
  number: number
}

/** Runs an attempt in a span of the lead's trace. */
export function traceAttempt<T>(
  {url, tracing}: AttemptTracing,
  {traceparent, isRemote, leadId, number}: TracedAttempt,
  run: (span: TraceSpan) => Promise<T>,
): Promise<T> {
  const attributes = () => {
    const {hostname, port, protocol} = new URL(url)
    return {
      'http.request.method': 'POST',
      'server.address': hostname,
      'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
      'contact_signup.lead': leadId,
      'contact_signup.attempt': number,
    }
  }
  return tracing.run('deliver', {kind: 'client', parent: traceparent, isRemote, attributes}, run)
}

/** Records what an attempt showed: the contact API's status, or why there is none. */
export function recordOutcome(
  span: TraceSpan,
  {verdict, status, fault}: Pick<Outcome, 'status' | 'fault'> & {verdict: string},
): void {
  span.setAttributes({
    'http.response.status_code': status,
    'contact_signup.verdict': verdict,
    'contact_signup.fault': fault,
  })
  if (verdict !== 'created') span.fail(fault ?? String(status ?? verdict))
}
