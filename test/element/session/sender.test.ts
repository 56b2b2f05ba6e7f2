import assert from 'node:assert/strict'
import {after, before, beforeEach, suite, test} from 'node:test'
import {createChallenge, verifySolution} from 'altcha-lib'
import {deriveKey} from 'altcha-lib/algorithms/pbkdf2'
import {Problem, type ProblemCode} from '../../../src/contact/wire.ts'
import {Sender} from '../../../src/element/session/sender.ts'
import type {Proof} from '../../../src/element/proof-of-work/proof-of-work.ts'
import {defer} from '../../support/deferred.ts'
import {ScriptedProxy, type Reached, type Response} from '../../support/scripted-proxy.ts'

const created = {status: 201, body: '{"status":"created"}'}
const proofRequired = {status: 403, body: '{"code":"proof_required"}'}
const unavailable = {status: 503, body: '{"code":"upstream_unavailable"}'}

/** Responses to the next contacts, in order; then `created`. */
let responses: Response[] = []
/** Responds to a request for a challenge. */
let respondChallenge: () => Response | Promise<Response>
let proxy: ScriptedProxy
let sender: Sender

before(async () => {
  proxy = await ScriptedProxy.start()
  proxy.respond = ({path}) => (path === '/challenge' ? respondChallenge() : (responses.shift() ?? created))
})
after(() => proxy.stop())
beforeEach(() => {
  proxy.requests.length = 0
  responses = []
  respondChallenge = async () => ({
    status: 200,
    body: JSON.stringify(
      await createChallenge({algorithm: 'PBKDF2/SHA-256', cost: 10, deriveKey, counter: 5, hmacSignatureSecret: 's'}),
    ),
  })
  sender = new Sender()
})

const send = (key = 'key-1') => sender.send(proxy.url, key, {email: 'ada@example.com'})
const paths = () => proxy.requests.map(({path}) => path)
const proofOf = ({body}: Reached) => (JSON.parse(body) as {form_proof?: Proof}).form_proof

/** Sends and returns the code that it fails with. */
async function failingSend(): Promise<ProblemCode> {
  const error: unknown = await send().catch((thrown: unknown) => thrown)
  assert.ok(error instanceof Problem, `${error}`)
  return error.code
}

/** Waits until the server has received requests. */
async function reached(count: number): Promise<void> {
  while (proxy.requests.length < count) await new Promise(setImmediate)
}

suite('send', () => {
  test('posts the contact once, without a proof, if the proxy requires none', async () => {
    assert.deepEqual(await send(), {status: 'created'})
    assert.deepEqual(paths(), ['/'])
    assert.deepEqual(JSON.parse(proxy.requests[0]!.body), {email: 'ada@example.com'})
  })

  test('solves a challenge if the proxy requires a proof, and posts again under the same key', async () => {
    responses = [proofRequired]
    assert.deepEqual(await send(), {status: 'created'})
    assert.deepEqual(paths(), ['/', '/challenge', '/'])
    const [first, , second] = proxy.requests as [Reached, Reached, Reached]
    assert.equal(first.headers['idempotency-key'], second.headers['idempotency-key'])
    const {challenge, solution} = proofOf(second)!
    const {verified} = await verifySolution({challenge, solution, deriveKey, hmacSignatureSecret: 's'})
    assert.equal(verified, true)
  })

  test('throws another problem, and posts once', async () => {
    responses = [unavailable]
    assert.equal(await failingSend(), 'upstream_unavailable')
    assert.deepEqual(paths(), ['/'])
  })

  test('throws proof_required if the proxy does not accept the proof either', async () => {
    responses = [proofRequired, proofRequired]
    assert.equal(await failingSend(), 'proof_required')
    assert.deepEqual(paths(), ['/', '/challenge', '/'])
  })

  test('throws the problem of the challenge', async () => {
    responses = [proofRequired]
    respondChallenge = () => ({status: 404, body: '<!doctype html>'})
    assert.equal(await failingSend(), 'not_found')
  })

  test('throws proof_required if the challenge cannot be solved', async () => {
    responses = [proofRequired]
    respondChallenge = () => ({status: 200, body: '<!doctype html>'})
    assert.equal(await failingSend(), 'proof_required')
    assert.deepEqual(paths(), ['/', '/challenge'])
  })
})

