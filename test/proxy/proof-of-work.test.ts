import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {test, type TestContext} from 'node:test'
import type {Challenge} from 'altcha-lib'
import type {ProxyOptions} from '../../src/proxy/index.ts'
import {startProxy} from '../../src/proxy/node.ts'
import {openOutbox} from '../../src/proxy/outbox/open.ts'
import {RedeemedChallenges} from '../../src/proxy/intake/proof-of-work/redeemed.ts'
import {startContactApi, type ContactApi} from '../support/contact-api.ts'
import {freshPath} from '../support/outbox.ts'
import {prove, type Proof} from '../support/proof.ts'
import {endpoint, person, post, proxyFor, site, verdict} from '../support/proxy.ts'

const proofOfWorkKey = 'proof-of-work-key-of-these-tests-1'
type TestProxy = ReturnType<typeof proxyFor>

const proxyWithProofs = (api: ContactApi, options: Partial<ProxyOptions> = {}) =>
  proxyFor(api, {proofOfWork: true, proofOfWorkKey, ...options})

async function challengeOf(proxy: TestProxy, origin = site): Promise<Challenge> {
  const response = await proxy(new Request(`${endpoint}/challenge`, {method: 'POST', headers: {origin}}))
  assert.equal(response.status, 200)
  return response.json() as Promise<Challenge>
}

const proofOf = async (proxy: TestProxy, origin?: string): Promise<Proof> => prove(await challengeOf(proxy, origin))
const send = async (proxy: TestProxy, form_proof: unknown, key = randomUUID(), headers = {}) =>
  verdict(await proxy(post({...person, form_proof}, {'idempotency-key': key, ...headers})))

const accepted = [201, undefined]
const refused = [403, 'proof_required']

test('accepts a lead with a valid proof and does not send the proof to the API', async () => {
  await using api = await startContactApi()
  const proxy = proxyWithProofs(api)
  assert.deepEqual(await send(proxy, await proofOf(proxy)), accepted)
  const {gdpr_date: _date, ...sent} = api.requests[0]!.body
  assert.deepEqual(sent, person)
})

