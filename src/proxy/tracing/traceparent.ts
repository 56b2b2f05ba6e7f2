import type {SpanContext} from './traces-api.ts'

/** Version 00; a later one may add members (https://www.w3.org/TR/trace-context/#traceparent-header). */
const pattern = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/

/** Converts a `traceparent` into a span's context; undefined if it is none. */
export function toSpanContext(traceparent: string | undefined): SpanContext | undefined {
  const [, version, traceId, spanId, flags, rest] = pattern.exec(traceparent ?? '') ?? []
  if (!traceId || !spanId || (version === '00' && rest !== undefined)) return undefined
  return {traceId, spanId, traceFlags: Number.parseInt(flags!, 16)}
}

/** Converts a span's context into a `traceparent`; undefined for a span that records nothing, because no SDK runs. */
export function toTraceparent({traceId, spanId, traceFlags}: SpanContext): string | undefined {
  const traceparent = `00-${traceId}-${spanId}-${(traceFlags & 0xff).toString(16).padStart(2, '0')}`
  return toSpanContext(traceparent) && traceparent
}
