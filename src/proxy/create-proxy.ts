import {Problem} from '../contact/wire.ts'
import {assemble} from './assemble.ts'
import {sha256} from './delivery/canonical.ts'
import type {Incoming, Reply} from './http/exchange.ts'
import {sendByFetch} from './contact-api/fetch-transport.ts'
import {readOptions, type ProxyOptions} from './config/options.ts'

/** What the server knows of a request beside the request itself. */
export interface ProxyContext {
  /** Address of the socket's other end, as the server's runtime gives it. */
  remoteAddress?: string
}

/** Answers a form's request; Web standards only, so it runs wherever `Request` and `Response` do. */
export interface Proxy {
  (request: Request, context?: ProxyContext): Promise<Response>
  /** Stops delivery from the outbox; resolves when what is under way is recorded. Requests are still answered. */
  close(): Promise<void>
}

/**
 * Makes the proxy between forms and the contact API: it judges each contact again, adds the consent evidence, and
 * creates the contact with the account's secret. Throws where an option is missing or malformed.
 */
export function createProxy(options: ProxyOptions): Proxy {
  const settings = readOptions(options)
  const {gate, close} = assemble(settings, {send: sendByFetch(settings.fetch), digest: sha256})
  return Object.assign(
    async (request: Request, context: ProxyContext = {}) => toResponse(await gate(toIncoming(request, context))),
    {close},
  )
}

function toIncoming(request: Request, {remoteAddress}: ProxyContext): Incoming {
  const {origin, pathname, search} = new URL(request.url)
  return {
    method: request.method,
    target: pathname + search,
    self: origin,
    remoteAddress,
    header: name => request.headers.get(name) ?? undefined,
    read: max => readBytes(request, max),
  }
}

function toResponse({status, headers, body}: Reply): Response {
  return new Response(body ?? null, {status, headers})
}

async function readBytes(request: Request, max: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > max) throw new Problem('body_too_large')
    chunks.push(chunk)
  }
  const bytes = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.byteLength
  }
  return bytes
}
