import assert from 'node:assert/strict'
import {once} from 'node:events'
import {createServer, type IncomingMessage} from 'node:http'
import type {AddressInfo} from 'node:net'
import {text} from 'node:stream/consumers'
import {test} from 'node:test'
import {prerender} from 'contact-signup/prerender'
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

const redirecting = (milliseconds: string) => `<!doctype html><html lang="en">
  <script type="module" src="/contact-signup.js"></script>
  <contact-signup success-url="/thanks"></contact-signup>
  <script type="module">
    document.querySelector('contact-signup').addEventListener('contact-signup-success', event => {
      const report = () => fetch('/report?' + event.requestId, {method: 'POST', body: 'before the redirect'})
      event.waitUntil(new Promise(resolve => setTimeout(resolve, ${milliseconds})).then(report))
    })
  </script>`

for (const [title, milliseconds, reports] of [
  ['the form opens `success-url` after what a listener waits for', '300', 1],
  ['a listener that never finishes delays `success-url` by a second at most', '1e6', 0],
] as const)
  test(title, async () => {
    const visitor = new Visitor(await browser.newPage())
    const headers = {'x-request-id': '0b0c5c1e-0000-4000-8000-000000000000'}
    await visitor.page.route('**/api/signup', route =>
      route.fulfill({status: 201, contentType: 'application/json', headers, body: '{"status":"created"}'}),
    )
    const reported: string[] = []
    await visitor.page.route('**/report?*', async route => {
      reported.push(`${visitor.page.url()} ${route.request().url()}`)
      await route.fulfill({status: 204})
    })
    site.put('/thanks', '<!doctype html><title>Thanks</title>')
    const url = site.put('/', redirecting(milliseconds))
    await visitor.page.goto(url)
    await visitor.type('email', 'ada@example.com')
    await visitor.control('gdpr_accept_terms').check()
    await visitor.button.click()
    await visitor.page.waitForURL('**/thanks', {timeout: 10_000})
    const report = `${url} ${new URL(`/report?${headers['x-request-id']}`, url)}`
    assert.deepEqual(reported, Array<string>(reports).fill(report))
    await visitor.page.close()
  })

const restored = {fields: 'name_first email phone country full_address born_date gender'}
const tags = [
  ['', `<contact-signup fields="${restored.fields}"></contact-signup>`],
  ['prerendered ', await prerender({attributes: restored, lang: 'es'})],
] as const
for (const [kind, tag] of tags)
  test(`what was typed into a ${kind}form is there after a visit elsewhere and back, but for the consent`, async () => {
    const visitor = new Visitor(await browser.newPage())
    await visitor.page.goto(
      site.put('/', `<!doctype html><html lang="es"><script type="module" src="/contact-signup.js"></script>${tag}`),
    )
    await visitor.hydrated()
    const typed = {name_first: 'Ada', email: 'ada@example.com', full_address: 'Calle 1', born_date: '1990-05-17'}
    for (const [name, value] of Object.entries(typed)) await visitor.control(name).fill(value)
    await visitor.control('phone').fill('+41 78 123 45 67')
    await isChosen(visitor, 'phone_country', 'CH')
    await visitor.control('country').selectOption('AT')
    await visitor.control('gender').selectOption('FEMALE')
    await visitor.control('gdpr_accept_terms').check()
    await visitor.page.goto(site.put('/elsewhere', '<!doctype html><title>Elsewhere</title>'))
    await visitor.page.goBack()
    await isChosen(visitor, 'country', 'AT')
    await isChosen(visitor, 'phone_country', 'CH')
    const names = [...Object.keys(typed), 'phone', 'gender']
    const values = await Promise.all(names.map(name => visitor.control(name).inputValue()))
    assert.deepEqual(values, [...Object.values(typed), '078 123 45 67', 'FEMALE'])
    assert.equal(await visitor.control('gdpr_accept_terms').isChecked(), false)
    await visitor.page.close()
  })

async function isChosen(visitor: Visitor, name: string, value: string): Promise<void> {
  const select = await visitor.control(name).elementHandle()
  await visitor.page.waitForFunction(([chosen, code]) => (chosen as HTMLSelectElement).value === code, [
    select,
    value,
  ] as const)
}

test('a form that was sent is empty after a visit elsewhere and back', async () => {
  const visitor = new Visitor(await browser.newPage())
  await visitor.page.route('**/api/signup', route =>
    route.fulfill({status: 201, contentType: 'application/json', body: '{"status":"created"}'}),
  )
  await visitor.page.goto(
    site.put(
      '/',
      '<!doctype html><script type="module" src="/contact-signup.js"></script><contact-signup></contact-signup>',
    ),
  )
  await visitor.type('email', 'ada@example.com')
  await visitor.control('gdpr_accept_terms').check()
  await visitor.button.click()
  await visitor.part('success').waitFor()
  await visitor.page.goto(site.put('/elsewhere', '<!doctype html><title>Elsewhere</title>'))
  await visitor.page.goBack()
  await visitor.control('name_first').click()
  const loadedLate = () => document.querySelector('contact-signup')!.shadowRoot!.adoptedStyleSheets.length > 1
  await visitor.page.waitForFunction(loadedLate)
  assert.equal(await visitor.control('email').inputValue(), '')
})

test('the browser asks before the page is left while a failed lead is retried, and only then', async () => {
  const visitor = new Visitor(await browser.newPage())
  const asked: string[] = []
  visitor.page.on('dialog', dialog => {
    asked.push(dialog.type())
    void dialog.dismiss()
  })
  const responses = [503, 503, 201]
  await visitor.page.route('**/api/signup', route => {
    const status = responses.shift() ?? 201
    return route.fulfill({status, contentType: 'application/json', body: '{"status":"created"}'})
  })
  const here = site.put(
    '/',
    '<!doctype html><script type="module" src="/contact-signup.js"></script><contact-signup></contact-signup><main></main>',
  )
  const elsewhere = site.put('/elsewhere', '<!doctype html><title>Elsewhere</title>')
  await visitor.page.goto(here)
  await visitor.type('email', 'ada@example.com')
  await visitor.control('gdpr_accept_terms').check()
  await visitor.button.click()
  await visitor.part('status').getByText('automatically').waitFor()
  await visitor.page.evaluate(async () => {
    const form = document.querySelector('contact-signup')!
    document.querySelector('main')!.append(form) // removed and inserted again
    const other = document.body.appendChild(document.createElement('contact-signup')) // which retries nothing
    await other.updateComplete
    other.reportValidity()
  })
  await visitor.page.waitForFunction(
    () => document.body.lastElementChild!.shadowRoot!.querySelector('[part=summary]'), // its session has updated it
  )
  await assert.rejects(visitor.page.goto(elsewhere)) // the visitor stays
  assert.deepEqual([asked, visitor.page.url()], [['beforeunload'], here])
  const failed = visitor.page.waitForResponse(response => response.status() === 503)
  await visitor.page.evaluate(() => dispatchEvent(new Event('online')))
  await (await failed).finished()
  await visitor.page.evaluate(() => dispatchEvent(new Event('online')))
  await visitor.part('success').waitFor()
  await visitor.page.goto(elsewhere)
  assert.deepEqual([asked.length, visitor.page.url()], [1, elsewhere])
})
