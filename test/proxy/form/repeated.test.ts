import assert from 'node:assert/strict'
import {suite, test, type TestContext} from 'node:test'
import {prerender} from 'contact-signup/prerender'
import {openOutbox} from '../../../src/proxy/outbox/open.ts'
import {respond, startContactApi, type ContactApi} from '../../support/contact-api.ts'
import {readHtmlForm} from '../../support/html-form.ts'
import {freshPath} from '../../support/outbox.ts'
import {submit} from '../../support/plain-form.ts'
import {endpoint, proxyFor, site} from '../../support/proxy.ts'

const fromPage = {origin: site, referer: `${site}/`}
const fromResponse = {origin: new URL(endpoint).origin, referer: endpoint, 'sec-fetch-site': 'same-origin'}

async function openForm(email: string) {
  const {values} = readHtmlForm(await prerender({attributes: {endpoint, fields: 'name_first email'}}))
  return {...values, email, gdpr_accept_terms: 'on'}
}

const kinds: [name: string, open: (t: TestContext, api: ContactApi) => Promise<ReturnType<typeof proxyFor>>][] = [
  ['without an outbox', async (_t, api) => proxyFor(api)],
  [
    'with an outbox',
    async (t, api) => {
      const outbox = (await openOutbox({place: {kind: 'file', path: freshPath()}}))!
      const proxy = proxyFor(api, {outbox})
      t.after(() => proxy.close().then(() => outbox.close()))
      return proxy
    },
  ],
]
for (const [name, open] of kinds)
  suite(`${name}, a form without JavaScript creates one contact`, () => {
    test('for a double click', async t => {
      await using api = await startContactApi()
      const proxy = await open(t, api)
      const form = await openForm('ada@example.com')
      const responses = await Promise.all([1, 2].map(() => proxy(submit(form, fromPage))))
      assert.deepEqual([responses.map(({status}) => status), api.requests.length], [[201, 201], 1])
    })

    test('when the page that thanks is loaded again', async t => {
      await using api = await startContactApi()
      const proxy = await open(t, api)
      const form = await openForm('ada@example.com')
      for (const _ of [1, 2, 3]) assert.equal((await proxy(submit(form, fromPage))).status, 201)
      assert.equal(api.requests.length, 1)
    })

    test('when the page with its errors is loaded again, and it is then corrected and posted twice', async t => {
      await using api = await startContactApi()
      const proxy = await open(t, api)
      const form = await openForm('ada@')
      const pages = []
      for (const _ of [1, 2]) pages.push(readHtmlForm(await (await proxy(submit(form, fromPage))).text()))
      assert.deepEqual(pages[0]!.values, pages[1]!.values)
      const corrected = {...pages[1]!.values, email: 'ada@example.com'}
      for (const _ of [1, 2]) assert.equal((await proxy(submit(corrected, fromResponse))).status, 201)
      assert.equal(api.requests.length, 1)
    })
  })

test('without an outbox, a form that could not be sent is sent from the page that says so', async () => {
  await using api = await startContactApi((_request, response) => respond(response, 503))
  const proxy = proxyFor(api)
  const response = await proxy(submit(await openForm('ada@example.com'), fromPage))
  assert.equal(response.status, 503)
  api.answer = (_request, response) => respond(response, 201, '{}')
  const {values} = readHtmlForm(await response.text())
  for (const _ of [1, 2]) assert.equal((await proxy(submit(values, fromResponse))).status, 201)
  assert.deepEqual(
    api.requests.map(({body}) => body.email),
    ['ada@example.com', 'ada@example.com'],
  )
})
