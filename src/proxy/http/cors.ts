import {Problem} from '../../contact/wire.ts'
import type {Incoming, Reply} from './exchange.ts'

/**
 * Whether a request may come from where it says. Browsers send `Origin` with every POST, so what sends none is no
 * page: it needs no permission of ours, unless the browser itself says that another site is behind it.
 */
export function isAllowedOrigin(request: Incoming, allowed: ReadonlySet<string>): boolean {
  const origin = request.header('origin')
  if (origin === undefined) return request.header('sec-fetch-site') !== 'cross-site'
  return allowed.size > 0 ? allowed.has(origin) : isSameOrigin(request, origin)
}

/** Refuses what another site forged. Runs before the body is read. */
export function requireOrigin(request: Incoming, allowed: ReadonlySet<string>): void {
  if (!isAllowedOrigin(request, allowed)) throw new Problem('origin_forbidden')
}

/** The headers that let a page of an allowed origin read the answer; for others there are none. */
export function corsHeaders(request: Incoming, allowed: ReadonlySet<string>): Record<string, string> {
  const origin = request.header('origin')
  if (origin === undefined || !isAllowedOrigin(request, allowed)) return {vary: 'Origin'}
  return {
    vary: 'Origin',
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'Retry-After, X-Request-Id',
  }
}

/** The answer to a preflight: methods and headers are fixed, nothing is taken from the request. */
export function preflight(cors: Record<string, string>): Reply {
  const headers = {
    ...cors,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'Content-Type, Idempotency-Key',
    'access-control-max-age': '7200', // the longest that Chromium keeps
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  }
  return {status: 204, headers}
}

/** Same host; the scheme may differ only where TLS ends at a proxy before this one. */
function isSameOrigin(request: Incoming, origin: string): boolean {
  const own = URL.parse(request.self)
  const theirs = URL.parse(origin)
  if (!own || !theirs || theirs.origin !== origin || theirs.host !== own.host) return false
  return theirs.protocol === own.protocol || (theirs.protocol === 'https:' && own.protocol === 'http:')
}
