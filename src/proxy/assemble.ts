import {createGate, type Gate} from './http/request-handler.ts'
import {openMemoryCounter, type OpenCounter} from './intake/limits/counter.ts'
import {createLimits, type Digest} from './intake/limits/limits.ts'
import type {Settings} from './config/options.ts'
import {Courier} from './outbox/worker.ts'
import {createLookUp} from './contact-api/look-up.ts'
import {createProofs} from './intake/proof-of-work/proofs.ts'
import {createStatelessDelivery} from './delivery/direct.ts'
import {createUpstream, type Send} from './contact-api/upstream.ts'

/** The proxy without a server before it. */
export interface Assembled {
  gate: Gate
  /** Stops delivery from the outbox; resolves when what is under way is recorded. Requests are still answered. */
  close(): Promise<void>
}

/** What runtimes do each in their own way. */
export interface Runtime {
  send: Send
  digest: Digest
  /** Counts for several processes; without it each one counts for itself. */
  openShared?: OpenCounter
}

/** Puts the proxy together for a runtime. */
export function assemble(settings: Settings, {send, digest, openShared}: Runtime): Assembled {
  // Where an edge has to tell the address, whoever comes past it comes without: they share one allowance.
  const nobody = settings.clientIp === 'cf-connecting-ip' ? 'nobody' : undefined
  const admit = createLimits(
    settings.rates,
    openShared ?? openMemoryCounter,
    async text => (await digest(`${settings.accountId} ${text}`)).slice(0, 32),
    nobody,
  )
  const upstream = createUpstream(settings, send)
  const courier = settings.outbox && new Courier(settings.outbox, upstream, createLookUp(settings), settings).start()
  const deliver = courier?.deliver ?? createStatelessDelivery(upstream, settings, digest)
  const proofKey = settings.proofKey?.reveal() ?? crypto.randomUUID() + crypto.randomUUID()
  const proofs = settings.proofOfWork
    ? createProofs({key: proofKey, accountId: settings.accountId, path: settings.path}, openShared)
    : undefined
  return {gate: createGate(settings, {admit, deliver, digest, proofs}), close: async () => courier?.close()}
}
