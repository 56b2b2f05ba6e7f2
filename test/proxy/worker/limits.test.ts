import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {test} from 'node:test'
import type {Challenge} from 'altcha-lib'
import {startContactApi} from '../../support/contact-api.ts'
import {prove} from '../../support/proof.ts'
import {bundleSample, contactSettings, path, startWorker} from '../../support/workerd/worker.ts'
import {compatibility} from '../../support/workerd/sample.ts'

const proofs = {PROOF_OF_WORK: 'on', PROOF_OF_WORK_KEY: 'proof-of-work-key-of-these-tests-1'}
const freshEmail = () => `${randomUUID()}@example.com`

/**
 * Two Workers in isolates of their own, with one Durable Object. The header `x-isolate: second` reaches the second one,
 * and any other request the first one.
 */
async function startTwoIsolates(settings: Record<string, string>) {
  const bundle = await bundleSample()
  const common = {modules: true, ...compatibility, bindings: settings}
  const object = {className: 'ContactSignupOutbox', useSQLite: true}
  return startWorker(settings, {
    options: {
      workers: [
        {
          ...common,
          name: 'router',
          script: `export default {fetch(request, env) {
            const isSecond = request.headers.get('x-isolate') === 'second'
            return (isSecond ? env.SECOND : env.FIRST).fetch(request)
          }}`,
          serviceBindings: {FIRST: 'first', SECOND: 'second'},
        },
        {...common, name: 'first', script: bundle, durableObjects: {OUTBOX: object}},
        {
          ...common,
          name: 'second',
          script: bundle,
          durableObjects: {OUTBOX: {...object, scriptName: 'first'}},
        },
      ],
    },
  })
}

test('counts leads of all isolates together, by person and by address', async () => {
  await using api = await startContactApi()
  const limits = {RATE_LIMIT_ADDRESS: '6/600', RATE_LIMIT_PERSON: '3/3600'}
  const worker = await startTwoIsolates({...contactSettings(api.url), ...limits})
  const post = (email: string, isolate: string, address: string) =>
    worker.post({email}, {'x-isolate': isolate, 'cf-connecting-ip': address}).then(({status}) => status)
  const email = freshEmail()
  const [local, domain] = email.split('@')
  const spelling = (number: number) => `${local}+${number}@${domain}`
  const statuses = []
  for (let sent = 0; sent < 6; sent += 1)
    statuses.push(await post(spelling(sent), sent % 2 ? 'second' : 'first', `203.0.113.${sent}`))
  assert.deepEqual(statuses, [201, 201, 201, 429, 429, 429])
  const refused = await worker.post({email}, {'cf-connecting-ip': '203.0.113.99'})
  assert.deepEqual([refused.status, refused.headers['retry-after']], [429, '3600'])
  const byAddress = []
  for (let sent = 0; sent < 8; sent += 1)
    byAddress.push(await post(freshEmail(), sent % 2 ? 'first' : 'second', '2001:db8::1'))
  assert.deepEqual(byAddress, [201, 201, 201, 201, 201, 201, 429, 429])
  assert.equal(api.requests.length, 9)
  await worker.stop()
})

test('redeems a challenge once, also at another isolate, and again for the same lead', async () => {
  await using api = await startContactApi()
  const worker = await startTwoIsolates({...contactSettings(api.url), ...proofs})
  const challenge = await worker.post('', {'content-type': undefined}, `${path}/challenge`)
  assert.equal(challenge.status, 200)
  const form_proof = await prove(JSON.parse(challenge.body) as Challenge)
  const body = {email: freshEmail(), form_proof}
  const key = randomUUID()
  const send = async (isolate: string, change: object = {}, ownKey = randomUUID()) => {
    const response = await worker.post({...body, ...change}, {'x-isolate': isolate, 'idempotency-key': ownKey})
    return [response.status, (JSON.parse(response.body) as {code?: string}).code]
  }
  assert.deepEqual(await send('first', {form_proof: undefined}), [403, 'proof_required'])
  assert.deepEqual(await send('first', {}, key), [201, undefined])
  assert.deepEqual(await send('first', {}, key), [201, undefined])
  assert.deepEqual(await send('second', {email: freshEmail()}), [403, 'proof_required'])
  assert.deepEqual(await send('first', {email: freshEmail()}), [403, 'proof_required'])
  assert.equal(api.requests.length, 1)
  await worker.stop()
})

test('refuses leads with 503 while the binding is an object of another class', async () => {
  await using api = await startContactApi()
  const script = `${await bundleSample()}
    import {DurableObject as Base} from 'cloudflare:workers'
    export class Empty extends Base {}`
  const worker = await startWorker(contactSettings(api.url), {
    options: {script},
    durableObjects: {OUTBOX: {className: 'Empty', useSQLite: true}},
  })
  const {status, headers} = await worker.post({email: freshEmail()})
  assert.deepEqual([status, headers['retry-after']], [503, '5'])
  assert.match(worker.output(), /"event":"store_unavailable","fault":"not_ContactSignupOutbox"/)
  assert.equal(api.requests.length, 0)
  await worker.stop()
})
