import {isIdempotencyKey, Problem} from '../../contact/wire.ts'
import type {Incoming} from './exchange.ts'
import {readForm} from './form-body.ts'

/** A contact with every field filled takes about 4 KiB; the rest is room for wordings in wide scripts. */
const maxBytes = 16 * 1024

const decoder = new TextDecoder('utf-8', {fatal: true})

/** Refuses every path but those served, and every method but POST (and OPTIONS, for preflights). */
export function requireRoute(request: Incoming, paths: readonly string[]): void {
  if (!paths.includes(request.target)) throw new Problem('not_found')
  if (request.method !== 'POST' && request.method !== 'OPTIONS') throw new Problem('method_not_allowed')
}

/** The key that makes a retry safe, from its header. */
export function readIdempotencyKey(request: Incoming): string {
  const key = request.header('idempotency-key') ?? ''
  if (!isIdempotencyKey(key)) throw new Problem('idempotency_key_invalid')
  return key.toLowerCase()
}

export type MediaType = 'json' | 'form'

/** A body of another type could be sent across sites without a preflight; a packed one hides its size. */
export function requireMediaType(request: Incoming): MediaType {
  const [, type] =
    /^application\/(json|x-www-form-urlencoded)\s*(?:;\s*charset="?utf-8"?\s*)?$/i.exec(
      request.header('content-type') ?? '',
    ) ?? []
  const encoding = request.header('content-encoding') ?? 'identity'
  if (!type || encoding.toLowerCase() !== 'identity') throw new Problem('media_type_unsupported')
  return type.toLowerCase() === 'json' ? 'json' : 'form'
}

/** The body's object: small, of well-formed UTF-8, parsed but not judged. */
export async function readObject(request: Incoming, type: MediaType): Promise<unknown> {
  if (Number(request.header('content-length') ?? 0) > maxBytes) throw new Problem('body_too_large')
  const bytes = await request.read(maxBytes)
  try {
    const text = decoder.decode(bytes)
    return type === 'json' ? JSON.parse(text) : readForm(text)
  } catch {
    // The parser's message quotes the body, so it stays here.
    throw new Problem('body_invalid')
  }
}