const edit = (proof: Proof, parameters: object) => ({
  ...proof,
  challenge: {...proof.challenge, parameters: {...proof.challenge.parameters, ...parameters}},
})
const wrong: [string, (proof: Proof) => unknown][] = [
  ['no proof', () => undefined],
  ['null', () => null],
  ['text', proof => JSON.stringify(proof)],
  ['a list', proof => [proof]],
  [
    'a wrong derived key',
    proof => ({
      ...proof,
      solution: {
        ...proof.solution,
        derivedKey: proof.solution.derivedKey.replace(/.$/, last => (last === '0' ? '1' : '0')),
      },
    }),
  ],
  [
    'the key prefix only',
    ({challenge}) => ({challenge, solution: {counter: 1, derivedKey: challenge.parameters.keyPrefix}}),
  ],
  ['no solution', ({challenge}) => ({challenge})],
  ['an empty solution', ({challenge}) => ({challenge, solution: {counter: 0, derivedKey: ''}})],
  ['a challenge with a lower cost', proof => edit(proof, {cost: 1})],
  ['a challenge with a later expiry', proof => edit(proof, {expiresAt: proof.challenge.parameters.expiresAt! + 3600})],
  ['a challenge without expiry', proof => edit(proof, {expiresAt: undefined})],
  ['a challenge without a signed key', proof => edit(proof, {keySignature: undefined})],
  ['a challenge with an extra parameter', proof => edit(proof, {data: {a: 1}})],
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
for (const [kind, change] of wrong)
  test(`refuses ${kind} without calling the API`, async () => {
    await using api = await startContactApi()
    const proxy = proxyWithProofs(api)
    assert.deepEqual(await send(proxy, change(await proofOf(proxy))), refused)
    assert.equal(api.requests.length, 0)
  })

test('accepts a proof once, and again only for the same lead', async () => {
  await using api = await startContactApi()
  const proxy = proxyWithProofs(api)
  const [proof, key] = [await proofOf(proxy), randomUUID()]
  assert.deepEqual(
    [await send(proxy, proof, key), await send(proxy, proof, key), await send(proxy, proof)],
    [accepted, accepted, refused],
  )
  assert.equal(api.requests.length, 1)
})

test('accepts one of fifty concurrent leads with the same proof', async () => {
  await using api = await startContactApi()
  const proxy = proxyWithProofs(api)
  const proof = await proofOf(proxy)
  const all = await Promise.all(Array.from({length: 50}, () => send(proxy, proof)))
  assert.deepEqual([all.filter(([status]) => status === 201).length, api.requests.length], [1, 1])
})

test('refuses a proof for another origin, path, account or key', async () => {
  await using api = await startContactApi()
  const other = 'https://other.example'
  const proxy = proxyWithProofs(api, {allowedOrigins: [site, other]})
  const otherScopes = [
    {path: '/api/other'},
    {accountId: 'acc-2'},
    {proofOfWorkKey: 'another-key-of-32-characters-or-more'},
    {proofOfWorkKey: undefined},
  ]
  assert.deepEqual(await send(proxy, await proofOf(proxy, other)), refused)
  for (const options of otherScopes) {
    const otherProxy = proxyWithProofs(api, {...options})
    const response = await otherProxy(
      new Request(`https://forms.example.com${options.path ?? '/api/signup'}/challenge`, {
        method: 'POST',
        headers: {origin: site},
      }),
    )
    assert.deepEqual(await send(proxy, await prove((await response.json()) as Challenge)), refused)
  }
  assert.deepEqual(
    await send(proxyWithProofs(api), await proofOf(proxy)),
    accepted,
    'a proxy with the same scope accepts it',
  )
})

test('refuses a proof after half an hour', async t => {
  await using api = await startContactApi()
  const proxy = proxyWithProofs(api)
  const proofs = [await proofOf(proxy), await proofOf(proxy)]
  t.mock.timers.enable({apis: ['Date'], now: Date.now() + 1_790_000})
  assert.deepEqual(await send(proxy, proofs[0]), accepted)
  t.mock.timers.tick(11_000)
  assert.deepEqual(await send(proxy, proofs[1]), refused)
})

test('refuses every earlier challenge after too many redemptions, and accepts later ones', t => {
  t.mock.timers.enable({apis: ['Date'], now: 1_000_000})
  const redeemed = new RedeemedChallenges(1000, 0)
  const redeem = (nonce: string, made: number, key = 'a') => redeemed.redeem(nonce, made + 1000, key, () => true)
  const nonces = Array.from({length: 50_000}, (_, index) => `n${index}`)
  assert.ok(nonces.every(nonce => redeem(nonce, 999_000)))
  assert.ok(redeem('n0', 999_000))
  assert.deepEqual(
    ['one more', 'n0', 'n1'].map(nonce => redeem(nonce, 999_000)),
    [false, false, false],
  )
  assert.deepEqual([redeem('new', 1_000_000), redeem('new', 1_000_000, 'b')], [true, false])
  t.mock.timers.setTime(500_000) // the system clock is set back
  assert.deepEqual([redeem('issued before', 499_999), redeem('issued since', 500_000)], [false, true])
})

test('asks once per challenge whether other processes redeemed it', async () => {
  const redeemed = new RedeemedChallenges(1000, 0)
  let calls = 0
  const isUnused = async () => (calls += 1) > 1
  const redeem = () => redeemed.redeem('n', Date.now() + 1000, 'a', isUnused)
  assert.deepEqual([...(await Promise.all([redeem(), redeem()])), await redeem()], [false, false, false])
  assert.equal(calls, 1)
})

test('refuses challenges issued before its start when it does not share redemptions', async t => {
  await using api = await startContactApi()
  const proof = await proofOf(proxyWithProofs(api))
  t.mock.timers.enable({apis: ['Date'], now: Date.now() + 1000})
  assert.deepEqual(await send(proxyWithProofs(api), proof), refused)
})

test('counts leads without proof against limits of their own', async t => {
  await using api = await startContactApi()
  const outbox = (await openOutbox({place: {kind: 'file', path: freshPath()}}))!
  const proxy = proxyWithProofs(api, {
    outbox,
    rateLimitPerson: '1/60',
    rateLimitTotal: '1/60',
    rateLimitAddress: '1/60',
  })
  t.after(() => proxy.close().then(() => outbox.close()))
  const from = {remoteAddress: '203.0.113.9'}
  assert.deepEqual(
    [(await proxy(form(), from)).status, (await proxy(form('&city=Rome&more_comments=x'), from)).status],
    [201, 429],
  )
  assert.deepEqual(await verdict(await proxy(post({...person, form_proof: await proofOf(proxy)}), from)), accepted)
})

test('issues no challenge to other sites, nor without proof of work', async () => {
  await using api = await startContactApi()
  const ask = async (proxy: TestProxy, init: RequestInit) =>
    verdict(await proxy(new Request(`${endpoint}/challenge`, init)))
  const proxy = proxyWithProofs(api)
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

test('ignores a proof that it does not require', async () => {
  await using api = await startContactApi()
  assert.deepEqual(await send(proxyFor(api), {anything: 'at all'}), accepted)
})

test('does not count refused leads without proof', async () => {
  await using api = await startContactApi()
  const proxy = proxyWithProofs(api, {rateLimitPerson: '1/60', rateLimitAddress: '1/60'})
  const from = {remoteAddress: '203.0.113.9'}
  for (let times = 0; times < 5; times += 1) assert.deepEqual(await verdict(await proxy(post(person), from)), refused)
  assert.deepEqual(await verdict(await proxy(post({...person, form_proof: await proofOf(proxy)}), from)), accepted)
})

const form = (more = '') =>
  post(`email=${person.email}&name_first=${person.name_first}${more}`, {
    'content-type': 'application/x-www-form-urlencoded',
  })

test('quarantines a form without JavaScript, which cannot solve a challenge', async (t: TestContext) => {
  await using api = await startContactApi()
  const outbox = (await openOutbox({place: {kind: 'file', path: freshPath()}}))!
  const proxy = proxyWithProofs(api, {outbox})
  t.after(() => proxy.close().then(() => outbox.close()))
  assert.equal((await proxy(form())).status, 201)
  assert.deepEqual(
    [api.requests.length, (await outbox.list('quarantined')).map(({reason}) => reason)],
    [0, ['no_proof']],
  )
})

test('refuses such a form with a page when there is no outbox', async () => {
  await using api = await startContactApi()
  const response = await proxyWithProofs(api)(form())
  assert.deepEqual(
    [response.status, response.headers.get('content-type'), api.requests.length],
    [403, 'text/html; charset=utf-8', 0],
  )
})

test('is configured by the environment, and redeemed once across two servers on one outbox', async t => {
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
    'a retry is refused too',
  )
  await assert.rejects(startProxy({...env, PROOF_OF_WORK_KEY: ''}), /PROOF_OF_WORK_KEY: expected 32/)
})

test('forgets expired challenges', t => {
  t.mock.timers.enable({apis: ['Date'], now: 1_000_000})
  const redeemed = new RedeemedChallenges(1000, 0)
  for (let index = 0; index < 120_000; index += 1) {
    if (index % 40_000 === 0) t.mock.timers.tick(1001)
    assert.ok(redeemed.redeem(`n${index}`, Date.now() + 1000, 'a', () => true))
  }
})
