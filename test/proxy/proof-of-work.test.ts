import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {test, type TestContext} from 'node:test'
import type {Challenge} from 'altcha-lib'
import type {ProxyOptions} from '../../src/proxy/index.ts'
import {startProxy} from '../../src/proxy/node.ts'
import {openOutbox} from '../../src/proxy/outbox/open.ts'
import {Redeemed} from '../../src/proxy/intake/proof-of-work/redeemed.ts'
import {startContactApi, type ContactApi} from '../support/contact-api.ts'
import {freshPath} from '../support/outbox.ts'
import {prove, type Proof} from '../support/proof.ts'
import {endpoint, person, post, proxyFor, site, verdict} from '../support/proxy.ts'

const proofOfWorkKey = 'proof-of-work-key-of-these-tests-1'
type Asked = ReturnType<typeof proxyFor>

const proxyThatAsks = (api: ContactApi, options: Partial<ProxyOptions> = {}) =>
  proxyFor(api, {proofOfWork: true, proofOfWorkKey, ...options})

async function challengeOf(proxy: Asked, origin = site): Promise<Challenge> {
  const answer = await proxy(new Request(`${endpoint}/challenge`, {method: 'POST', headers: {origin}}))
  assert.equal(answer.status, 200)
  return answer.json() as Promise<Challenge>
}

const proofOf = async (proxy: Asked, origin?: string): Promise<Proof> => prove(await challengeOf(proxy, origin))
const send = async (proxy: Asked, form_proof: unknown, key = randomUUID(), headers = {}) =>
  verdict(await proxy(post({...person, form_proof}, {'idempotency-key': key, ...headers})))

const taken = [201, undefined]
const refused = [403, 'proof_required']

test('takes a lead with its work done, and nothing of the work reaches the API', async () => {
  await using api = await startContactApi()
  const proxy = proxyThatAsks(api)
  assert.deepEqual(await send(proxy, await proofOf(proxy)), taken)
  const {gdpr_date: _date, ...sent} = api.requests[0]!.body
  assert.deepEqual(sent, person)
})

const edit = (proof: Proof, parameters: object) => ({
  ...proof,
  challenge: {...proof.challenge, parameters: {...proof.challenge.parameters, ...parameters}},
})
const wrong: [string, (proof: Proof) => unknown][] = [
  ['no work', () => undefined],
  ['null', () => null],
  ['text', proof => JSON.stringify(proof)],
  ['a list', proof => [proof]],
  [
    'another number',
    proof => ({
      ...proof,
      solution: {
        ...proof.solution,
        derivedKey: proof.solution.derivedKey.replace(/.$/, last => (last === '0' ? '1' : '0')),
      },
    }),
  ],
  [
    'the known half of the key alone',
    ({challenge}) => ({challenge, solution: {counter: 1, derivedKey: challenge.parameters.keyPrefix}}),
  ],
  ['no solution', ({challenge}) => ({challenge})],
  ['an empty solution', ({challenge}) => ({challenge, solution: {counter: 0, derivedKey: ''}})],
  ['a challenge that costs less', proof => edit(proof, {cost: 1})],
  ['a challenge that lasts longer', proof => edit(proof, {expiresAt: proof.challenge.parameters.expiresAt! + 3600})],
  ['a challenge without an end', proof => edit(proof, {expiresAt: undefined})],
  ['a challenge without a signed key', proof => edit(proof, {keySignature: undefined})],
  ['a challenge with more in it', proof => edit(proof, {data: {a: 1}})],
  ['a challenge with a prototype', proof => edit(proof, JSON.parse('{"__proto__":{"cost":1}}') as object)],
  ['no signature', ({challenge: {parameters}, solution}) => ({challenge: {parameters}, solution})],
  [
    'another signature',
    ({challenge, solution}) => ({
      challenge: {...challenge, signature: challenge.signature!.replace(/^./, first => (first === '0' ? '1' : '0'))},
      solution,
    }),
  ],
]
for (const [what, change] of wrong)
  test(`refuses ${what}, without a call`, async () => {
    await using api = await startContactApi()
    const proxy = proxyThatAsks(api)
    assert.deepEqual(await send(proxy, change(await proofOf(proxy))), refused)
    assert.equal(api.requests.length, 0)
  })

test('takes work once, and again only with the same lead', async () => {
  await using api = await startContactApi()
  const proxy = proxyThatAsks(api)
  const [proof, key] = [await proofOf(proxy), randomUUID()]
  assert.deepEqual(
    [await send(proxy, proof, key), await send(proxy, proof, key), await send(proxy, proof)],
    [taken, taken, refused],
  )
  assert.equal(api.requests.length, 1)
})

