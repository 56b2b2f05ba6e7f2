/**
 * What is used of the module `@opentelemetry/api`, declared here so that the package's types need no such package.
 * Methods, because TypeScript compares their parameters with those of the module both ways.
 */
export interface TracesApi {
  trace: {
    getTracer(name: string): ApiTracer
    getActiveSpan(): ApiSpan | undefined
    setSpan(context: ApiContext, span: ApiSpan): ApiContext
    setSpanContext(context: ApiContext, spanContext: SpanContext): ApiContext
  }
  context: {
    active(): ApiContext
    with<T>(context: ApiContext, run: () => T): T
  }
}

/** Handed on as it is. */
type ApiContext = object

interface ApiTracer {
  startSpan(
    name: string,
    options: {
      kind: number
      root: boolean
      links: {context: SpanContext}[]
      attributes: Record<string, string | number | boolean>
    },
    context?: ApiContext,
  ): ApiSpan
}

export interface ApiSpan {
  spanContext(): SpanContext
  setAttributes(attributes: Record<string, string | number | boolean>): unknown
  addEvent(name: string, attributes: Record<string, string | number | boolean>): unknown
  setStatus(status: {code: number}): unknown
  end(): void
}

/** Identifies a span: https://www.w3.org/TR/trace-context/. */
export interface SpanContext {
  traceId: string
  spanId: string
  traceFlags: number
  isRemote?: boolean
}

/** Whether a value has the parts that are used. */
export function isTracesApi(value: unknown): boolean {
  const {trace, context} = (value ?? {}) as {
    trace?: Partial<TracesApi['trace']>
    context?: Partial<TracesApi['context']>
  }
  return typeof trace?.getTracer === 'function' && typeof context?.with === 'function'
}
