import {timingSafeEqual, hash} from 'node:crypto'
import type {Incoming, Reply} from '../http/exchange.ts'
import type {Counts, Outbox} from '../outbox/outbox.ts'
import type {Metrics} from './metrics.ts'

/** Answers what operators ask; undefined for all that is not theirs. */
export type Operations = (incoming: Incoming) => Reply | Promise<Reply> | undefined

/** What there is to tell. */
export interface Told {
  outbox?: Outbox
  /** Whether the proxy is on its way out: load balancers then send to others. */
  isStopping(): boolean
  /** Served at `/metrics` where there are any. */
  metrics?: Metrics
  /** The bearer token without which there are no metrics. */
  token?: string
}

/** Milliseconds for which the numbers of the outbox are told again. */
const freshness = 1_000

export const operationPaths = ['/healthz', '/readyz', '/metrics']

/** `/healthz`: the process lives. `/readyz`: it takes leads. `/metrics`: numbers for Prometheus. */
export function createOperations({outbox, isStopping, metrics, token}: Told): Operations {
  let counts: Promise<Counts | undefined> | undefined
  let counted = 0

  /** Anybody may ask, as often as they like, and to count takes the longer the more there is: once a second for all. */
  function countsOfNow(outbox: Outbox): Promise<Counts | undefined> {
    if (!counts || performance.now() - counted >= freshness) {
      counted = performance.now()
      counts = outbox.counts(Date.now()).catch(() => undefined)
    }
    return counts
  }

  return incoming => {
    if (!operationPaths.includes(incoming.target) || (incoming.target === '/metrics' && !metrics)) return undefined
    if (incoming.method !== 'GET' && incoming.method !== 'HEAD')
      return json(405, {status: 'method_not_allowed'}, {allow: 'GET, HEAD'})
    if (incoming.target === '/healthz') return json(200, {status: 'ok'})
    if (incoming.target === '/readyz') return readiness()
    if (token && !isSame(incoming.header('authorization') ?? '', `Bearer ${token}`))
      return json(401, {status: 'unauthorized'}, {'www-authenticate': 'Bearer'})
    return exposition(metrics!)
  }

  async function readiness(): Promise<Reply> {
    if (isStopping()) return json(503, {status: 'stopping'})
    if (!outbox) return json(200, {status: 'ready'})
    const counts = await countsOfNow(outbox)
    if (!counts) return json(503, {status: 'store_unavailable'})
    const {pending, sending, dead, quarantined, paused} = counts
    return json(200, {status: 'ready', leads: {pending, sending, dead, quarantined}, paused: paused?.reason})
  }
}

async function exposition(metrics: Metrics): Promise<Reply> {
  return {
    status: 200,
    headers: {'content-type': metrics.contentType, 'cache-control': 'no-store'},
    body: await metrics.text(),
  }
}

function json(status: number, body: object, more: Record<string, string> = {}): Reply {
  const headers = {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...more,
  }
  return {status, headers, body: JSON.stringify(body)}
}

/** In a time that tells nothing of where they differ. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', expected, 'buffer'))
}
