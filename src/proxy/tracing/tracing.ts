/** Codes, numbers and names from fixed sets: never text that was typed, an address, or an error's message. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>

/** What a span is when it starts. */
export interface SpanStart {
  kind?: 'internal' | 'server' | 'client'
  /** The `traceparent` of the span above it. Without one the span starts a trace. */
  parent?: string
  /** Whether the span above it may be of another process. */
  isRemote?: boolean
  /** A `traceparent` from outside, to which the span links. It decides on nothing. */
  link?: string
  /** Called only if there are traces. */
  attributes?: () => Attributes
}

/** A span that has started. */
export interface TraceSpan {
  /** Identifies the span for later spans of its trace, in other processes too. Undefined without traces. */
  readonly traceparent?: string
  readonly traceId?: string
  setAttributes(attributes: Attributes): void
  addEvent(name: string, attributes?: Attributes): void
  /** @param errorType a code */
  fail(errorType: string): void
}

/** Traces requests and attempts. */
export interface Tracing {
  /** Runs a part of the work in a span, which ends with it. Spans of libraries that `run` calls are below this one. */
  run<T>(name: string, start: SpanStart, run: (span: TraceSpan) => Promise<T>): Promise<T>
}

/** A span that records nothing. */
export const noSpan: TraceSpan = {setAttributes() {}, addEvent() {}, fail() {}}

/** Records nothing. */
export const noTracing: Tracing = {run: (_name, _start, run) => run(noSpan)}
