import type {Settings} from './config/options.ts'
import {createLookUp} from './contact-api/look-up.ts'
import {createUpstream, type Send} from './contact-api/upstream.ts'
import type {Digest} from './delivery/canonical.ts'
import type {Deliver} from './delivery/lead.ts'
import {createDirectDelivery} from './delivery/direct.ts'
import {withFormKeys} from './delivery/form-keys.ts'
import type {IdempotencyCache} from './delivery/idempotency.ts'
import {renderAnswer} from './http/render-answer.ts'
import {createRequestHandler, type RequestHandler} from './http/request-handler.ts'
import {openMemoryCounter, type OpenCounter} from './intake/limits/counter.ts'
import {createLimits, type Admit} from './intake/limits/limits.ts'
import {createProofs, createRedeemed} from './intake/proof-of-work/proofs.ts'
import type {RedeemedChallenges} from './intake/proof-of-work/redeemed.ts'
import type {AttemptUsage} from './outbox/attempts.ts'
import {createDeliverDue, type DeliverDueOptions, type DeliveryReport} from './outbox/deliver-due.ts'
import {DeliveryWorker} from './outbox/worker.ts'

/** The proxy without a server. */
export interface Assembled {
  handleRequest: RequestHandler
  /** Attempts to deliver a lead from the outbox: in flight, and how many there may be. Undefined without an outbox. */
  attempts?: () => AttemptUsage
  /** Delivers what is due, if leads are delivered on request. */
  deliverDue?: (options?: DeliverDueOptions) => Promise<DeliveryReport>
  /** Stops delivery from the outbox; resolves when attempts in flight are recorded. Requests still get responses. */
  close(): Promise<void>
}

/** Where requests are counted, and how subjects are digested. */
export interface Counting {
  digest: Digest
  /** Opens counters that several processes share; without it each process counts on its own. */
  openShared?: OpenCounter
  /** Opens counters of this process, in place of new ones. */
  openCounter?: OpenCounter
  /** Digests of addresses and people for these counters, which several processes must compute alike. */
  digestSubject?: Digest
}

/** What each runtime provides in its own way. */
export interface Runtime extends Counting {
  send: Send
  /** One of several forms. */
  form?: FormScope
}

/** What sets a form apart from the others of a proxy. */
export interface FormScope {
  /** Its name in the store; empty for the form that the environment configures. */
  id: string
  /** The keys that were delivered without an outbox. */
  cache: IdempotencyCache
  /** The challenges that were redeemed, if it requires proof of work. */
  redeemed(): RedeemedChallenges
}

/** Assembles the proxy for a runtime. */
export function assemble(settings: Settings, {send, form, ...counting}: Runtime): Assembled {
  const {outbox} = settings
  const upstream = createUpstream(settings, send)
  const isOnRequest = settings.delivery === 'on-request'
  const lookUp = createLookUp(settings, {keepsConnection: !isOnRequest})
  const worker = outbox && new DeliveryWorker(outbox, upstream, lookUp, settings)
  if (!isOnRequest) worker?.start()
  const delivery = worker?.deliver ?? createDirectDelivery(upstream, settings, counting.digest, form?.cache)
  const deliver = form?.id ? withFormKeys(delivery, form.id, counting.digest) : delivery
  const canQuarantine = outbox !== undefined
  const admit = assembleLimits(settings, {canQuarantine, ...counting})
  return {
    handleRequest: assembleHandler(settings, {admit, deliver, canQuarantine, redeemed: form?.redeemed, ...counting}),
    attempts: worker && (() => worker.usage),
    deliverDue: worker && isOnRequest ? createDeliverDue({worker, outbox, settings}) : undefined,
    close: async () => worker?.close(),
  }
}

/** Assembles the rate limits. */
export function assembleLimits(
  {accountId, rates, log}: Pick<Settings, 'accountId' | 'rates' | 'log'>,
  {
    digest,
    openShared,
    openCounter = openMemoryCounter,
    digestSubject = digest,
    canQuarantine,
  }: Counting & Pick<Delivery, 'canQuarantine'>,
): Admit {
  return createLimits(rates, {
    open: openShared ?? openCounter,
    digest: async text => (await digestSubject(`${accountId} ${text}`)).slice(0, 32),
    canQuarantine,
    onUnknownAddress: runOnce(() => log({level: 'error', event: 'address_unknown'})),
  })
}

/** Where valid leads go. */
interface Delivery {
  /** Counts a lead against the rate limits. */
  admit: Admit
  deliver: Deliver
  /** Whether suspect leads are quarantined. */
  canQuarantine: boolean
}

/** Assembles what a request meets before its lead is delivered. */
export function assembleHandler(
  settings: Settings,
  {
    digest,
    openShared,
    redeemed = () => createRedeemed(openShared !== undefined),
    ...delivery
  }: Delivery & Pick<Counting, 'digest' | 'openShared'> & Partial<Pick<FormScope, 'redeemed'>>,
): RequestHandler {
  const {accountId, path} = settings
  const key = settings.proofKey?.reveal() ?? crypto.randomUUID() + crypto.randomUUID()
  const proofs = settings.proofOfWork ? createProofs({key, accountId, path}, redeemed(), openShared) : undefined
  return createRequestHandler(settings, {...delivery, digest, proofs, renderAnswer})
}

function runOnce(run: () => void): () => void {
  let hasRun = false
  return () => {
    if (!hasRun) run()
    hasRun = true
  }
}
