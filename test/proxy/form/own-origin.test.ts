import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import {startContactApi} from '../../support/contact-api.ts'
import {filled, submit} from '../../support/plain-form.ts'
import {endpoint, post, proxyFor, site, verdict} from '../../support/proxy.ts'

const own = 'https://forms.example.com'
const inside = 'http://127.0.0.1:8787/api/signup'
const plainOwn = endpoint.replace('https:', 'http:')

const rows: [title: string, url: string, headers: Record<string, string>, status: number][] = [
  ['of the proxy’s own origin', endpoint, {origin: own}, 201],
  ['of its own origin behind a server that terminates TLS', plainOwn, {origin: own}, 201],
  ['that the browser calls same-origin', endpoint, {origin: own, 'sec-fetch-site': 'same-origin'}, 201],
  ['that is loaded again', endpoint, {origin: own, 'sec-fetch-site': 'none'}, 201],
  [
    'that the browser calls same-origin, behind a server that changes Host',
    inside,
    {origin: own, 'sec-fetch-site': 'same-origin'},
    201,
  ],
  ['behind a server that changes Host, in a browser that does not say', inside, {origin: own}, 403],
  ['of another site', endpoint, {origin: 'https://evil.example', 'sec-fetch-site': 'cross-site'}, 403],
  ['of another host of the site', endpoint, {origin: 'https://www.example.com', 'sec-fetch-site': 'same-site'}, 403],
  ['of another port', endpoint, {origin: `${own}:8443`}, 403],
  ['of its own host without TLS', endpoint, {origin: plainOwn.slice(0, -'/api/signup'.length)}, 403],
  ['of its own origin that the browser calls cross-site', endpoint, {origin: own, 'sec-fetch-site': 'cross-site'}, 403],
  ['of its own origin that the browser calls same-site', endpoint, {origin: own, 'sec-fetch-site': 'same-site'}, 403],
  ['without a readable origin', endpoint, {origin: 'null'}, 403],
]

suite('with other origins in its list, the proxy', () => {
  for (const [title, url, headers, status] of rows)
    test(`${status === 201 ? 'accepts' : 'refuses'} a form without JavaScript ${title}`, async () => {
      await using api = await startContactApi()
      const response = await proxyFor(api)(submit(filled, headers, url))
      assert.equal(response.status, status)
      assert.equal(response.headers.get('access-control-allow-origin'), null)
      assert.equal(api.requests.length, status === 201 ? 1 : 0)
    })

  test('still accepts forms of these', async () => {
    await using api = await startContactApi()
    const response = await proxyFor(api)(submit(filled, {origin: site, 'sec-fetch-site': 'cross-site'}))
    assert.deepEqual([response.status, response.headers.get('access-control-allow-origin')], [201, site])
  })

  test('refuses anything else of its own origin', async () => {
    await using api = await startContactApi()
    const headers = {origin: own, 'sec-fetch-site': 'same-origin'}
    const proxy = proxyFor(api, {proofOfWork: true})
    const challenge = {'content-type': undefined, 'idempotency-key': undefined, ...headers}
    for (const request of [post(undefined, headers), post('', challenge, `${endpoint}/challenge`)])
      assert.deepEqual(await verdict(await proxy(request)), [403, 'origin_forbidden'])
    const preflight = new Request(endpoint, {
      method: 'OPTIONS',
      headers: {...headers, 'content-type': 'application/x-www-form-urlencoded'},
    })
    assert.deepEqual(await verdict(await proxy(preflight)), [403, 'origin_forbidden'])
  })
})
