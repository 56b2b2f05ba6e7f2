import assert from 'node:assert/strict'
import {once} from 'node:events'
import {createServer, type IncomingMessage} from 'node:http'
import type {AddressInfo} from 'node:net'
import {text} from 'node:stream/consumers'
import {test} from 'node:test'
import {useSite} from '../support/servers/site.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'

const cors = {'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type, idempotency-key'}

const browser = await useBrowser()
const site = await useSite()

test('a lead arrives although the visitor leaves the page before the browser may post it', async () => {
  // A proxy of another origin: its response to the preflight request comes when the page is gone.
  const proxy = createServer(async (request: IncomingMessage, response) => {
    if (request.method === 'POST') proxy.emit('arrived', await text(request))
    else {
      proxy.emit('asked')
      await left
    }
    response.writeHead(request.method === 'POST' ? 201 : 204, cors).end()
  }).listen(0, '127.0.0.1')
  const [asked, left, arrived] = [once(proxy, 'asked'), once(proxy, 'left'), once(proxy, 'arrived')]
  await once(proxy, 'listening')
  const endpoint = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/api/signup`

  const visitor = new Visitor(await browser.newPage())
  const form = `<contact-signup endpoint="${endpoint}"></contact-signup>`
  await visitor.page.goto(
    site.put('/', `<!doctype html><html lang="en"><script type="module" src="/contact-signup.js"></script>${form}`),
  )
  await visitor.type('email', 'ada@example.com')
  await visitor.control('gdpr_accept_terms').check()
  await visitor.button.click()
  await asked
  await visitor.page.goto(site.put('/elsewhere', '<!doctype html><title>Elsewhere</title>'))
  proxy.emit('left')
  const [body] = (await arrived) as [string]
  assert.equal((JSON.parse(body) as {email: string}).email, 'ada@example.com')
  proxy.close()
  proxy.closeAllConnections()
})

test('listeners of the page finish before the form opens `success-url`', async () => {
  const visitor = new Visitor(await browser.newPage())
  await visitor.page.route('**/api/signup', route =>
    route.fulfill({status: 201, contentType: 'application/json', body: '{"status":"created"}'}),
  )
  site.put('/thanks', '<!doctype html><title>Thanks</title>')
  const page = `<!doctype html><html lang="en"><script type="module" src="/contact-signup.js"></script>
    <contact-signup success-url="/"></contact-signup>
    <script type="module">
      document.querySelector('contact-signup').addEventListener('contact-signup-success', async ({target, status}) => {
        await Promise.resolve()
        await new Promise(resolve => setTimeout(resolve))
        target.successUrl = '/thanks?' + status
      })
    </script>`
  await visitor.page.goto(site.put('/', page))
  await visitor.type('email', 'ada@example.com')
  await visitor.control('gdpr_accept_terms').check()
  await visitor.button.click()
  await visitor.page.waitForURL('**/thanks?created')
  await visitor.page.close()
})
