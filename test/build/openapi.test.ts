import assert from 'node:assert/strict'
import {test} from 'node:test'
import {Validator} from '@seriousme/openapi-schema-validator'
import {Ajv2020} from 'ajv/dist/2020.js'
import {createOpenApi} from '../../src/build/openapi.ts'
import {problemStatuses} from '../../src/contact/wire.ts'
import {respond, startContactApi, type Answer} from '../support/contact-api.ts'
import {endpoint, person, post, proxyFor, site} from '../support/proxy.ts'

const api = createOpenApi('1.2.3')
const operation = api.paths['/api/signup'].post
const responses = operation.responses as Record<string, {content: Record<string, {schema: object}>}>
const ajv = new Ajv2020({strict: false, validateFormats: false}).addSchema({$id: 'api', ...api})
/** A reference within the description, of which the schema is not the root. */
const compile = (schema: object) =>
  ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components')) as object)

test('the description is valid OpenAPI 3.1', async () => {
  const result = await new Validator().validate(structuredClone(api))
  assert.deepEqual(result.errors ?? [], [])
  assert.equal(result.valid, true)
})

test('it has every code, at its status', () => {
  for (const [code, status] of Object.entries(problemStatuses))
    assert.equal(JSON.stringify(responses[status]).includes(`"${code}"`), code !== 'bad_gateway', code)
})

const failWith =
  (status: number): Answer =>
  (_request, response) =>
    respond(response, status)
const tooLarge = {...person, name_last: 'x'.repeat(20_000)}
const requests: [what: string, status: number, request: () => Request, answer?: Answer][] = [
  ['a contact', 201, () => post()],
  ['no JSON', 400, () => post('{')],
  ['no key', 400, () => post(person, {'idempotency-key': undefined})],
  ['another origin', 403, () => post(person, {origin: 'https://evil.example'})],
  ['another path', 404, () => post(person, {}, `${endpoint}/other`)],
  ['another method', 405, () => new Request(endpoint, {method: 'PUT', headers: {origin: site}})],
  ['a large body', 413, () => post(tooLarge)],
  ['text', 415, () => post(person, {'content-type': 'text/plain'})],
  ['an invalid contact', 422, () => post({email: 'ada@', colour: 'red', city: 7})],
  ['a refused contact', 422, () => post(), failWith(422)],
  ['a wrong account', 502, () => post(), failWith(401)],
  ['a busy API', 503, () => post(), failWith(503)],
  ['an unknown outcome', 504, () => post(), failWith(500)],
]
for (const [what, status, request, answer] of requests)
  test(`the proxy responds to ${what} as it says`, async () => {
    await using contactApi = await startContactApi(answer)
    await requireDescribed(await proxyFor(contactApi)(request()), status)
  })

test('the proxy responds to a flood as it says', async () => {
  await using contactApi = await startContactApi()
  const proxy = proxyFor(contactApi, {rateLimitTotal: '1/60'})
  await requireDescribed(await proxy(post()), 201)
  await requireDescribed(await proxy(post({email: 'b@example.com'})), 429)
})

async function requireDescribed(response: Response, status: number): Promise<void> {
  assert.equal(response.status, status)
  const schema = responses[status]?.content[response.headers.get('content-type')!]?.schema
  assert.ok(schema, `${status} ${response.headers.get('content-type')}`)
  const validate = compile(schema)
  assert.ok(validate(await response.json()), JSON.stringify(validate.errors))
}

test('the schema of a contact takes what the proxy takes, and refuses what no contact can be', () => {
  const validate = compile({$ref: '#/components/schemas/Contact'})
  const contact = {
    ...person,
    phone: '+44 7400 123456',
    tags: ['a'],
    gdpr_accept_terms: true,
    consent: {terms: 'I accept'},
    room: 7,
  }
  assert.ok(validate(contact), JSON.stringify(validate.errors))
  for (const wrong of [[], {email: 7}, {gdpr_accept_terms: 'yes'}, {tags: 'a'}, {city: 'x'.repeat(101)}])
    assert.equal(validate(wrong), false, JSON.stringify(wrong).slice(0, 50))
})
