import protobuf from 'protobufjs'

/** A message by its fields: type and number. A type in brackets is repeated. */
type Fields = Record<string, [type: string, id: number]>

const message = (fields: Fields) => ({
  fields: Object.fromEntries(
    Object.entries(fields).map(([name, [type, id]]) => {
      const isRepeated = type.startsWith('[')
      return [name, {type: type.replace(/[[\]]/g, ''), id, ...(isRepeated ? {rule: 'repeated'} : {})}]
    }),
  ),
})

/** The messages of https://github.com/open-telemetry/opentelemetry-proto that carry traces. */
const root = protobuf.Root.fromJSON({
  nested: {
    ExportTraceServiceRequest: message({resourceSpans: ['[ResourceSpans]', 1]}),
    ResourceSpans: message({resource: ['Resource', 1], scopeSpans: ['[ScopeSpans]', 2]}),
    Resource: message({attributes: ['[KeyValue]', 1]}),
    ScopeSpans: message({scope: ['Scope', 1], spans: ['[Span]', 2]}),
    Scope: message({name: ['string', 1]}),
    Span: message({
      traceId: ['bytes', 1],
      spanId: ['bytes', 2],
      traceState: ['string', 3],
      parentSpanId: ['bytes', 4],
      name: ['string', 5],
      kind: ['int32', 6],
      start: ['fixed64', 7],
      end: ['fixed64', 8],
      attributes: ['[KeyValue]', 9],
      events: ['[Event]', 11],
      links: ['[Link]', 13],
      status: ['Status', 15],
      flags: ['fixed32', 16],
    }),
    Event: message({time: ['fixed64', 1], name: ['string', 2], attributes: ['[KeyValue]', 3]}),
    Link: message({traceId: ['bytes', 1], spanId: ['bytes', 2], traceState: ['string', 3], flags: ['fixed32', 6]}),
    Status: message({message: ['string', 2], code: ['int32', 3]}),
    KeyValue: message({key: ['string', 1], value: ['AnyValue', 2]}),
    AnyValue: {
      ...message({
        stringValue: ['string', 1],
        boolValue: ['bool', 2],
        intValue: ['int64', 3],
        doubleValue: ['double', 4],
      }),
      oneofs: {value: {oneof: ['stringValue', 'boolValue', 'intValue', 'doubleValue']}},
    },
  },
})

export interface WireKeyValue {
  key: string
  value: Record<string, string | number | boolean>
}

export interface WireSpan {
  traceId: string
  spanId: string
  parentSpanId: string
  name: string
  kind: number
  flags: number
  start: string
  attributes: WireKeyValue[]
  events: {name: string; attributes: WireKeyValue[]}[]
  links: {traceId: string; spanId: string; flags: number}[]
  status: {code: number; message: string} | null
}

interface WireRequest {
  resourceSpans: {scopeSpans: {scope: {name: string}; spans: WireSpan[]}[]}[]
}

/** Decodes the body of a request to `/v1/traces`. */
export function decodeTraces(bytes: Uint8Array): WireRequest {
  const type = root.lookupType('ExportTraceServiceRequest')
  const options = {bytes: String, longs: String, arrays: true, defaults: true, oneofs: false}
  return type.toObject(type.decode(bytes), options) as WireRequest // as the definitions say
}
