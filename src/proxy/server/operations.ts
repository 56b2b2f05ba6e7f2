import {hash, timingSafeEqual} from 'node:crypto'
import {metadataVersion} from '../../contact/phone/metadata-version.ts'
import type {ProxyRequest, ProxyResponse} from '../http/exchange.ts'
import type {Health} from '../outbox/outbox.ts'
import type {Metrics} from './metrics.ts'

/** Handles the operator's endpoints; returns undefined for every other request. */
export type Operations = (request: ProxyRequest) => ProxyResponse | Promise<ProxyResponse> | undefined

export interface OperationsOptions {
  /** Reads the state of the store, undefined while it takes no leads. Without it there is no store. */
  readHealth?(): Promise<Health | undefined>
  /** Whether the proxy is shutting down: load balancers then stop sending requests to it. */
  isStopping(): boolean
  /** Served at `/metrics`, if given. */
  metrics?: Metrics
  /** The bearer token that `/metrics` requires, if given. */
  token?: string
}

/** Nothing here depends on what visitors sent: the endpoint is public. */
const ready = {status: 'ready', numbering_plans: `libphonenumber-js ${metadataVersion}`}

export const operationPaths = ['/healthz', '/readyz', '/metrics']

/** `/healthz`: the process is alive. `/readyz`: it accepts leads. `/metrics`: metrics for Prometheus. */
export function createOperations({readHealth, isStopping, metrics, token}: OperationsOptions): Operations {
  async function readiness(): Promise<ProxyResponse> {
    if (isStopping()) return toJson(503, {status: 'stopping'})
    if (!readHealth) return toJson(200, ready)
    const health = await readHealth()
    if (!health) return toJson(503, {status: 'store_unavailable'})
    return toJson(200, {...ready, paused: health.paused?.reason})
  }

  return request => {
    const {target, method} = request
    if (!operationPaths.includes(target) || (target === '/metrics' && !metrics)) return undefined
    if (method !== 'GET' && method !== 'HEAD') return toJson(405, {status: 'method_not_allowed'}, {allow: 'GET, HEAD'})
    if (target === '/healthz') return toJson(200, {status: 'ok'})
    if (target === '/readyz') return readiness()
    if (token && !isSame(request.header('authorization') ?? '', `Bearer ${token}`))
      return toJson(401, {status: 'unauthorized'}, {'www-authenticate': 'Bearer'})
    return exposeMetrics(metrics!)
  }
}

async function exposeMetrics(metrics: Metrics): Promise<ProxyResponse> {
  const headers = {'content-type': metrics.contentType, 'cache-control': 'no-store'}
  return {status: 200, headers, body: await metrics.text()}
}

function toJson(status: number, body: object, more: Record<string, string> = {}): ProxyResponse {
  const headers = {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...more,
  }
  return {status, headers, body: JSON.stringify(body)}
}

/** Compares in constant time; the digests have equal lengths. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', expected, 'buffer'))
}
