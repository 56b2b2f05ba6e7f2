import {Problem} from '../../contact/wire.ts'
import {toSpanContext, toTraceparent} from './traceparent.ts'
import type {ApiSpan, SpanContext, TracesApi} from './traces-api.ts'
import {noSpan, noTracing, type Attributes, type SpanStart, type Tracing, type TraceSpan} from './tracing.ts'

/** As `SpanKind` and `SpanStatusCode` of `@opentelemetry/api` have them. */
const spanKinds = {internal: 0, server: 1, client: 2}
const errorStatus = 2

/** Traces with OpenTelemetry. Without its API nothing is recorded. */
export function createTracing(api: TracesApi | undefined): Tracing {
  if (!api) return noTracing
  const tracer = api.trace.getTracer('contact-signup')
  return {
    async run(name, start, run) {
      const started = safely(() => startSpan(api, tracer, name, start))
      const span = started && safely(() => toTraceSpan(started.span))
      if (!started || !span) return run(noSpan)
      try {
        return await runInContext(api, started.context, () => run(span))
      } catch (error) {
        recordError(span, error)
        throw error
      } finally {
        safely(() => started.span.end())
      }
    },
  }
}

/** Runs once, also where the context manager throws before the work has begun, or after it. */
function runInContext<T>({context}: TracesApi, active: object, run: () => Promise<T>): Promise<T> {
  let running: Promise<T> | undefined
  const begin = () => (running ??= (async () => run())()) // a rejection, in place of an error that `safely` would drop
  safely(() => context.with(active, begin))
  return begin()
}

/**
 * The parent is never taken from the active context: what is there may come from a visitor, who must not choose the trace or
 * whether it is recorded. A span that starts a trace links to it instead.
 */
function startSpan({trace, context}: TracesApi, tracer: Tracer, name: string, start: SpanStart) {
  const {kind = 'internal', link, attributes = () => ({})} = start
  const parent = toSpanContext(start.parent)
  const active = context.active()
  const linked = parent ? [] : [trace.getActiveSpan()?.spanContext(), toSpanContext(link)]
  const links = linked.flatMap(found => (found ? [{context: toUntrusted(found)}] : []))
  const options = {kind: spanKinds[kind], root: !parent, links, attributes: definedOf(attributes())}
  const above = parent ? trace.setSpanContext(active, {...parent, isRemote: start.isRemote ?? false}) : active
  const span = tracer.startSpan(name, options, above)
  return {span, context: trace.setSpan(active, span)}
}

/** Only ids: `tracestate` can hold anything, and a sampler may follow the flags. */
const toUntrusted = ({traceId, spanId}: SpanContext): SpanContext => ({traceId, spanId, traceFlags: 0, isRemote: true})

type Tracer = ReturnType<TracesApi['trace']['getTracer']>

function toTraceSpan(span: ApiSpan): TraceSpan {
  const spanContext = span.spanContext()
  const traceparent = toTraceparent(spanContext)
  return {
    traceparent,
    traceId: traceparent && spanContext.traceId,
    setAttributes: attributes => void safely(() => span.setAttributes(definedOf(attributes))),
    addEvent: (name, attributes = {}) => void safely(() => span.addEvent(name, definedOf(attributes))),
    fail: errorType =>
      void safely(() => {
        span.setAttributes({'error.type': errorType})
        span.setStatus({code: errorStatus})
      }),
  }
}

/** An error's message is left out: it may quote what was typed. A refusal of a visitor's input is no failure. */
function recordError(span: TraceSpan, error: unknown): void {
  const code = error instanceof Problem ? error.code : 'internal_error'
  if (error instanceof Problem && error.status < 500) span.setAttributes({'contact_signup.problem': code})
  else span.fail(code)
}

/** Traces never cost a lead: what a span processor throws is dropped. */
function safely<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}

function definedOf(attributes: Attributes): Record<string, string | number | boolean> {
  const defined = Object.entries(attributes).filter(([, value]) => value !== undefined)
  return Object.fromEntries(defined) as Record<string, string | number | boolean> // filtered above
}
