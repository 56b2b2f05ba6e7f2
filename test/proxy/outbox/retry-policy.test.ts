import assert from 'node:assert/strict'
import {test} from 'node:test'
import {maySlowDown, toSettlement, type RetryContext, type Settlement} from '../../../src/proxy/outbox/retry-policy.ts'
import type {Outcome} from '../../../src/proxy/contact-api/upstream.ts'

const now = Date.UTC(2026, 0, 1)
const minute = 60_000
const hour = 60 * minute
const context: RetryContext = {
  now,
  since: now,
  attempts: 1,
  maybeDelivered: false,
  unknownOutcome: 'retry',
  random: 0.5,
}
const exhausted = {since: now - 72 * hour, attempts: 12}

interface Row {
  name: string
  outcome: Outcome
  /** What differs from the first attempt. */
  change?: Partial<RetryContext>
  /** What differs from a settlement that is due now, and of which the API has nothing. */
  expected: Partial<Settlement> & Pick<Settlement, 'state'>
}

const rows: Row[] = [
  {
    name: 'delivers a created contact',
    outcome: {verdict: 'created', status: 201},
    expected: {state: 'delivered', status: 201},
  },
  {
    name: 'delivers a created contact even after the retry period',
    outcome: {verdict: 'created', status: 409},
    change: exhausted,
    expected: {state: 'delivered', status: 409},
  },
  {
    name: 'makes a refused contact a dead letter',
    outcome: {verdict: 'refused', status: 422},
    expected: {state: 'dead', reason: 'refused', status: 422, answer: undefined},
  },
  {
    name: 'makes a refused contact no dead letter if the visitor is shown the refusal',
    outcome: {verdict: 'refused', status: 422, answer: '{"error":"e-mail"}'},
    change: {isShown: true},
    expected: {state: 'refused', reason: 'refused', status: 422, answer: '{"error":"e-mail"}'},
  },
  {
    name: 'retries after half of four seconds',
    outcome: {verdict: 'not_sent'},
    expected: {state: 'pending', reason: 'not_sent', due: now + 2000},
  },
  {
    name: 'doubles the back-off with each attempt',
    outcome: {verdict: 'not_sent'},
    change: {attempts: 4, random: 0.999},
    expected: {state: 'pending', reason: 'not_sent', due: now + 31_968},
  },
  {
    name: 'may retry at once, by full jitter',
    outcome: {verdict: 'not_sent'},
    change: {attempts: 9, random: 0},
    expected: {state: 'pending', reason: 'not_sent'},
  },
  {
    name: 'limits the back-off to 15 minutes',
    outcome: {verdict: 'not_sent'},
    change: {attempts: 500, random: 0.999},
    expected: {state: 'pending', reason: 'not_sent', due: now + 899_100},
  },
  {
    name: 'keeps in mind that an earlier attempt may have been delivered',
    outcome: {verdict: 'not_sent'},
    change: {maybeDelivered: true},
    expected: {state: 'pending', reason: 'not_sent', due: now + 2000, maybeDelivered: true},
  },
  {
    name: 'retries after an unknown outcome',
    outcome: {verdict: 'unknown', status: 500},
    expected: {state: 'pending', reason: 'unknown', due: now + 2000, status: 500, maybeDelivered: true},
  },
  {
    name: 'retries after an unknown outcome that is to be reconciled',
    outcome: {verdict: 'unknown'},
    change: {unknownOutcome: 'reconcile'},
    expected: {state: 'pending', reason: 'unknown', due: now + 2000, maybeDelivered: true},
  },
  {
    name: 'makes a lead with an unknown outcome a dead letter if it is to be held',
    outcome: {verdict: 'unknown', status: 504},
    change: {unknownOutcome: 'hold'},
    expected: {state: 'dead', reason: 'outcome_unknown', status: 504, maybeDelivered: true},
  },
  {
    name: 'pauses the queue for as long as a busy API asks',
    outcome: {verdict: 'busy', status: 429, retryAfter: 7},
    expected: {state: 'pending', reason: 'busy', status: 429, pause: {reason: 'busy', until: now + 7000}},
  },
  {
    name: 'retries after the time that a busy API asks, and up to twice that, if the queue has slowed down',
    outcome: {verdict: 'busy', status: 429, retryAfter: 2},
    change: {hasSlowedDown: true},
    expected: {state: 'pending', reason: 'busy', status: 429, due: now + 3000},
  },
  {
    name: 'pauses the queue for a minute if a busy API names no time',
    outcome: {verdict: 'busy', status: 503},
    expected: {state: 'pending', reason: 'busy', status: 503, pause: {reason: 'busy', until: now + minute}},
  },
  {
    name: 'pauses the queue for five minutes after an account error',
    outcome: {verdict: 'misconfigured', status: 401},
    expected: {
      state: 'pending',
      reason: 'misconfigured',
      status: 401,
      pause: {reason: 'account', until: now + 5 * minute},
    },
  },
  {
    name: 'gives a lead up after 72 hours',
    outcome: {verdict: 'not_sent'},
    change: exhausted,
    expected: {state: 'dead', reason: 'exhausted'},
  },
  {
    name: 'pauses the queue even if it gives the lead up',
    outcome: {verdict: 'misconfigured', status: 403},
    change: exhausted,
    expected: {
      state: 'dead',
      reason: 'exhausted',
      status: 403,
      pause: {reason: 'account', until: now + 5 * minute},
    },
  },
  {
    name: 'gives no lead up before the 12th attempt, in case the system clock jumped ahead',
    outcome: {verdict: 'not_sent'},
    change: {since: now - 1000 * hour, attempts: 11, random: 0},
    expected: {state: 'pending', reason: 'not_sent'},
  },
  {
    name: 'gives no lead up a millisecond before 72 hours',
    outcome: {verdict: 'not_sent'},
    change: {since: now - 72 * hour + 1, attempts: 99, random: 0},
    expected: {state: 'pending', reason: 'not_sent'},
  },
]
for (const {name, outcome, change, expected} of rows)
  test(`the retry policy ${name}`, () =>
    assert.deepEqual(toSettlement(outcome, {...context, ...change}), {
      due: now,
      status: undefined,
      maybeDelivered: false,
      ...expected,
    }))

for (const [name, outcome, isProbe, expected] of [
  ['after a Retry-After of ten seconds', {verdict: 'busy', retryAfter: 10}, false, true],
  ['not after a longer one', {verdict: 'busy', retryAfter: 11}, false, false],
  ['not after a probe', {verdict: 'busy', retryAfter: 1}, true, false],
  ['not after another outcome', {verdict: 'unknown'}, false, false],
] as const)
  test(`the queue may slow down ${name}`, () => assert.equal(maySlowDown(outcome, isProbe), expected))
