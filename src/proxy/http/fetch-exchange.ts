import {Problem} from '../../contact/wire.ts'
import {bodyTimeoutMs} from './body-limits.ts'
import type {ProxyRequest, ProxyResponse} from './exchange.ts'

/** Handles a request of the Fetch standard. */
export async function respondTo(
  request: Request,
  handleRequest: (request: ProxyRequest) => Promise<ProxyResponse>,
  remoteAddress?: string,
): Promise<Response> {
  return toResponse(await handleRequest(toProxyRequest(request, remoteAddress)))
}

function toProxyRequest(request: Request, remoteAddress?: string): ProxyRequest {
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
