import ipaddr from 'ipaddr.js'
import {LRUCache} from 'lru-cache'
import type {ProxyRequest} from './exchange.ts'

export const clientIpSources = ['socket', 'cf-connecting-ip', 'x-forwarded-for'] as const
export type ClientIpSource = (typeof clientIpSources)[number]

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Range = [Address, prefixLength: number]

export interface ClientIpSettings {
  clientIp: ClientIpSource
  /** The proxies whose `X-Forwarded-For` is trusted. */
  trustedProxies: readonly Range[]
}

/** The visitor's address in canonical form, read from the configured source; undefined if that holds no address. */
export function readClientIp(
  request: Pick<ProxyRequest, 'header' | 'remoteAddress'>,
  {clientIp, trustedProxies}: ClientIpSettings,
): string | undefined {
  if (clientIp === 'cf-connecting-ip') return toAddress(request.header('cf-connecting-ip') ?? '')?.toString()
  const peer = toAddress(request.remoteAddress ?? '')
  if (clientIp === 'socket' || !peer) return peer?.toString()
  return findUntrustedHop(request.header('x-forwarded-for') ?? '', peer, trustedProxies).toString()
}

/**
 * Walks `X-Forwarded-For` from the socket's peer leftwards and returns the first address that is not a trusted proxy:
 * the client may have forged every entry to the left of it.
 */
function findUntrustedHop(forwarded: string, peer: Address, trusted: readonly Range[]): Address {
  const hops = forwarded.split(',').map(hop => hop.trim())
  let client = peer
  while (isTrusted(client, trusted)) {
    const hop = toAddress(hops.pop() ?? '')
    if (!hop) return client
    client = hop
  }
  return client
}

function isTrusted(address: Address, trusted: readonly Range[]): boolean {
  return trusted.some(range => range[0].kind() === address.kind() && address.match(range))
}

/** Most visitors send several requests, and a proxy in front sends all of them. */
const addressCache = new LRUCache<string, Address>({max: 1_000})

function toAddress(text: string): Address | undefined {
  const cached = addressCache.get(text)
  if (cached) return cached
  const address = parseAddress(text)
  if (address) addressCache.set(text, address)
  return address
}

/** Parses exactly one address, an IPv4-mapped one as IPv4. A port is dropped, because some proxies append one. */
function parseAddress(text: string): Address | undefined {
  if (text.length > maxAddressLength) return undefined
  const bare =
    /^\[([0-9a-f:.]+)\](?::\d{1,5})?$/i.exec(text)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/.exec(text)?.[1] ?? text
  if (!ipaddr.IPv4.isValidFourPartDecimal(bare) && !ipaddr.IPv6.isValid(bare)) return undefined
  return ipaddr.process(bare)
}

/** The longest notation of an IPv6 address, with brackets, a zone and a port. */
const maxAddressLength = 80
