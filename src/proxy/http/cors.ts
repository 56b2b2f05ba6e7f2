import {Problem} from '../../contact/wire.ts'
import type {ProxyRequest, ProxyResponse} from './exchange.ts'
import {toMediaType} from './read-request.ts'

/**
 * Whether a request comes from an allowed origin. Browsers send `Origin` with every POST, so a request without it does
 * not come from a page and needs no permission, unless the browser reports another site in `Sec-Fetch-Site`.
 */
function isAllowedOrigin(request: ProxyRequest, allowed: ReadonlySet<string>): boolean {
  const origin = request.header('origin')
  if (origin === undefined) return request.header('sec-fetch-site') !== 'cross-site'
  return allowed.size > 0 ? isListed(origin, allowed) : isSameOrigin(request, origin)
}

/**
 * Whether an origin is in the list, also as one of previews, with * in place of its first label, or as one of this machine,
 * with * in place of its port.
 */
function isListed(origin: string, allowed: ReadonlySet<string>): boolean {
  if (origin.includes('*')) return false // no browser has such an origin
  const patterns = [origin.replace(/^https:\/\/[a-z0-9-]{1,63}\./, 'https://*.'), origin.replace(/(?::\d+)?$/, ':*')]
  return [origin, ...patterns].some(pattern => allowed.has(pattern))
}

/** Refuses requests forged by another site. Runs before the body is read. */
export function requireOrigin(request: ProxyRequest, allowed: ReadonlySet<string>): void {
  if (!isAllowedOrigin(request, allowed) && !isOwnForm(request)) throw new Problem('origin_forbidden')
}

/**
 * Whether a form without JavaScript comes from a page of the proxy's own origin, as its response with the form does. The
 * browser knows best, and no page can set its `Sec-Fetch-Site`; where it does not say, the requested host decides.
 */
function isOwnForm(request: ProxyRequest): boolean {
  if (request.method !== 'POST' || toMediaType(request) !== 'form') return false
  const site = request.header('sec-fetch-site') ?? 'none'
  return site === 'same-origin' || (site === 'none' && isSameOrigin(request, request.header('origin') ?? ''))
}

/** The headers that let a page of an allowed origin read the response; other origins get `Vary` only. */
export function toCorsHeaders(request: ProxyRequest, allowed: ReadonlySet<string>): Record<string, string> {
  const origin = request.header('origin')
  if (origin === undefined || !isAllowedOrigin(request, allowed)) return {vary: 'Origin'}
  return {
    vary: 'Origin',
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'Retry-After, X-Request-Id',
  }
}

/** The response to a preflight: methods and headers are fixed, nothing is copied from the request. */
export function toPreflightResponse(cors: Record<string, string>): ProxyResponse {
  const headers = {
    ...cors,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'Content-Type, Idempotency-Key',
    'access-control-max-age': '7200', // the maximum in Chromium
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  }
  return {status: 204, headers}
}

/** Same host; the scheme may differ only where a proxy in front of this one terminates TLS. */
function isSameOrigin({ownOrigin}: ProxyRequest, origin: string): boolean {
  const own = URL.parse(ownOrigin)
  const other = URL.parse(origin)
  if (!own || !other || other.origin !== origin || other.host !== own.host) return false
  return other.protocol === own.protocol || (other.protocol === 'https:' && own.protocol === 'http:')
}
