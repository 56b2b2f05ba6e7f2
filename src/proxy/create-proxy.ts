import {Problem} from '../contact/wire.ts'
import {assemble} from './assemble.ts'
import {readOptions, type ProxyOptions} from './config/options.ts'
import {sendByFetch} from './contact-api/fetch-transport.ts'
import {sha256} from './delivery/canonical.ts'
import {bodyTimeoutMs} from './http/body-limits.ts'
import type {ProxyRequest, ProxyResponse} from './http/exchange.ts'

/** What the server knows about a request that `Request` does not contain. */
export interface ProxyContext {
  /** Address of the socket's peer, as the server's runtime gives it. */
  remoteAddress?: string | undefined
}

/** Handles requests of forms with Web standards only, on any runtime with `Request` and `Response`. */
export interface Proxy {
  (request: Request, context?: ProxyContext): Promise<Response>
  /** Stops delivery from the outbox; resolves when attempts in flight are recorded. Requests still get responses. */
  close(): Promise<void>
}

/**
 * Creates the proxy between forms and the contact API: it validates each contact again, adds the consent evidence, and
 * creates the contact with the account's secret. Throws if an option is missing or malformed.
 */
export function createProxy(options: ProxyOptions): Proxy {
  const settings = readOptions(options)
  const {handleRequest, close} = assemble(settings, {send: sendByFetch(settings.fetch), digest: sha256})
  return Object.assign(
    async (request: Request, context: ProxyContext = {}) =>
      toResponse(await handleRequest(toProxyRequest(request, context))),
    {close},
  )
}

function toProxyRequest(request: Request, {remoteAddress}: ProxyContext): ProxyRequest {
  const {origin, pathname, search} = new URL(request.url)
  return {
    method: request.method,
    target: pathname + search,
    ownOrigin: origin,
    remoteAddress,
    header: name => request.headers.get(name) ?? undefined,
    readBody: maxBytes => readBytes(request, maxBytes),
  }
}

function toResponse({status, headers, body}: ProxyResponse): Response {
  return new Response(body ?? null, {status, headers})
}

async function readBytes({body}: Request, maxBytes: number): Promise<Uint8Array> {
  const reader = body?.getReader()
  let timer: ReturnType<typeof setTimeout> | undefined
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Problem('timeout')), bodyTimeoutMs)
  })
  try {
    return reader ? await readAll(() => Promise.race([reader.read(), timeout]), maxBytes) : new Uint8Array()
  } catch (error) {
    void reader?.cancel().catch(() => {})
    throw error instanceof Problem ? error : new Problem('body_invalid') // the client disconnected
  } finally {
    clearTimeout(timer)
  }
}

async function readAll(
  read: () => Promise<ReadableStreamReadResult<Uint8Array>>,
  maxBytes: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for (let part = await read(); !part.done; part = await read()) {
    size += part.value.byteLength
    if (size > maxBytes) throw new Problem('body_too_large')
    chunks.push(part.value)
  }
  const bytes = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.byteLength
  }
  return bytes
}
