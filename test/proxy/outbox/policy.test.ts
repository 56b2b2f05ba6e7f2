import assert from 'node:assert/strict'
import {test} from 'node:test'
import {toSettlement, type RetryContext, type Settlement} from '../../../src/proxy/outbox/retry-policy.ts'
import type {Outcome} from '../../../src/proxy/contact-api/upstream.ts'

const now = Date.UTC(2026, 0, 1)
const minute = 60_000
const hour = 60 * minute
const at: RetryContext = {now, since: now, attempts: 1, maybeDelivered: false, unknownOutcome: 'retry', random: 0.5}
const old = {since: now - 72 * hour, attempts: 12}

const rows: [string, Outcome, Partial<RetryContext>, Settlement][] = [
  [
    'a created contact is delivered',
    {verdict: 'created', status: 201},
    {},
    {state: 'delivered', due: now, status: 201, maybeDelivered: false},
  ],
  [
    'a created contact is delivered however old',
    {verdict: 'created', status: 409},
    old,
    {state: 'delivered', due: now, status: 409, maybeDelivered: false},
  ],
  [
    'a refused one is dead',
    {verdict: 'refused', status: 422},
    {},
    {state: 'dead', reason: 'refused', due: now, status: 422, maybeDelivered: false},
  ],
  [
    'what was not sent waits half of four seconds',
    {verdict: 'not_sent'},
    {},
    {state: 'pending', reason: 'not_sent', due: now + 2000, status: undefined, maybeDelivered: false},
  ],
  [
    'the wait doubles',
    {verdict: 'not_sent'},
    {attempts: 4, random: 0.999},
    {state: 'pending', reason: 'not_sent', due: now + 31_968, status: undefined, maybeDelivered: false},
  ],
  [
    'the wait may be nothing',
    {verdict: 'not_sent'},
    {attempts: 9, random: 0},
    {state: 'pending', reason: 'not_sent', due: now, status: undefined, maybeDelivered: false},
  ],
  [
    'the wait ends at a quarter of an hour',
    {verdict: 'not_sent'},
    {attempts: 500, random: 0.999},
    {state: 'pending', reason: 'not_sent', due: now + 899_100, status: undefined, maybeDelivered: false},
  ],
  [
    'what was not sent stays as maybeDelivered as it was',
    {verdict: 'not_sent'},
    {maybeDelivered: true},
    {state: 'pending', reason: 'not_sent', due: now + 2000, status: undefined, maybeDelivered: true},
  ],
  [
    'an unknown outcome is tried again',
    {verdict: 'unknown', status: 500},
    {},
    {state: 'pending', reason: 'unknown', due: now + 2000, status: 500, maybeDelivered: true},
  ],
  [
    'an unknown outcome waits to be looked up',
    {verdict: 'unknown'},
    {unknownOutcome: 'reconcile'},
    {state: 'pending', reason: 'unknown', due: now + 2000, status: undefined, maybeDelivered: true},
  ],
  [
    'an unknown outcome is held for a person',
    {verdict: 'unknown', status: 504},
    {unknownOutcome: 'hold'},
    {state: 'dead', reason: 'outcome_unknown', due: now, status: 504, maybeDelivered: true},
  ],
  [
    'a busy API pauses the queue as long as it asks',
    {verdict: 'busy', status: 429, retryAfter: 7},
    {},
    {
      state: 'pending',
      reason: 'busy',
      due: now,
      status: 429,
      maybeDelivered: false,
      pause: {reason: 'busy', until: now + 7000},
    },
  ],
  [
    'a busy API that names no time pauses it for a minute',
    {verdict: 'busy', status: 503},
    {},
    {
      state: 'pending',
      reason: 'busy',
      due: now,
      status: 503,
      maybeDelivered: false,
      pause: {reason: 'busy', until: now + minute},
    },
  ],
  [
    'an account fault pauses it for five minutes',
    {verdict: 'misconfigured', status: 401},
    {},
    {
      state: 'pending',
      reason: 'misconfigured',
      due: now,
      status: 401,
      maybeDelivered: false,
      pause: {reason: 'account', until: now + 5 * minute},
    },
  ],
  [
    'after 72 hours it is given up',
    {verdict: 'not_sent'},
    old,
    {state: 'dead', reason: 'exhausted', due: now, status: undefined, maybeDelivered: false},
  ],
  [
    'after 72 hours the queue pauses all the same',
    {verdict: 'misconfigured', status: 403},
    old,
    {
      state: 'dead',
      reason: 'exhausted',
      due: now,
      status: 403,
      maybeDelivered: false,
      pause: {reason: 'account', until: now + 5 * minute},
    },
  ],
  [
    'a clock that jumped ahead gives nothing up',
    {verdict: 'not_sent'},
    {since: now - 1000 * hour, attempts: 11, random: 0},
    {state: 'pending', reason: 'not_sent', due: now, status: undefined, maybeDelivered: false},
  ],
  [
    'a moment before 72 hours it goes on',
    {verdict: 'not_sent'},
    {since: now - 72 * hour + 1, attempts: 99, random: 0},
    {state: 'pending', reason: 'not_sent', due: now, status: undefined, maybeDelivered: false},
  ],
]
for (const [what, outcome, change, expected] of rows)
  test(what, () => assert.deepEqual(toSettlement(outcome, {...at, ...change}), expected))
