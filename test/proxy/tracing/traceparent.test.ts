import assert from 'node:assert/strict'
import {test} from 'node:test'
import {toSpanContext, toTraceparent} from '../../../src/proxy/tracing/traceparent.ts'

const [traceId, spanId] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7']
const valid = `00-${traceId}-${spanId}-01`

test('a traceparent is a span’s context, and the other way round', () => {
  assert.deepEqual(toSpanContext(valid), {traceId, spanId, traceFlags: 1})
  assert.equal(toTraceparent({traceId, spanId, traceFlags: 1}), valid)
  assert.deepEqual(toSpanContext(`01-${traceId}-${spanId}-00-later`), {traceId, spanId, traceFlags: 0})
})

for (const [what, traceparent] of Object.entries({
  nothing: undefined,
  'empty text': '',
  'the trace id of no trace': `00-${'0'.repeat(32)}-${spanId}-01`,
  'the id of no span': `00-${traceId}-${'0'.repeat(16)}-01`,
  'the version that is none': `ff-${traceId}-${spanId}-01`,
  'version 00 with more': `${valid}-more`,
  'upper case': valid.toUpperCase(),
  'a line before it': `\n${valid}`,
  'a list': `${valid}, ${valid}`,
}))
  test(`${what} is no traceparent`, () => assert.equal(toSpanContext(traceparent), undefined))

test('a span that records nothing has no traceparent', () =>
  assert.equal(toTraceparent({traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0}), undefined))