suite('prepare', () => {
  test('solves a challenge ahead of time, for the first contact', async () => {
    sender.prepare(proxy.url)
    await send()
    assert.deepEqual(paths(), ['/challenge', '/'])
    assert.ok(proofOf(proxy.requests[1]!))
  })

  test('has another challenge solved at send if it failed', async () => {
    const {body} = await respondChallenge()
    const outcomes = [unavailable, {status: 200, body: body!}]
    respondChallenge = () => outcomes.shift()!
    responses = [proofRequired]
    sender.prepare(proxy.url)
    assert.deepEqual(await send(), {status: 'created'})
    assert.deepEqual(paths(), ['/challenge', '/', '/challenge', '/'])
  })

  test('leaves no rejection unhandled if it failed and nothing is sent', async t => {
    const unhandled = t.mock.fn()
    process.on('unhandledRejection', unhandled)
    respondChallenge = () => unavailable
    sender.prepare(proxy.url)
    await reached(1)
    for (let requests = 0; requests < 3; requests += 1) await fetch(proxy.url)
    process.off('unhandledRejection', unhandled)
    assert.equal(unhandled.mock.callCount(), 0)
  })

  test('has another challenge solved at send if its proof has expired', async () => {
    sender.prepare(proxy.url)
    responses = [proofRequired]
    assert.deepEqual(await send(), {status: 'created'})
    assert.deepEqual(paths(), ['/challenge', '/', '/challenge', '/'])
    assert.notDeepEqual(proofOf(proxy.requests[1]!), proofOf(proxy.requests[3]!))
  })
})

suite('a proof', () => {
  test('that has expired is not sent again', async () => {
    const challenge = await respondChallenge()
    const outcomes: Response[] = [challenge, {status: 503}, challenge]
    respondChallenge = () => outcomes.shift()!
    sender.prepare(proxy.url)
    responses = [proofRequired, proofRequired]
    assert.equal(await failingSend(), 'internal_error')
    await send()
    const contacts = proxy.requests.filter(({path}) => path === '/')
    assert.deepEqual(
      contacts.map(contact => proofOf(contact) !== undefined),
      [true, false, true],
    )
  })

  test('is used for one contact only', async () => {
    responses = [proofRequired]
    await send('key-1')
    await send('key-2')
    assert.equal(proofOf(proxy.requests[3]!), undefined)
  })

  test('is used again after a failure', async () => {
    responses = [proofRequired, unavailable]
    assert.equal(await failingSend(), 'upstream_unavailable')
    await send()
    assert.deepEqual(paths(), ['/', '/challenge', '/', '/'])
    assert.deepEqual(proofOf(proxy.requests[2]!), proofOf(proxy.requests[3]!))
  })
})

suite('cancel', () => {
  test('keeps a contact that waits for its proof from being posted again', async () => {
    const {promise, resolve} = defer<Response>()
    const {body} = await respondChallenge()
    respondChallenge = () => promise
    responses = [proofRequired]
    const sending = failingSend()
    await reached(2)
    sender.cancel()
    resolve({status: 200, body: body!})
    assert.equal(await sending, 'proof_required')
    assert.deepEqual(paths(), ['/', '/challenge'])
  })

  test('keeps a contact that waits for a prepared proof from being posted', async () => {
    const {promise, resolve} = defer<Response>()
    const {body} = await respondChallenge()
    respondChallenge = () => promise
    sender.prepare(proxy.url)
    const sending = failingSend()
    await reached(1)
    sender.cancel()
    resolve({status: 200, body: body!})
    assert.equal(await sending, 'proof_required')
    assert.deepEqual(paths(), ['/challenge'])
  })

  test('does not cancel the contact that is sent next, nor does that one revive the canceled one', async () => {
    const {promise, resolve} = defer<Response>()
    const {body} = await respondChallenge()
    respondChallenge = () => promise
    sender.prepare(proxy.url)
    const canceled = failingSend()
    sender.cancel()
    const next = send('key-2')
    resolve({status: 200, body: body!})
    assert.equal(await canceled, 'proof_required')
    assert.deepEqual(await next, {status: 'created'})
    const contacts = proxy.requests.filter(({path}) => path === '/')
    assert.deepEqual(
      contacts.map(({headers}) => headers['idempotency-key']),
      ['key-2'],
    )
  })
})
