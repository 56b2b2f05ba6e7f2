import type {Settings} from './config/options.ts'
import {createLookUp} from './contact-api/look-up.ts'
import {createUpstream, type Send} from './contact-api/upstream.ts'
import type {Digest} from './delivery/canonical.ts'
import type {Deliver} from './delivery/lead.ts'
import {createDirectDelivery} from './delivery/direct.ts'
import {renderAnswer} from './http/render-answer.ts'
import {createRequestHandler, type RequestHandler} from './http/request-handler.ts'
import {openMemoryCounter, type OpenCounter} from './intake/limits/counter.ts'
import {createLimits} from './intake/limits/limits.ts'
import {createProofs} from './intake/proof-of-work/proofs.ts'
import type {AttemptUsage} from './outbox/attempts.ts'
import {DeliveryWorker} from './outbox/worker.ts'

/** The proxy without a server. */
export interface Assembled {
  handleRequest: RequestHandler
  /** Attempts to deliver a lead from the outbox: in flight, and how many there may be. Undefined without an outbox. */
  attempts?: () => AttemptUsage
  /** Stops delivery from the outbox; resolves when attempts in flight are recorded. Requests still get responses. */
  close(): Promise<void>
}

/** Where requests are counted, and how subjects are digested. */
export interface Counting {
  digest: Digest
  /** Opens counters that several processes share; without it each process counts on its own. */
  openShared?: OpenCounter
  /** Digests of addresses and people for these counters, which several processes must compute alike. */
  digestSubject?: Digest
}

/** What each runtime provides in its own way. */
export interface Runtime extends Counting {
  send: Send
}

/** Assembles the proxy for a runtime. */
export function assemble(settings: Settings, {send, ...counting}: Runtime): Assembled {
  const {outbox} = settings
  const upstream = createUpstream(settings, send)
  const worker = outbox && new DeliveryWorker(outbox, upstream, createLookUp(settings), settings).start()
  const deliver = worker?.deliver ?? createDirectDelivery(upstream, settings, counting.digest)
  return {
    handleRequest: assembleHandler(settings, {deliver, canQuarantine: outbox !== undefined, ...counting}),
    attempts: worker && (() => worker.usage),
    close: async () => worker?.close(),
  }
}

/** Where valid leads go, and whether suspect ones are quarantined there. */
interface Delivery {
  deliver: Deliver
  canQuarantine: boolean
}

/** Assembles what a request meets before its lead is delivered. */
export function assembleHandler(
  settings: Settings,
  {deliver, canQuarantine, digest, openShared, digestSubject = digest}: Delivery & Counting,
): RequestHandler {
  const {accountId, path, rates} = settings
  const admit = createLimits(rates, {
    open: openShared ?? openMemoryCounter,
    digest: async text => (await digestSubject(`${accountId} ${text}`)).slice(0, 32),
    canQuarantine,
    onUnknownAddress: runOnce(() => settings.log({level: 'error', event: 'address_unknown'})),
  })
  const proofKey = settings.proofKey?.reveal() ?? crypto.randomUUID() + crypto.randomUUID()
  const proofs = settings.proofOfWork ? createProofs({key: proofKey, accountId, path}, openShared) : undefined
  return createRequestHandler(settings, {admit, deliver, digest, proofs, canQuarantine, renderAnswer})
}

function runOnce(run: () => void): () => void {
  let hasRun = false
  return () => {
    if (!hasRun) run()
    hasRun = true
  }
}
