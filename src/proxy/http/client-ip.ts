import proxyAddr from '@fastify/proxy-addr'
import ipaddr from 'ipaddr.js'
import {LRUCache} from 'lru-cache'
import type {ProxyRequest} from './exchange.ts'

type IncomingMessage = Parameters<typeof proxyAddr>[0]

export const clientIpSources = ['socket', 'cf-connecting-ip', 'x-forwarded-for'] as const
export type ClientIpSource = (typeof clientIpSources)[number]

export interface ClientIpSettings {
  clientIp: ClientIpSource
  /** Whether an address is that of a proxy whose `X-Forwarded-For` is trusted. */
  isTrustedProxy: (address: string, hop: number) => boolean
}

/** The visitor's address in canonical form, read from the configured source; undefined if that holds no address. */
export function readClientIp(
  request: Pick<ProxyRequest, 'header' | 'remoteAddress'>,
  {clientIp, isTrustedProxy}: ClientIpSettings,
): string | undefined {
  if (clientIp === 'cf-connecting-ip') return toAddress(request.header('cf-connecting-ip') ?? '')
  const peer = toAddress(request.remoteAddress ?? '')
  if (clientIp === 'socket' || !peer) return peer
  const forwarded = toAddresses(request.header('x-forwarded-for') ?? '')
  const incoming = {headers: {'x-forwarded-for': forwarded}, socket: {remoteAddress: peer}}
  return proxyAddr(incoming as unknown as IncomingMessage, isTrustedProxy) // the library reads nothing else of a request
}

/** No chain of trusted proxies is longer; the rest of the header is forged, and parsing it would cost time. */
const maxHops = 20

/** The hops from the right up to the first malformed one, in canonical form. */
function toAddresses(forwarded: string): string {
  const hops = forwarded
    .split(',')
    .slice(-maxHops)
    .map(hop => toAddress(hop.trim()))
  return hops.slice(hops.lastIndexOf(undefined) + 1).join(',')
}

/** Most visitors send several requests, and a proxy in front sends all of them. */
const addressCache = new LRUCache<string, string>({max: 1_000})

function toAddress(text: string): string | undefined {
  const cached = addressCache.get(text)
  if (cached) return cached
  const address = parseAddress(text)
  if (address) addressCache.set(text, address)
  return address
}

/** Parses exactly one address, an IPv4-mapped one as IPv4. A port is dropped, because some proxies append one. */
function parseAddress(text: string): string | undefined {
  if (text.length > maxAddressLength) return undefined
  const bare =
    /^\[([0-9a-f:.]+)\](?::\d{1,5})?$/i.exec(text)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/.exec(text)?.[1] ?? text
  if (!ipaddr.IPv4.isValidFourPartDecimal(bare) && !ipaddr.IPv6.isValid(bare)) return undefined
  return ipaddr.process(bare).toString()
}

/** The longest notation of an IPv6 address, with brackets, a zone and a port. */
const maxAddressLength = 80
