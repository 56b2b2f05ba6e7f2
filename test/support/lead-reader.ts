import {sha256} from '../../src/proxy/delivery/canonical.ts'
import type {Lead} from '../../src/proxy/delivery/lead.ts'
import type {ProxyRequest} from '../../src/proxy/http/exchange.ts'
import {createLeadReader, type LeadSettings} from '../../src/proxy/http/read-lead.ts'

/** Reads the lead of a request as the proxy does, before it is delivered. */
export function readLeadOf(request: Request, settings: Partial<LeadSettings> = {}): Promise<Lead> {
  const readLead = createLeadReader(
    {
      minFillTime: 0,
      allowedFields: new Set(),
      allowedLists: new Set(),
      allowedTags: new Set(),
      clientIp: 'socket',
      isTrustedProxy: () => false,
      ...settings,
    },
    {digest: sha256, canQuarantine: true},
  )
  return readLead(toProxyRequest(request), {language: ''})
}

function toProxyRequest(request: Request): ProxyRequest {
  const {origin, pathname} = new URL(request.url)
  return {
    method: request.method,
    target: pathname,
    ownOrigin: origin,
    remoteAddress: '203.0.113.1',
    header: name => request.headers.get(name) ?? undefined,
    readBody: async () => new Uint8Array(await request.arrayBuffer()),
  }
}
