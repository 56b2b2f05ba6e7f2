import {isIdempotencyKey, Problem} from '../../contact/wire.ts'
import type {FormFields} from '../intake/leave-out.ts'
import type {ProxyRequest} from './exchange.ts'
import {readForm} from './form-body.ts'

/**
 * A contact with every field filled takes about 4 KiB; the rest leaves room for consent wordings in wide scripts. A form
 * without JavaScript writes each byte of these as three.
 */
const maxBodyBytes = {json: 16 * 1024, form: 48 * 1024}

const decoder = new TextDecoder('utf-8', {fatal: true})

/** Refuses every path but the served ones, and every method but POST and OPTIONS (preflights). */
export function requireRoute(request: ProxyRequest, paths: readonly string[]): void {
  if (!paths.includes(request.target)) throw new Problem('not_found')
  if (request.method !== 'POST' && request.method !== 'OPTIONS') throw new Problem('method_not_allowed')
}

/** Reads the idempotency key, which makes a retry safe, from its header. */
export function readIdempotencyKey(request: ProxyRequest): string {
  const key = request.header('idempotency-key') ?? ''
  if (!isIdempotencyKey(key)) throw new Problem('idempotency_key_invalid')
  return key.toLowerCase()
}

export type MediaType = 'json' | 'form'

/** Other media types could be sent cross-site without a preflight; a compressed body hides its size. */
export function requireMediaType(request: ProxyRequest): MediaType {
  const type = toMediaType(request)
  const encoding = request.header('content-encoding') ?? 'identity'
  if (!type || encoding.toLowerCase() !== 'identity') throw new Problem('media_type_unsupported')
  return type
}

/** The media type of the body, if it is one of the two in UTF-8. */
export function toMediaType(request: ProxyRequest): MediaType | undefined {
  const header = request.header('content-type') ?? ''
  const [, type] = /^application\/(json|x-www-form-urlencoded)\s*(?:;\s*charset="?utf-8"?\s*)?$/i.exec(header) ?? []
  if (!type) return undefined
  return type.toLowerCase() === 'json' ? 'json' : 'form'
}

/** Reads and parses a body of JSON, not yet validated. */
export async function readJson(request: ProxyRequest): Promise<unknown> {
  return readBody(request, maxBodyBytes.json, text => JSON.parse(text) as unknown)
}

/** Reads and parses the body of a form without JavaScript, not yet validated. */
export async function readFormFields(request: ProxyRequest): Promise<FormFields> {
  return readBody(request, maxBodyBytes.form, readForm)
}

/** Reads a body of limited size, which must be well-formed UTF-8. */
async function readBody<T>(request: ProxyRequest, maxBytes: number, parse: (text: string) => T): Promise<T> {
  if (Number(request.header('content-length') ?? 0) > maxBytes) throw new Problem('body_too_large')
  const bytes = await request.readBody(maxBytes)
  try {
    return parse(decoder.decode(bytes))
  } catch {
    // The parser's message quotes the body, so it is dropped here.
    throw new Problem('body_invalid')
  }
}
