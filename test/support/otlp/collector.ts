import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {buffer} from 'node:stream/consumers'
import {gunzipSync} from 'node:zlib'
import {decodeTraces, type WireKeyValue, type WireSpan} from './definitions.ts'

/** A span as the collector got it. Ids are hex digits. */
export interface CollectedSpan {
  scope: string
  traceId: string
  id: string
  parent?: string
  name: string
  kind: 'internal' | 'server' | 'client'
  isParentRemote: boolean
  /** Nanoseconds since the epoch. */
  start: bigint
  attributes: Record<string, string | number | boolean>
  events: {name: string; attributes: Record<string, string | number | boolean>}[]
  links: {traceId: string; id: string; flags: number}[]
  isError: boolean
}

/** Receives what OpenTelemetry's exporters send by OTLP over HTTP, in protobuf. */
export interface Collector {
  url: string
  /** Every body as it was sent, of traces, metrics and logs. */
  bodies: Buffer[]
  spans: CollectedSpan[]
  [Symbol.asyncDispose](): Promise<void>
}

export async function startCollector(): Promise<Collector> {
  const server = createServer(async (request, response) => {
    const sent = await buffer(request)
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent
    collector.bodies.push(body)
    if (request.url === '/v1/traces') collector.spans.push(...toSpans(body))
    response.writeHead(200, {'content-type': 'application/x-protobuf'}).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const collector: Collector = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies: [],
    spans: [],
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
  return collector
}

function toSpans(body: Buffer): CollectedSpan[] {
  return decodeTraces(body).resourceSpans.flatMap(({scopeSpans}) =>
    scopeSpans.flatMap(({scope, spans}) => spans.map(span => toSpan(span, scope.name))),
  )
}

const kinds = {1: 'internal', 2: 'server', 3: 'client'} as Record<number, CollectedSpan['kind']>
const remoteFlag = 0x200
const errorCode = 2

function toSpan(span: WireSpan, scope: string): CollectedSpan {
  return {
    scope,
    traceId: toHex(span.traceId),
    id: toHex(span.spanId),
    parent: toHex(span.parentSpanId) || undefined,
    name: span.name,
    kind: kinds[span.kind]!,
    isParentRemote: (span.flags & remoteFlag) !== 0,
    start: BigInt(span.start),
    attributes: toAttributes(span.attributes),
    events: span.events.map(({name, attributes}) => ({name, attributes: toAttributes(attributes)})),
    links: span.links.map(({traceId, spanId, flags}) => ({traceId: toHex(traceId), id: toHex(spanId), flags})),
    isError: span.status?.code === errorCode,
  }
}

const toHex = (base64: string) => Buffer.from(base64, 'base64').toString('hex')

function toAttributes(attributes: WireKeyValue[]): CollectedSpan['attributes'] {
  return Object.fromEntries(
    attributes.map(({key, value}) => {
      const [kind, found] = Object.entries(value)[0]!
      return [key, kind === 'intValue' ? Number(found) : found]
    }),
  )
}

/** The spans of one trace as a tree, one line each: indented name, and the names of its events. Siblings as they started. */
export function toTree(spans: readonly CollectedSpan[], parent?: string, depth = 0): string[] {
  return spans
    .filter(span => span.parent === parent)
    .toSorted((a, b) => (a.start < b.start ? -1 : 1))
    .flatMap(span => [
      [`${'  '.repeat(depth)}${span.name}`, ...span.events.map(({name}) => name)].join(' '),
      ...toTree(spans, span.id, depth + 1),
    ])
}
