import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {after, test} from 'node:test'
import {createAdaptorServer} from '@hono/node-server'
import {created, respond, startContactApi} from '../../support/contact-api.ts'
import {passTime, query} from '../../support/functions.ts'
import {functionUrlEvent, httpApiEvent} from '../../support/lambda-event.ts'
import {startPostgres} from '../../support/postgres.ts'

type Handler = (request: Request) => Response | Promise<Response>
type LambdaResult = {statusCode: number; headers: Record<string, string>; body: string}

const postgres = await startPostgres()
const database = await postgres.createDatabase('examples')
const api = await startContactApi()
after(async () => {
  await api.close()
  await query(database, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()`).catch(
    () => {},
  )
  await postgres.stop()
})

const page = 'https://www.example.com'
const secret = 'cron-secret'
Object.assign(process.env, {
  CONTACT_API_URL: api.url,
  CONTACT_ACCOUNT_ID: 'acc-1',
  CONTACT_ACCOUNT_SECRET: 'secret',
  ALLOWED_ORIGINS: page,
  RATE_LIMIT_ADDRESS: 'off',
  MIN_FILL_TIME: '0',
  OUTBOX: database,
  CRON_SECRET: secret,
})

/** Imports a file of `demo/functions`, whose path is that in a project. */
const load = (file: string) => import(join(process.cwd(), 'demo/functions', file)) as Promise<Record<string, unknown>>

/** Serves a handler by HTTP. */
async function serve(handler: Handler) {
  const server = createAdaptorServer({fetch: handler, overrideGlobalObjects: false})
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => new Promise<void>(resolve => server.close(() => resolve())),
  }
}

const leadOf = (email: string) => ({
  headers: {origin: page, 'content-type': 'application/json', 'idempotency-key': randomUUID()},
  body: JSON.stringify({name_first: 'Ada', email, gdpr_accept_terms: true}),
})

/** What each platform gives a handler besides the request: the visitor's address. */
const address = '203.0.113.9'
const toEvent = (request: Request) => ({request, getClientAddress: () => address})
const context = {ip: address}

const examples: [platform: string, signup: () => Promise<Handler>, cron: () => Promise<Handler>][] = [
  [
    'Next.js',
    async () => (await load('app/api/signup/route.js')).POST as Handler,
    async () => (await load('app/api/deliver/route.js')).GET as Handler,
  ],
  [
    'SvelteKit',
    async () => {
      const {POST} = (await load('src/routes/api/signup/+server.js')) as {POST: (event: object) => Promise<Response>}
      return request => POST(toEvent(request))
    },
    async () => {
      const {GET} = (await load('src/routes/api/deliver/+server.js')) as {GET: (event: object) => Promise<Response>}
      return request => GET(toEvent(request))
    },
  ],
  [
    'Vercel',
    async () => ((await load('api/signup.js')).default as {fetch: Handler}).fetch,
    async () => (await load('api/deliver.js')).GET as Handler,
  ],
  [
    'Netlify',
    async () => {
      const {default: handle} = (await load('netlify/functions/signup.js')) as {
        default: (request: Request, context: object) => Promise<Response>
      }
      return request => handle(request, context)
    },
    async () => {
      const {default: deliver} = (await load('netlify/functions/deliver.js')) as {default: () => Promise<void>}
      return async () => (await deliver(), new Response())
    },
  ],
]

for (const [platform, loadSignup, loadCron] of examples)
  test(`the functions for ${platform} take a lead, and deliver one after an outage`, async () => {
    await using signup = await serve(await loadSignup())
    await using cron = await serve(await loadCron())
    const post = async (email: string) => {
      const {headers, body} = leadOf(email)
      const init = {method: 'POST', headers: {...headers, 'x-real-ip': address, connection: 'close'}, body}
      return (await fetch(`${signup.url}/api/signup`, init)).status
    }
    assert.equal(await post(`first@${platform.toLowerCase()}.example`), 201)
    assert.equal(api.requests.at(-1)!.body.gdpr_remote_ip, address)
    await afterOutage(() => post(`later@${platform.toLowerCase()}.example`))

    const before = api.requests.length
    const headers = {authorization: `Bearer ${secret}`, connection: 'close'}
    assert.equal((await fetch(cron.url, {headers})).status, 200)
    assert.deepEqual(
      api.requests.slice(before).map(({body}) => body.email),
      [`later@${platform.toLowerCase()}.example`],
    )
    if (platform !== 'Netlify')
      // its scheduled functions have no URL
      for (const authorization of ['', 'Bearer', 'Bearer undefined', `Bearer ${secret}x`])
        assert.equal((await fetch(cron.url, {headers: {authorization, connection: 'close'}})).status, 401)
  })

/** Has a lead stored while the contact API does not work, and makes it due. */
async function afterOutage(post: () => Promise<number>): Promise<void> {
  api.answer = (_request, response) => respond(response, 500)
  assert.equal(await post(), 202)
  api.answer = created
  await passTime(database)
}

test('the functions for AWS Lambda take a lead, and deliver one after an outage', async () => {
  const {handler, deliver} = (await load('lambda.js')) as {
    handler: (event: object) => Promise<LambdaResult>
    deliver: () => Promise<{delivered: number}>
  }
  for (const [index, createEvent] of [functionUrlEvent, httpApiEvent].entries()) {
    const {statusCode, headers, body} = await handler(createEvent(leadOf(`lambda${index}@example.com`)))
    assert.deepEqual([statusCode, JSON.parse(body)], [201, {status: 'created'}])
    assert.equal(headers['access-control-allow-origin'], page)
    assert.equal(api.requests.at(-1)!.body.gdpr_remote_ip, address)
  }
  const {body, ...encoded} = leadOf('encoded@example.com')
  const base64 = {...encoded, body: Buffer.from(body).toString('base64'), isBase64Encoded: true}
  assert.equal((await handler(functionUrlEvent(base64))).statusCode, 201)
  const preflight = {origin: page, 'access-control-request-method': 'POST'}
  assert.equal((await handler(functionUrlEvent({method: 'OPTIONS', headers: preflight}))).statusCode, 204)
  assert.equal((await handler(httpApiEvent({method: 'GET'}))).statusCode, 405)
  assert.equal((await handler(httpApiEvent({method: 'GET', query: 'a=1'}))).statusCode, 404)

  await afterOutage(async () => (await handler(functionUrlEvent(leadOf('later@lambda.example')))).statusCode)
  assert.equal((await deliver()).delivered, 1)
})
