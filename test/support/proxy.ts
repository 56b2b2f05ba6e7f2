import {randomUUID} from 'node:crypto'
import type {LogEvent, Proxy, ProxyContext, ProxyOptions} from '../../src/proxy/index.ts'
import {createProxy} from '../../src/proxy/index.ts'
import type {ContactApi} from './contact-api.ts'

/** Canaries: a search for these strings finds a leak. */
export const secret = 'SECRET-CANARY-93c1'
export const person = {name_first: 'Personcanary', email: 'emailcanary@example.com'}
export const site = 'https://ok.example'
export const endpoint = 'https://forms.example.com/api/signup'

/** A proxy in front of an API, with the events that it logged. */
export function proxyFor(
  api: Pick<ContactApi, 'url'>,
  options: Partial<ProxyOptions> = {},
): Proxy & {events: LogEvent[]} {
  const events: LogEvent[] = []
  const proxy = createProxy({
    url: api.url,
    accountId: 'acc-1',
    accountSecret: secret,
    allowedOrigins: [site],
    rateLimitAddress: 'off',
    rateLimitPerson: 'off', // tests of limits set them
    log: event => void events.push(event),
    ...options,
  })
  const fromVisitor = (request: Request, context: ProxyContext = {remoteAddress: '203.0.113.1'}) =>
    proxy(request, context)
  return Object.assign(fromVisitor, {
    events,
    close: () => proxy.close(),
    deliverDue: (...options: Parameters<Proxy['deliverDue']>) => proxy.deliverDue(...options),
  })
}

/** The request of a form; headers set to undefined are left out. */
export function post(
  body: unknown = person,
  headers: Record<string, string | undefined> = {},
  url = endpoint,
): Request {
  const merged = {origin: site, 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers}
  const present = Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const isRaw = typeof body === 'string' || body instanceof Uint8Array || body instanceof ReadableStream
  return new Request(url, {
    method: 'POST',
    headers: present,
    body: (isRaw ? body : JSON.stringify(body)) as BodyInit,
    duplex: 'half',
  } as RequestInit)
}

/** Status and problem code of a response. */
export async function verdict(response: Response): Promise<[number, string | undefined]> {
  const {code} = (await response.json()) as {code?: string}
  return [response.status, code]
}
