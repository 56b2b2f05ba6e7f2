import {isIdempotencyKey, Problem} from '../contact/wire.ts'

/** A contact with every field filled takes about 4 KiB; the rest is room for wordings in wide scripts. */
const maxBytes = 16 * 1024

/** Refuses every path but one, and every method but POST (and OPTIONS, for preflights). */
export function requireRoute(request: Request, path: string): void {
  const url = new URL(request.url)
  if (url.pathname !== path || url.search !== '') throw new Problem('not_found')
  if (request.method !== 'POST' && request.method !== 'OPTIONS') throw new Problem('method_not_allowed')
}

/** The key that makes a retry safe, from its header. */
export function readIdempotencyKey(request: Request): string {
  const key = request.headers.get('idempotency-key') ?? ''
  if (!isIdempotencyKey(key)) throw new Problem('idempotency_key_invalid')
  return key.toLowerCase()
}

/** The body as parsed JSON: of the right media type, unpacked, small, well-formed UTF-8. */
export async function readJson(request: Request): Promise<unknown> {
  requireMediaType(request.headers)
  const bytes = await readBytes(request)
  try {
    return JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(bytes))
  } catch {
    // The parser's message quotes the body, so it stays here.
    throw new Problem('body_invalid')
  }
}

/** A body of another type could be sent across sites without a preflight; a packed one hides its size. */
function requireMediaType(headers: Headers): void {
  const isJson = /^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i.test(headers.get('content-type') ?? '')
  const encoding = headers.get('content-encoding') ?? 'identity'
  if (!isJson || encoding.toLowerCase() !== 'identity') throw new Problem('media_type_unsupported')
}

/** Counts while reading: the length that a client announces proves nothing. */
async function readBytes(request: Request): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw new Problem('body_too_large')
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > maxBytes) throw new Problem('body_too_large')
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
