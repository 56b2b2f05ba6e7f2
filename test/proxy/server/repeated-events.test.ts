import assert from 'node:assert/strict'
import {test} from 'node:test'
import type {LogEvent} from '../../../src/proxy/http/log-event.ts'
import {RepeatedEvents} from '../../../src/proxy/server/repeated-events.ts'

const refusal = (details: object = {}): LogEvent => ({
  level: 'error',
  event: 'store_unavailable',
  fault: '13',
  ...details,
})

function start() {
  const lines: LogEvent[] = []
  return {lines, events: new RepeatedEvents(event => lines.push(event))}
}

test('logs the first error of a cause at once, and the number of the others once a minute while it goes on', t => {
  t.mock.timers.enable({apis: ['setInterval']})
  const {lines, events} = start()
  for (let sent = 0; sent < 1_000; sent += 1) events.log(refusal({request_id: `id-${sent}`, ms: sent}))
  assert.deepEqual(lines, [refusal({request_id: 'id-0', ms: 0})])
  t.mock.timers.tick(60_000)
  assert.deepEqual(lines[1], refusal({count: 999}))
  events.log(refusal({request_id: 'last'}))
  t.mock.timers.tick(60_000)
  assert.deepEqual(lines[2], refusal({count: 1}))
  t.mock.timers.tick(120_000)
  events.log(refusal({request_id: 'again'}))
  assert.deepEqual(lines.slice(3), [refusal({request_id: 'again'})]) // it had ended
  events.close()
})

test('logs other causes, events of a lead and information as they are', () => {
  const {lines, events} = start()
  const logged: LogEvent[] = [
    refusal(),
    refusal({fault: '5'}),
    {level: 'warn', event: 'postponed', lead: 'a'},
    {level: 'warn', event: 'postponed', lead: 'a'},
    {level: 'info', event: 'created'},
    {level: 'info', event: 'created'},
  ]
  for (const event of logged) events.log(event)
  assert.deepEqual(lines, logged)
  events.close()
})

test('tells a bounded number of causes apart, and adds up the others by event', () => {
  const {lines, events} = start()
  for (let n = 0; n < 1_000; n += 1) events.log({level: 'warn', event: 'not_allowed', fields: `field_${n}`})
  assert.equal(lines.length, 101)
  events.close()
  assert.equal(lines.at(-1)!.count, 899)
})

test('counts the causes of each form apart', () => {
  const {lines, events} = start()
  for (let n = 0; n < 100; n += 1) events.log({level: 'warn', event: 'not_allowed', form: '/a', fields: `field_${n}`})
  for (const form of ['/a', '/b', '/b', undefined]) events.log(refusal({form}))
  assert.deepEqual(lines.slice(100), [refusal({form: '/a'}), refusal({form: '/b'}), refusal({form: undefined})])
  events.close()
  assert.deepEqual(lines.slice(103), [refusal({form: '/b', count: 1})])
})

test('forgets the causes of one form', () => {
  const {lines, events} = start()
  for (const form of ['/a', '/b']) events.log(refusal({form}))
  events.forget('store_unavailable', '/a')
  for (const form of ['/a', '/b']) events.log(refusal({form}))
  assert.deepEqual(
    lines.map(({form}) => form),
    ['/a', '/b', '/a'],
  )
  events.close()
})
