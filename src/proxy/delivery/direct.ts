import {Problem, type ProblemCode} from '../../contact/wire.ts'
import {toApiContact, type ApiContactSettings} from '../contact-api/create-request.ts'
import type {Outcome, Upstream} from '../contact-api/upstream.ts'
import {recordOutcome, traceAttempt, type AttemptTracing} from './attempt-span.ts'
import type {Digest} from './canonical.ts'
import {createIdempotencyCache, type IdempotencyCache} from './idempotency.ts'
import type {Deliver, Delivered} from './lead.ts'

/**
 * Delivery without an outbox: one attempt, whose outcome is the response. One idempotency key reaches the API once,
 * unless the API did not accept the contact the first time. A suspect lead cannot be quarantined without an outbox and
 * must not be lost, so it is sent like any other.
 */
export function createDirectDelivery(
  upstream: Upstream,
  settings: ApiContactSettings & AttemptTracing,
  digest: Digest,
  cache: IdempotencyCache = createIdempotencyCache(digest),
): Deliver {
  return ({key, contact, evidence, traceparent}) =>
    cache.runOnce(key, contact, async () => {
      const outcome = await traceAttempt(settings, {traceparent, number: 1}, async span => {
        const outcome = await upstream(toApiContact(contact, evidence, settings))
        recordOutcome(span, outcome)
        return outcome
      })
      return requireCreated(outcome)
    })
}

const problemCodes: Record<Exclude<Outcome['verdict'], 'created'>, ProblemCode> = {
  refused: 'refused',
  not_sent: 'upstream_unavailable',
  busy: 'upstream_unavailable',
  unknown: 'upstream_unknown',
  misconfigured: 'upstream_misconfigured',
}

function requireCreated(outcome: Outcome): Delivered {
  if (outcome.verdict === 'created') return {status: 'created', upstreamStatus: outcome.status}
  throw new Problem(problemCodes[outcome.verdict], {retryAfter: outcome.retryAfter, cause: outcome})
}
