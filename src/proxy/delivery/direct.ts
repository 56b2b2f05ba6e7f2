import {Problem, type ProblemCode} from '../../contact/wire.ts'
import {toApiContact} from '../contact-api/create-request.ts'
import type {Deliver, Delivered} from './lead.ts'
import {createLedger} from './idempotency.ts'
import type {Digest} from '../intake/limits/limits.ts'
import type {Settings} from '../config/options.ts'
import type {Outcome, Upstream} from '../contact-api/upstream.ts'

/**
 * Delivery without a store: one try, and its outcome is the answer. One idempotency key reaches the API once, unless
 * the API did not take the contact the first time. There is nowhere to keep a lead apart, and none is dropped, so what
 * is suspected is sent like the rest.
 */
export function createStatelessDelivery(upstream: Upstream, settings: Settings, digest: Digest): Deliver {
  const ledger = createLedger(digest)
  return ({key, contact, evidence}) =>
    ledger.once(key, contact, async () => requireCreated(await upstream(toApiContact(contact, evidence, settings))))
}

const problemOf: Record<Exclude<Outcome['verdict'], 'created'>, ProblemCode> = {
  refused: 'refused',
  not_sent: 'upstream_unavailable',
  busy: 'upstream_unavailable',
  unknown: 'upstream_unknown',
  misconfigured: 'upstream_misconfigured',
}

function requireCreated(outcome: Outcome): Delivered {
  if (outcome.verdict === 'created') return {status: 'created', upstreamStatus: outcome.status}
  throw new Problem(problemOf[outcome.verdict], {retryAfter: outcome.retryAfter, cause: outcome})
}
