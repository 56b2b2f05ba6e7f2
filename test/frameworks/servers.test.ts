import assert from 'node:assert/strict'
import {describe, test} from 'node:test'
import {useBrowser, type Visitor} from '../support/page/visitor.ts'
import {serverFrameworks, useServer, type FrameworkServer, type ServerFramework} from './support/servers.ts'
import {watch} from './support/staged.ts'

const browser = await useBrowser()

/** Pages with handlers, and the class that their body has once the framework calls these. */
const hydratedClasses: Partial<Record<ServerFramework, string>> = {sveltekit: '.hydrated', nuxt: '.hydrated'}

/** Opens a page, and waits for the form and the page's handlers. */
async function visit({url}: FrameworkServer, path: string, hydratedClass = ''): Promise<Visitor> {
  const context = await browser.newContext({extraHTTPHeaders: {'x-forwarded-proto': 'http'}})
  const visitor = watch(await context.newPage())
  await visitor.page.goto(url + path)
  await visitor.page.locator(`body${hydratedClass} contact-signup:defined`).waitFor()
  await visitor.page.evaluate(() => document.querySelector('contact-signup')!.updateComplete)
  return visitor
}

/** Signs up, and returns what the contact API then has. */
async function signUp(visitor: Visitor, {api}: FrameworkServer, email: string): Promise<Record<string, unknown>> {
  await visitor.type('email', email)
  await visitor.control('gdpr_accept_terms').check()
  await visitor.button.click()
  await visitor.part('success').waitFor()
  return api.requests.at(-1)!.body
}

for (const framework of serverFrameworks)
  describe(framework, async () => {
    const server = await useServer(framework)

    test('sends the tag and its slots in the page', async () => {
      const html = await (await fetch(server.url)).text()
      assert.match(html, /<contact-signup [^>]*terms-url="\/terms"/)
      assert.match(html, /<p slot="intro">Mit \S+ geschrieben<\/p><\/contact-signup>/)
    })

    test('hydrates it in the page’s language, and calls the handlers', async () => {
      const visitor = await visit(server, '/', hydratedClasses[framework])
      assert.equal(await visitor.button.innerText(), 'Mitmachen')
      assert.equal(await visitor.part('label-email').innerText(), 'E-Mail')
      assert.ok(await visitor.page.getByText('geschrieben').isVisible())
      await visitor.button.click()
      await visitor.page.getByText('Falsch: email,gdpr_accept_terms').waitFor()
      await signUp(visitor, server, `ada@${framework}.example`)
      await visitor.page.getByText('Willkommen: created').waitFor()
      assert.deepEqual(visitor.faults, [])
      await visitor.leave()
    })

    test('passes a lead on to the contact API', async () => {
      const visitor = await visit(server, '/')
      const {email, tags, gdpr_accept_terms} = await signUp(visitor, server, `lead@${framework}.example`)
      assert.deepEqual([email, tags, gdpr_accept_terms], [`lead@${framework}.example`, ['one'], true])
      assert.deepEqual(visitor.faults, [])
      await visitor.leave()
    })

    if (framework === 'next')
      test('shows the component in a server component', async () => {
        const visitor = await visit(server, '/server')
        assert.equal(await visitor.button.innerText(), 'Mitmachen')
        const {email} = await signUp(visitor, server, 'server@next.example')
        assert.equal(email, 'server@next.example')
        assert.deepEqual(visitor.faults, [])
        await visitor.leave()
      })
  })
