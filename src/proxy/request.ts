import {isIdempotencyKey, Problem} from '../contact/wire.ts'
import type {Incoming} from './exchange.ts'

/** A contact with every field filled takes about 4 KiB; the rest is room for wordings in wide scripts. */
const maxBytes = 16 * 1024

const decoder = new TextDecoder('utf-8', {fatal: true})

/** Refuses every path but one, and every method but POST (and OPTIONS, for preflights). */
export function requireRoute(request: Incoming, path: string): void {
  if (request.target !== path) throw new Problem('not_found')
  if (request.method !== 'POST' && request.method !== 'OPTIONS') throw new Problem('method_not_allowed')
}

/** The key that makes a retry safe, from its header. */
export function readIdempotencyKey(request: Incoming): string {
  const key = request.header('idempotency-key') ?? ''
  if (!isIdempotencyKey(key)) throw new Problem('idempotency_key_invalid')
  return key.toLowerCase()
}

/** The body as parsed JSON: of the right media type, unpacked, small, well-formed UTF-8. */
export async function readJson(request: Incoming): Promise<unknown> {
  requireMediaType(request)
  if (Number(request.header('content-length') ?? 0) > maxBytes) throw new Problem('body_too_large')
  const bytes = await request.read(maxBytes)
  try {
    return JSON.parse(decoder.decode(bytes))
  } catch {
    // The parser's message quotes the body, so it stays here.
    throw new Problem('body_invalid')
  }
}

/** A body of another type could be sent across sites without a preflight; a packed one hides its size. */
function requireMediaType(request: Incoming): void {
  const isJson = /^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i.test(request.header('content-type') ?? '')
  const encoding = request.header('content-encoding') ?? 'identity'
  if (!isJson || encoding.toLowerCase() !== 'identity') throw new Problem('media_type_unsupported')
}
