import assert from 'node:assert/strict'
import {registerHooks} from 'node:module'
import {test} from 'node:test'

const loaded: string[] = []
registerHooks({
  load(url, context, nextLoad) {
    loaded.push(url)
    return nextLoad(url, context)
  },
})
const renderers = () =>
  loaded.filter(url => /\/(?:src|dist)\/prerender\/|\/node_modules\/(?:lit|@lit-labs|parse5)\//.test(url))

test('the proxy loads what renders forms with the first form that it returns', async t => {
  const {createProxy} = await import('contact-signup/proxy')
  const proxy = createProxy({url: 'http://127.0.0.1:9', accountId: 'a', accountSecret: 'b', log: () => {}})
  t.after(() => proxy.close())
  const post = async (type: string, body: string) => {
    const headers = {'content-type': `application/${type}`, 'idempotency-key': crypto.randomUUID()}
    const request = new Request('https://forms.example.com/api/signup', {method: 'POST', headers, body})
    return (await proxy(request, {remoteAddress: '203.0.113.1'})).status
  }
  const prerendered = encodeURIComponent('{"attributes":{},"lang":"en"}')
  assert.equal(await post('json', '{"email":"ada@"}'), 422)
  assert.equal(await post('x-www-form-urlencoded', 'email=ada@'), 422)
  assert.equal(await post('x-www-form-urlencoded', `email=ada@&prerendered=x`), 422)
  assert.deepEqual(renderers(), [])
  assert.equal(await post('x-www-form-urlencoded', `email=ada@&prerendered=${prerendered}`), 422)
  assert.notDeepEqual(renderers(), [])
})
