import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {test, type TestContext} from 'node:test'
import {extractSignals} from '../../src/proxy/intake/bot-signals.ts'
import {respond, startContactApi} from '../support/contact-api.ts'
import {freshPath} from '../support/outbox.ts'
import {openOutbox} from '../../src/proxy/outbox/open.ts'
import {person, post, proxyFor} from '../support/proxy.ts'

const none = new Set<string>()
const rows: [string, object, string | undefined][] = [
  ['an empty honeypot and enough time', {more_comments: '', form_elapsed: 500}, undefined],
  ['a filled honeypot', {more_comments: 'https://spam.example', form_elapsed: 9000}, 'honeypot'],
  ['a honeypot that is not text', {more_comments: ['x']}, 'honeypot'],
  ['a fill time below the minimum', {form_elapsed: 499.9}, 'too_fast'],
  ['a negative fill time', {form_elapsed: -1}, 'signals_invalid'],
  ['a fill time that is not a number', {form_elapsed: 'long'}, 'signals_invalid'],
]
for (const [signal, signals, suspicion] of rows)
  test(`extracts ${signal} from the contact and returns ${suspicion ?? 'no suspicion'}`, () =>
    assert.deepEqual(extractSignals({...person, ...signals}, 500, none), {
      contact: person,
      suspicion,
      proof: undefined,
    }))

test('extracts the proof of work unvalidated', () =>
  assert.deepEqual(extractSignals({...person, form_proof: ['x']}, 500, none), {
    contact: person,
    suspicion: undefined,
    proof: ['x'],
  }))

test('returns a contact without signals unchanged', () =>
  assert.deepEqual(extractSignals(person, 500, none), {contact: person}))

test('treats a signal’s name that the operator allows as a custom field', () => {
  const body = {...person, more_comments: 'https://me.example'}
  assert.deepEqual(extractSignals(body, 500, new Set(['more_comments'])), {contact: body})
})

for (const body of [null, [], 'text', 7, JSON.parse('{"__proto__":{"more_comments":"x"}}')])
  test(`leaves ${JSON.stringify(body)} to the validator`, () =>
    assert.deepEqual(extractSignals(body, 500, none), {contact: body}))

test('quarantines a suspect lead, responds as usual, and logs the reason', async t => {
  await using api = await startContactApi()
  const outbox = await openOutbox({place: {kind: 'file', path: freshPath()}})
  const proxy = proxyFor(api, {outbox})
  t.after(() => proxy.close().then(() => outbox!.close()))
  const bot = await proxy(post({...person, more_comments: 'x'}))
  const visitor = await proxy(post({...person, email: 'other@example.com'}))
  const read = async (response: Response) => [
    response.status,
    await response.text(),
    [...response.headers].filter(([name]) => name !== 'x-request-id'),
  ]
  assert.deepEqual(await read(bot), await read(visitor))
  assert.deepEqual(
    api.requests.map(({body}) => body.email),
    ['other@example.com'],
  )
  assert.deepEqual(
    (await outbox!.list('quarantined')).map(({reason}) => reason),
    ['honeypot'],
  )
  assert.deepEqual(
    proxy.events.filter(({ms}) => ms !== undefined).map(({event, reason}) => [event, reason]),
    [
      ['quarantined', 'honeypot'],
      ['created', undefined],
    ],
  )
})

test('sends a suspect lead when there is no outbox, and logs a warning', async () => {
  await using api = await startContactApi()
  const proxy = proxyFor(api)
  assert.equal((await proxy(post({...person, form_elapsed: 3}))).status, 201)
  const {gdpr_date: _date, ...sent} = api.requests[0]!.body
  assert.deepEqual(sent, person)
  assert.deepEqual(
    proxy.events.map(({event, reason}) => [event, reason]),
    [['suspected', 'too_fast']],
  )
})

test('gives a suspect lead the usual status and latency while the API is down', async t => {
  await using api = await startContactApi(
    (_request, response) => void setTimeout(() => response.writeHead(503).end(), 200),
  )
  const outbox = (await openOutbox({place: {kind: 'file', path: freshPath()}}))!
  const proxy = proxyFor(api, {outbox})
  t.after(() => proxy.close().then(() => outbox.close()))
  const timed = async (body: object) => {
    const started = performance.now()
    const {status} = await proxy(post(body))
    return {status, milliseconds: performance.now() - started}
  }
  const visitor = await timed(person)
  const bot = await timed({email: 'bot@example.com', more_comments: 'x'})
  assert.deepEqual([visitor.status, bot.status], [202, 202])
  assert.ok(bot.milliseconds > visitor.milliseconds / 2, `${bot.milliseconds} ms, not ${visitor.milliseconds}`)
})

