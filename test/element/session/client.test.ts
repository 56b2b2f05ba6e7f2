import assert from 'node:assert/strict'
import {after, before, beforeEach, suite, test} from 'node:test'
import {Problem, problemStatuses, type ProblemCode} from '../../../src/contact/wire.ts'
import {post, request} from '../../../src/element/session/client.ts'
import {ScriptedProxy} from '../../support/scripted-proxy.ts'

let proxy: ScriptedProxy
before(async () => (proxy = await ScriptedProxy.start()))
after(() => proxy.stop())
beforeEach(() => void (proxy.requests.length = 0))

const postContact = (body: object = {}) => post(`${proxy.url}/api/signup`, 'key-1', body)

/** The problem that a response is read as. */
async function problemOf(status: number, body: string): Promise<Problem> {
  proxy.respond = () => ({status, body})
  const error: unknown = await postContact().catch((thrown: unknown) => thrown)
  assert.ok(error instanceof Problem, `${error}`)
  return error
}

suite('post', () => {
  test('sends JSON under the idempotency key', async () => {
    proxy.respond = () => ({status: 201, body: '{"status":"created"}'})
    await postContact({email: 'ada@example.com', tags: ['one'], list_ids: undefined})
    const [{method, path, headers, body}] = proxy.requests as [(typeof proxy.requests)[0]]
    assert.deepEqual([method, path], ['POST', '/api/signup'])
    assert.deepEqual([headers['content-type'], headers['idempotency-key']], ['application/json', 'key-1'])
    assert.equal(body, '{"email":"ada@example.com","tags":["one"]}')
  })

  test('ignores a toJSON method that a library on the page has given to arrays', async () => {
    proxy.respond = () => ({status: 201, body: '{"status":"created"}'})
    Object.defineProperty(Array.prototype, 'toJSON', {configurable: true, value: () => 'changed'})
    await postContact({tags: ['one', 'two']}).finally(() => Reflect.deleteProperty(Array.prototype, 'toJSON'))
    assert.equal(proxy.requests[0]?.body, '{"tags":["one","two"]}')
  })

  for (const [status, receipt] of [
    [201, 'created'],
    [202, 'accepted'],
  ] as const)
    test(`resolves to ${receipt} for ${status}`, async () => {
      proxy.respond = () => ({status, body: JSON.stringify({status: receipt})})
      assert.deepEqual(await postContact(), {status: receipt})
    })
})

suite('a response that is not the proxy’s receipt', () => {
  const table: [status: number, body: string][] = [
    [200, '<!doctype html><title>Home</title>'],
    [200, ''],
    [200, '{"ok":true}'],
    [200, '{"status":"created"}'],
    [201, ''],
    [201, 'null'],
    [201, '[]'],
    [201, '{"status":"accepted"}'],
    [201, '{"status":"<img src=x onerror=alert(1)>"}'],
    [202, '{"status":"created"}'],
    [204, ''],
    [502, '<h1>Bad Gateway</h1>'],
  ]
  for (const [status, body] of table)
    test(`is bad_gateway: ${status} ${body}`, async () =>
      assert.equal((await problemOf(status, body)).code, 'bad_gateway'))

  test('is no success if it redirects to a page', async () => {
    proxy.respond = ({path}) =>
      path === '/thanks' ? {status: 200, body: 'Thanks'} : {status: 302, body: '', headers: {location: '/thanks'}}
    await assert.rejects(postContact())
    assert.deepEqual(
      proxy.requests.map(({path}) => path),
      ['/api/signup'],
    )
  })
})

suite('validation errors that are not the wire’s', () => {
  for (const issues of [
    '[null]',
    '[1,"x",[]]',
    '[{"field":1,"code":"email_invalid"}]',
    '[{"field":"email"}]',
    '{"0":null}',
  ])
    test(`are ignored: ${issues}`, async () => {
      const {issues: read = []} = await problemOf(422, `{"code":"contact_invalid","issues":${issues}}`)
      assert.deepEqual(read, [])
    })
})

suite('a problem response', () => {
  for (const code of Object.keys(problemStatuses) as ProblemCode[])
    test(`with ${code} throws that code and its status`, async () => {
      const {code: thrown, status, issues} = await problemOf(problemStatuses[code], JSON.stringify({code}))
      assert.deepEqual([thrown, status, issues], [code, problemStatuses[code], undefined])
    })

  test('throws its validation errors too', async () => {
    const issues = [{field: 'email', code: 'email_invalid'}]
    assert.deepEqual((await problemOf(422, JSON.stringify({code: 'contact_invalid', issues}))).issues, issues)
  })

  test('with validation errors that are not a list throws none', async () => {
    assert.equal((await problemOf(422, '{"code":"contact_invalid","issues":{"length":1}}')).issues, undefined)
  })
})

suite('a response of another server', () => {
  const html = '<!doctype html><title>Error</title>'
  const cases: [status: number, body: string, code: ProblemCode][] = [
    [400, html, 'body_invalid'],
    [403, html, 'origin_forbidden'],
    [404, html, 'not_found'],
    [405, '', 'method_not_allowed'],
    [413, html, 'body_too_large'],
    [418, html, 'internal_error'],
    [429, html, 'rate_limited'],
    [500, html, 'internal_error'],
    [502, html, 'bad_gateway'],
    [503, html, 'internal_error'],
    [504, html, 'upstream_unknown'],
    [503, 'null', 'internal_error'],
    [429, '"text"', 'rate_limited'],
    [429, '{"code":"too_many"}', 'rate_limited'],
    [429, '{"code":"constructor"}', 'rate_limited'],
    [500, '{"code":["refused"]}', 'internal_error'],
  ]
  for (const [status, body, code] of cases)
    test(`${status} ${body} throws ${code}`, async () => {
      assert.equal((await problemOf(status, body)).code, code)
    })
})

suite('a proxy that is not reached', () => {
  test('throws an error that is no problem if the connection is closed', async () => {
    proxy.respond = () => undefined
    await assert.rejects(postContact(), error => !(error instanceof Problem))
  })

  test('throws an error that is no problem if the connection is refused', async () => {
    const stopped = await ScriptedProxy.start()
    const {url} = stopped
    await stopped.stop()
    await assert.rejects(request(url), error => !(error instanceof Problem))
  })
})
