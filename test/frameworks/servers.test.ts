import assert from 'node:assert/strict'
import {globSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, test} from 'node:test'
import {useBrowser, type Visitor} from '../support/page/visitor.ts'
import {
  clientFolder,
  serverFrameworks,
  useServer,
  type FrameworkServer,
  type ServerFramework,
} from './support/servers.ts'
import {watch} from './support/staged.ts'

const browser = await useBrowser()

/** SvelteKit's server takes requests without it for https. */
const headers = {'x-forwarded-proto': 'http'}

/** Pages with handlers, and the class that their body has once the framework calls these. */
const hydratedClasses: Partial<Record<ServerFramework, string>> = {sveltekit: '.hydrated', nuxt: '.hydrated'}

/** Opens a page, and waits for the form and the page's handlers. */
async function visit({url}: FrameworkServer, path: string, hydratedClass = ''): Promise<Visitor> {
  const context = await browser.newContext({extraHTTPHeaders: headers})
  const visitor = watch(await context.newPage())
  await visitor.page.goto(url + path)
  await visitor.hydrated()
  await visitor.page.locator(`body${hydratedClass}`).waitFor()
  return visitor
}

async function visitWithoutScript({url}: FrameworkServer, path: string): Promise<Visitor> {
  const context = await browser.newContext({extraHTTPHeaders: headers, javaScriptEnabled: false})
  const visitor = watch(await context.newPage())
  await visitor.page.goto(url + path)
  return visitor
}

/** Signs up without JavaScript, and returns what the contact API then has. */
async function postForm(visitor: Visitor, {api}: FrameworkServer, email: string): Promise<Record<string, unknown>> {
  await visitor.type('email', email)
  await visitor.control('gdpr_accept_terms').check()
  await visitor.button.click()
  await visitor.page.getByRole('heading', {name: 'Vielen Dank!'}).waitFor()
  return api.requests.at(-1)!.body
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

    test('sends the form in the page’s language, and its slots', async () => {
      const html = await (await fetch(server.url)).text()
      assert.match(html, /<contact-signup [^>]*terms-url="\/terms"[^>]*><template shadowrootmode="open">/)
      assert.match(html, />E-Mail</)
      assert.match(html, />Mitmachen</)
      assert.match(html, /<p slot="intro">Mit \S+ geschrieben<\/p>/)
    })

    test('passes a lead on without JavaScript', async () => {
      const visitor = await visitWithoutScript(server, '/')
      assert.equal(await visitor.button.innerText(), 'Mitmachen')
      const {email, tags} = await postForm(visitor, server, `plain@${framework}.example`)
      assert.deepEqual([email, tags], [`plain@${framework}.example`, ['one']])
      await visitor.leave()
    })

    test('sends no renderer to browsers', () => {
      const scripts = globSync(join(clientFolder(framework), '**/*.js'))
      assert.ok(scripts.length > 0)
      assert.deepEqual(
        scripts.filter(file => readFileSync(file, 'utf8').includes('prerender: slots: expected HTML')),
        [],
      )
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

    if (framework === 'next') {
      test('shows the component in a server component', async () => {
        const visitor = await visit(server, '/server')
        assert.equal(await visitor.button.innerText(), 'Mitmachen')
        const {email} = await signUp(visitor, server, 'server@next.example')
        assert.equal(email, 'server@next.example')
        assert.deepEqual(visitor.faults, [])
        await visitor.leave()
      })

      test('renders the form of a server component, with the consent of its slots', async () => {
        const visitor = await visitWithoutScript(server, '/server')
        assert.equal(
          await visitor.page.locator('[name="consent.marketing"]').getAttribute('value'),
          'Schickt mir Neuigkeiten (/news)',
        )
        const {email} = await postForm(visitor, server, 'plain-server@next.example')
        assert.equal(email, 'plain-server@next.example')
        await visitor.leave()
      })

      test('renders and hydrates the form of an edge runtime', async () => {
        const html = await (await fetch(`${server.url}/edge`)).text()
        assert.match(html, /<template shadowrootmode="open">/)
        const visitor = await visit(server, '/edge')
        const {email} = await signUp(visitor, server, 'edge@next.example')
        assert.equal(email, 'edge@next.example')
        assert.deepEqual(visitor.faults, [])
        await visitor.leave()
      })
    }
  })
