import ipaddr from 'ipaddr.js'
import type {Incoming} from './exchange.ts'
import type {Settings} from '../config/options.ts'

type Source = Pick<Settings, 'clientIp' | 'trustedProxies'>

/** The visitor's address in its canonical form, from the one place that is configured; undefined where it is none. */
export function readClientIp(request: Pick<Incoming, 'header' | 'remoteAddress'>, source: Source): string | undefined {
  if (source.clientIp === 'cf-connecting-ip') return toAddress(request.header('cf-connecting-ip') ?? '')?.toString()
  const peer = toAddress(request.remoteAddress ?? '')
  if (source.clientIp === 'socket' || !peer) return peer?.toString()
  return lastUntrusted(request.header('x-forwarded-for') ?? '', peer, source.trustedProxies).toString()
}

/**
 * Walks from the socket leftwards through what each proxy appended, and stops at the first address that is not a
 * trusted proxy's: everything left of it is the visitor's own claim.
 */
function lastUntrusted(forwarded: string, peer: Address, trusted: Settings['trustedProxies']): Address {
  const hops = forwarded.split(',').map(hop => hop.trim())
  let client = peer
  while (isTrusted(client, trusted)) {
    const hop = toAddress(hops.pop() ?? '')
    if (!hop) return client
    client = hop
  }
  return client
}

function isTrusted(address: Address, trusted: Settings['trustedProxies']): boolean {
  return trusted.some(range => range[0].kind() === address.kind() && address.match(range))
}

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** Addresses that were read lately: most visitors come more than once, and a server before us comes all the time. */
const lately = new Map<string, Address | undefined>()
const maxLately = 1_000

function toAddress(text: string): Address | undefined {
  if (lately.has(text)) return lately.get(text)
  if (lately.size >= maxLately) lately.clear()
  const address = parse(text)
  lately.set(text, address)
  return address
}

/** Strictly one address, IPv4-mapped ones as IPv4; a port behind it is dropped, as some proxies append one. */
function parse(text: string): Address | undefined {
  if (text.length > maxLength) return undefined
  const bare =
    /^\[([0-9a-f:.]+)\](?::\d{1,5})?$/i.exec(text)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/.exec(text)?.[1] ?? text
  if (!ipaddr.IPv4.isValidFourPartDecimal(bare) && !ipaddr.IPv6.isValid(bare)) return undefined
  return ipaddr.process(bare)
}

/** The longest way to write an IPv6 address, with brackets, a zone and a port. */
const maxLength = 80