test('responds to a repeated suspect lead as to any other lead that is repeated', async t => {
  const latencyMs = 1_000
  await using api = await startContactApi(
    (_request, response) => void setTimeout(() => respond(response, 201, '{}'), latencyMs),
  )
  const outbox = (await openOutbox({place: {kind: 'file', path: freshPath()}}))!
  const proxy = proxyFor(api, {outbox})
  t.after(() => proxy.close().then(() => outbox.close()))
  await proxy(post(person))
  for (const signals of [{}, {more_comments: 'x'}]) {
    const body = {email: `${Object.keys(signals).length}@example.com`, ...signals}
    const key = {'idempotency-key': randomUUID()}
    const first = await proxy(post(body, key))
    const started = performance.now()
    const again = await proxy(post(body, key))
    assert.deepEqual([first.status, again.status], [201, 201])
    assert.ok(performance.now() - started < latencyMs / 2, 'the result was known')
  }
})

test('gives a quarantined lead the usual status also if it is repeated without its suspect signals', async t => {
  await using api = await startContactApi()
  const outbox = (await openOutbox({place: {kind: 'file', path: freshPath()}}))!
  const proxy = proxyFor(api, {outbox})
  t.after(() => proxy.close().then(() => outbox.close()))
  const key = {'idempotency-key': randomUUID()}
  for (const signals of [{more_comments: 'x'}, {}, {form_elapsed: 1}]) {
    const response = await proxy(post({...person, ...signals}, key))
    assert.deepEqual([response.status, await response.json()], [201, {status: 'created'}])
  }
  assert.equal(api.requests.length, 0)
})

/** A proxy with an outbox in front of an API that takes `latencyMs`; `send` resolves to status and duration. */
async function startSlow(t: TestContext, latencyMs: number) {
  const api = await startContactApi(
    (_request, response) => void setTimeout(() => respond(response, 201, '{}'), latencyMs),
  )
  const outbox = (await openOutbox({place: {kind: 'file', path: freshPath()}}))!
  const proxy = proxyFor(api, {outbox})
  t.after(() => proxy.close().then(() => Promise.all([outbox.close(), api.close()])))
  const send = async (body: object, key = randomUUID()) => {
    const started = performance.now()
    const {status} = await proxy(post(body, {'idempotency-key': key}))
    return {status, milliseconds: performance.now() - started}
  }
  await send({email: 'first@example.com'})
  return {api, send}
}

test('keeps the status of a quarantined lead when the API fails before it is repeated', async t => {
  const {api, send} = await startSlow(t, 50)
  const repeated = []
  const bodies = [{email: 'a@example.com'}, {email: 'b@example.com', more_comments: 'x'}]
  const keys = bodies.map(() => randomUUID())
  for (const [index, body] of bodies.entries()) assert.equal((await send(body, keys[index])).status, 201)
  api.answer = (_request, response) => respond(response, 503)
  assert.equal((await send({email: 'c@example.com'})).status, 202)
  for (const [index, body] of bodies.entries()) repeated.push((await send(body, keys[index])).status)
  assert.deepEqual(repeated, [201, 201])
})

test('lets a suspect lead that is sent twice at once wait as long as any other', async t => {
  const latencyMs = 600
  const {send} = await startSlow(t, latencyMs)
  for (const signals of [{}, {more_comments: 'x'}]) {
    const key = randomUUID()
    const body = {email: `${Object.keys(signals).length}@example.com`, ...signals}
    for (const {status, milliseconds} of await Promise.all([send(body, key), send(body, key), send(body, key)])) {
      assert.equal(status, 201)
      assert.ok(milliseconds > latencyMs / 2, `${milliseconds} ms`)
    }
  }
})

test('responds to the same contact under another key like to a new one, whether or not it is quarantined', async t => {
  const latencyMs = 600
  const {send} = await startSlow(t, latencyMs)
  for (const signals of [{}, {more_comments: 'x'}]) {
    const body = {email: `${Object.keys(signals).length}@example.com`}
    assert.equal((await send({...body, ...signals})).status, 201)
    for (const again of [body, {...body, form_elapsed: 1}]) {
      const {status, milliseconds} = await send(again)
      assert.equal(status, 201)
      assert.ok(milliseconds > latencyMs / 2, `${JSON.stringify({...signals, ...again})}: ${milliseconds} ms`)
    }
  }
})
