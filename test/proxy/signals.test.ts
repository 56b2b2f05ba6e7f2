import assert from 'node:assert/strict'
import {test} from 'node:test'
import {siftSignals} from '../../src/proxy/intake/bot-signals.ts'
import {startContactApi} from '../support/contact-api.ts'
import {freshPath} from '../support/outbox.ts'
import {openOutbox} from '../../src/proxy/outbox/open.ts'
import {person, post, proxyFor} from '../support/proxy.ts'

const none = new Set<string>()
const rows: [string, object, string | undefined][] = [
  ['an empty trap and time enough', {more_comments: '', form_elapsed: 500}, undefined],
  ['a filled trap', {more_comments: 'https://spam.example', form_elapsed: 9000}, 'honeypot'],
  ['a trap that is no text', {more_comments: ['x']}, 'honeypot'],
  ['too little time', {form_elapsed: 499.9}, 'too_fast'],
  ['a time before the form was there', {form_elapsed: -1}, 'signals_invalid'],
  ['a time that is none', {form_elapsed: 'long'}, 'signals_invalid'],
]
for (const [what, signals, suspicion] of rows)
  test(`takes ${what} for ${suspicion ?? 'a person'}, and out of the contact`, () =>
    assert.deepEqual(siftSignals({...person, ...signals}, 500, none), {contact: person, suspicion, proof: undefined}))

test('takes out what proves work, whatever it is', () =>
  assert.deepEqual(siftSignals({...person, form_proof: ['x']}, 500, none), {
    contact: person,
    suspicion: undefined,
    proof: ['x'],
  }))

test('leaves a contact without signals as it is', () =>
  assert.deepEqual(siftSignals(person, 500, none), {contact: person}))

test('takes for a field what the operator calls one', () => {
  const body = {...person, more_comments: 'https://me.example'}
  assert.deepEqual(siftSignals(body, 500, new Set(['more_comments'])), {contact: body})
})

for (const body of [null, [], 'text', 7, JSON.parse('{"__proto__":{"more_comments":"x"}}')])
  test(`leaves ${JSON.stringify(body)} to the judge`, () =>
    assert.deepEqual(siftSignals(body, 500, none), {contact: body}))

test('keeps a suspect apart, answers as ever, and tells the operator alone', async t => {
  await using api = await startContactApi()
  const outbox = await openOutbox({place: {kind: 'file', path: freshPath()}})
  const proxy = proxyFor(api, {outbox})
  t.after(() => proxy.close().then(() => outbox!.close()))
  const bot = await proxy(post({...person, more_comments: 'x'}))
  const visitor = await proxy(post({...person, email: 'other@example.com'}))
  const seen = async (answer: Response) => [
    answer.status,
    await answer.text(),
    [...answer.headers].filter(([name]) => name !== 'x-request-id'),
  ]
  assert.deepEqual(await seen(bot), await seen(visitor))
  assert.deepEqual(
    api.requests.map(({body}) => body.email),
    ['other@example.com'],
  )
  assert.deepEqual(
    (await outbox!.list(['quarantined'])).map(({reason}) => reason),
    ['honeypot'],
  )
  assert.deepEqual(
    proxy.events.filter(({request_id}) => request_id).map(({event, reason}) => [event, reason]),
    [
      ['quarantined', 'honeypot'],
      ['created', undefined],
    ],
  )
})

test('sends a suspect where there is no store to keep it, and says so in the log', async () => {
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

test('answers a suspect as the others while the API is away, and as late', async t => {
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
