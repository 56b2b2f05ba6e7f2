import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import {FormSet} from '../../../src/proxy/forms/form-set.ts'
import {serveForms, type ServeFormsContext} from '../../../src/proxy/forms/serve-forms.ts'
import type {ProxyRequest} from '../../../src/proxy/http/exchange.ts'
import {createFormNames} from '../../../src/proxy/outbox/form-names.ts'
import {startContactApi} from '../../support/contact-api.ts'
import {openFile} from '../../support/outbox.ts'

const context = {
  names: createFormNames('/join'),
  server: {},
  log: () => {},
  observeApi: () => {},
} satisfies Partial<ServeFormsContext>

suite('the forms of a file', () => {
  test('leave no timer behind if the start is refused', async t => {
    const store = await openFile()
    t.after(() => store.close())
    const [set, clear] = [t.mock.method(globalThis, 'setInterval'), t.mock.method(globalThis, 'clearInterval')]
    const readForms = () => ({forms: [], lines: ['FORMS_FILE: expected JSON'], files: []})
    assert.throws(() => serveForms({...context, store, readForms, onForms: () => {}}), /FORMS_FILE: expected JSON/)
    const started = set.mock.calls.map(({result}) => result)
    assert.ok(started.length > 0)
    assert.deepEqual(
      clear.mock.calls.map(({arguments: [timer]}) => timer),
      started,
    )
  })

  test('let pages of any origin read that a path has no form, and show none of their origins', async t => {
    const forms = new FormSet(context)
    t.after(() => forms.close())
    const allowedOrigins = ['https://news.example']
    const account = {url: 'https://api.example.com', accountId: 'a', accountSecret: 's'}
    forms.replace([{path: '/news', options: {...account, path: '/news', allowedOrigins}}])
    for (const origin of ['https://news.example', 'https://other.example']) {
      const respond = (method: string) => forms.handleRequest({...toRequest('/new', {origin}), method})
      const [preflight, refusal] = [await respond('OPTIONS'), await respond('POST')]
      assert.deepEqual([preflight.status, refusal.status], [204, 404])
      assert.equal((JSON.parse(refusal.body!) as {code: string}).code, 'not_found')
      for (const {headers} of [preflight, refusal]) assert.equal(headers['access-control-allow-origin'], '*')
    }
    const forbidden = await forms.handleRequest(toRequest('/news', {origin: 'https://other.example'}))
    assert.deepEqual([forbidden.status, forbidden.headers['access-control-allow-origin']], [403, undefined])
  })

  test('keep their counts while other settings change, and lose them when they are removed', async t => {
    const api = await startContactApi()
    const forms = new FormSet(context)
    t.after(async () => {
      await forms.close()
      await forms.disconnect()
      await api.close()
    })
    const account = {url: api.url, accountId: 'a', accountSecret: 's'}
    const toForm = (path: string, minFillTime: number, rateLimitPerson = '1/3600') => ({
      path,
      options: {...account, path, minFillTime, rateLimitPerson} as const,
    })
    assert.equal(forms.replace([toForm('/news', 0), toForm('/jobs', 0)]), true)
    assert.equal(forms.replace([toForm('/news', 0), toForm('/jobs', 0)]), false, 'nothing has changed')
    const post = async (path: string) => (await forms.handleRequest(toRequest(path))).status
    assert.deepEqual([await post('/news'), await post('/news'), await post('/jobs')], [201, 429, 201])
    assert.equal(forms.replace([toForm('/news', 1), toForm('/jobs', 0)]), true)
    assert.equal(await post('/news'), 429)
    forms.replace([toForm('/jobs', 0)])
    forms.replace([toForm('/news', 1), toForm('/jobs', 0)])
    assert.deepEqual([await post('/news'), await post('/jobs')], [201, 429])
    forms.replace([toForm('/news', 1), toForm('/jobs', 0, '2/3600')])
    forms.replace([toForm('/news', 1), toForm('/jobs', 0)])
    assert.deepEqual([await post('/news'), await post('/jobs')], [429, 201], 'of a rate that was changed')
  })
})

/** A request with a lead, always of the same person. */
function toRequest(target: string, more: Record<string, string> = {}): ProxyRequest {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'idempotency-key': crypto.randomUUID(),
    ...more,
  }
  const lead = {email: 'ada@example.com', name_first: `Ada ${crypto.randomUUID()}`}
  return {
    target,
    method: 'POST',
    header: name => headers[name],
    ownOrigin: 'http://127.0.0.1',
    remoteAddress: '127.0.0.1',
    readBody: async () => new TextEncoder().encode(JSON.stringify(lead)),
  }
}