test('takes one of fifty leads that bring the same work at once', async () => {
  await using api = await startContactApi()
  const proxy = proxyThatAsks(api)
  const proof = await proofOf(proxy)
  const all = await Promise.all(Array.from({length: 50}, () => send(proxy, proof)))
  assert.deepEqual([all.filter(([status]) => status === 201).length, api.requests.length], [1, 1])
})

test('takes no work that was done for another origin, path, account or key', async () => {
  await using api = await startContactApi()
  const other = 'https://other.example'
  const proxy = proxyThatAsks(api, {allowedOrigins: [site, other]})
  const strangers = [
    {path: '/api/other'},
    {accountId: 'acc-2'},
    {proofOfWorkKey: 'another-key-of-32-characters-or-more'},
    {proofOfWorkKey: undefined},
  ]
  assert.deepEqual(await send(proxy, await proofOf(proxy, other)), refused)
  for (const options of strangers) {
    const stranger = proxyThatAsks(api, {...options})
    const answer = await stranger(
      new Request(`https://forms.example.com${options.path ?? '/api/signup'}/challenge`, {
        method: 'POST',
        headers: {origin: site},
      }),
    )
    assert.deepEqual(await send(proxy, await prove((await answer.json()) as Challenge)), refused)
  }
  assert.deepEqual(await send(proxyThatAsks(api), await proofOf(proxy)), taken, 'as one that stands beside it does')
})

test('takes no work of half an hour ago', async t => {
  await using api = await startContactApi()
  const proxy = proxyThatAsks(api)
  const proofs = [await proofOf(proxy), await proofOf(proxy)]
  t.mock.timers.enable({apis: ['Date'], now: Date.now() + 1_790_000})
  assert.deepEqual(await send(proxy, proofs[0]), taken)
  t.mock.timers.tick(11_000)
  assert.deepEqual(await send(proxy, proofs[1]), refused)
})

test('refuses everything handed out before when there is too much to remember, and goes on with what it hands out then', t => {
  t.mock.timers.enable({apis: ['Date'], now: 1_000_000})
  const redeemed = new Redeemed(1000, 0)
  const redeem = (nonce: string, made: number, key = 'a') => redeemed.redeem(nonce, made + 1000, key, () => true)
  const nonces = Array.from({length: 50_000}, (_, index) => `n${index}`)
  assert.ok(nonces.every(nonce => redeem(nonce, 999_000)))
  assert.ok(redeem('n0', 999_000))
  assert.deepEqual(
    ['one more', 'n0', 'n1'].map(nonce => redeem(nonce, 999_000)),
    [false, false, false],
  )
  assert.deepEqual([redeem('new', 1_000_000), redeem('new', 1_000_000, 'b')], [true, false])
  t.mock.timers.setTime(500_000) // the clock is set back
  assert.deepEqual([redeem('of before', 499_999), redeem('of then', 500_000)], [false, true])
})

test('asks once of a challenge whether others redeemed it, and keeps the answer', async () => {
  const redeemed = new Redeemed(1000, 0)
  let asked = 0
  const isUnused = async () => (asked += 1) > 1
  const redeem = () => redeemed.redeem('n', Date.now() + 1000, 'a', isUnused)
  assert.deepEqual([...(await Promise.all([redeem(), redeem()])), await redeem()], [false, false, false])
  assert.equal(asked, 1)
})

test('takes no work of before its start, where only it knows what was redeemed', async t => {
  await using api = await startContactApi()
  const proof = await proofOf(proxyThatAsks(api))
  t.mock.timers.enable({apis: ['Date'], now: Date.now() + 1000})
  assert.deepEqual(await send(proxyThatAsks(api), proof), refused)
})

test('lets forms that did no work use up nobody’s allowance', async t => {
  await using api = await startContactApi()
  const outbox = (await openOutbox({place: {kind: 'file', path: freshPath()}}))!
  const proxy = proxyThatAsks(api, {outbox, rateLimitPerson: '1/60', rateLimitTotal: '1/60', rateLimitAddress: '1/60'})
  t.after(() => proxy.close().then(() => outbox.close()))
  const from = {remoteAddress: '203.0.113.9'}
  assert.deepEqual(
    [(await proxy(form(), from)).status, (await proxy(form('&city=Rome&more_comments=x'), from)).status],
    [201, 429],
  )
  assert.deepEqual(await verdict(await proxy(post({...person, form_proof: await proofOf(proxy)}), from)), taken)
})

test('hands out no challenge to other sites, nor where nothing is asked for', async () => {
  await using api = await startContactApi()
  const ask = async (proxy: Asked, init: RequestInit) =>
    verdict(await proxy(new Request(`${endpoint}/challenge`, init)))
  const proxy = proxyThatAsks(api)
  assert.deepEqual(await ask(proxy, {method: 'POST', headers: {origin: 'https://evil.example'}}), [
    403,
    'origin_forbidden',
  ])
  assert.deepEqual(await ask(proxy, {headers: {origin: site}}), [405, 'method_not_allowed'])
  assert.deepEqual(await ask(proxyFor(api), {method: 'POST', headers: {origin: site}}), [404, 'not_found'])
  const {headers} = await proxy(new Request(`${endpoint}/challenge`, {method: 'POST', headers: {origin: site}}))
  assert.deepEqual(
    ['access-control-allow-origin', 'cache-control', 'vary'].map(name => headers.get(name)),
    [site, 'no-store', 'Origin'],
  )
})

test('passes over work that it did not ask for', async () => {
  await using api = await startContactApi()
  assert.deepEqual(await send(proxyFor(api), {anything: 'at all'}), taken)
})

test('refuses before it counts: unproven leads use up nobody’s allowance', async () => {
  await using api = await startContactApi()
  const proxy = proxyThatAsks(api, {rateLimitPerson: '1/60', rateLimitAddress: '1/60'})
  const from = {remoteAddress: '203.0.113.9'}
  for (let times = 0; times < 5; times += 1) assert.deepEqual(await verdict(await proxy(post(person), from)), refused)
  assert.deepEqual(await verdict(await proxy(post({...person, form_proof: await proofOf(proxy)}), from)), taken)
})

const form = (more = '') =>
  post(`email=${person.email}&name_first=${person.name_first}${more}`, {
    'content-type': 'application/x-www-form-urlencoded',
  })

test('keeps apart what a form without script sends, for it can do no work', async (t: TestContext) => {
  await using api = await startContactApi()
  const outbox = (await openOutbox({place: {kind: 'file', path: freshPath()}}))!
  const proxy = proxyThatAsks(api, {outbox})
  t.after(() => proxy.close().then(() => outbox.close()))
  assert.equal((await proxy(form())).status, 201)
  assert.deepEqual(
    [api.requests.length, (await outbox.list(['quarantined'])).map(({reason}) => reason)],
    [0, ['no_proof']],
  )
})

test('refuses it with a page where there is nowhere to keep it', async () => {
  await using api = await startContactApi()
  const answer = await proxyThatAsks(api)(form())
  assert.deepEqual(
    [answer.status, answer.headers.get('content-type'), api.requests.length],
    [403, 'text/html; charset=utf-8', 0],
  )
})

test('is asked for by the environment, and taken once by two servers of one outbox', async t => {
  await using api = await startContactApi()
  const env = {
    CONTACT_API_URL: api.url,
    CONTACT_ACCOUNT_ID: 'a',
    CONTACT_ACCOUNT_SECRET: 's',
    OUTBOX: `file:${freshPath()}`,
    PORT: '0',
    RATE_LIMIT_STORE: 'outbox',
    PROOF_OF_WORK: 'on',
    PROOF_OF_WORK_KEY: proofOfWorkKey,
  }
  const servers = [await startProxy(env), await startProxy(env)]
  t.after(() => Promise.all(servers.map(server => server.close())))
  const [one, two] = servers.map(
    server =>
      async (form_proof: unknown, email: string, key = randomUUID()) =>
        (
          await fetch(server.endpoint, {
            method: 'POST',
            headers: {'content-type': 'application/json', 'idempotency-key': key},
            body: JSON.stringify({email, form_proof}),
          })
        ).status,
  )
  const proof = await prove(
    (await (await fetch(`${servers[0]!.endpoint}/challenge`, {method: 'POST'})).json()) as Challenge,
  )
  assert.deepEqual(
    [await one!(undefined, 'a@example.com'), await two!(proof, 'b@example.com'), await one!(proof, 'c@example.com')],
    [403, 201, 403],
  )
  const key = randomUUID()
  assert.deepEqual(
    [await one!(proof, 'd@example.com', key), await one!(proof, 'd@example.com', key)],
    [403, 403],
    'nor when it is sent twice',
  )
  await assert.rejects(startProxy({...env, PROOF_OF_WORK_KEY: ''}), /PROOF_OF_WORK_KEY: expected 32/)
})

test('forgets what has expired', t => {
  t.mock.timers.enable({apis: ['Date'], now: 1_000_000})
  const redeemed = new Redeemed(1000, 0)
  for (let index = 0; index < 120_000; index += 1) {
    if (index % 40_000 === 0) t.mock.timers.tick(1001)
    assert.ok(redeemed.redeem(`n${index}`, Date.now() + 1000, 'a', () => true))
  }
})
