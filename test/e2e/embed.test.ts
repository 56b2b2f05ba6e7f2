import assert from 'node:assert/strict'
import {test} from 'node:test'
import {useSite} from '../support/servers/site.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'

const browser = await useBrowser()
const site = await useSite()
const tag = '<contact-signup></contact-signup>'
const page = (html: string) => `<!doctype html><html lang="en"><title>Embed</title>${html}`

interface Opened {
  visitor: Visitor
  /** Paths of the scripts that the page has requested. */
  scripts: string[]
}

async function visit(html: string, headers?: Record<string, string>): Promise<Opened> {
  const visitor = new Visitor(await (await browser.newContext()).newPage())
  const scripts: string[] = []
  visitor.page.on('request', request => {
    if (request.resourceType() === 'script') scripts.push(new URL(request.url()).pathname)
  })
  await visitor.page.goto(site.put('/folder/page', page(html), headers), {waitUntil: 'networkidle'})
  return {visitor, scripts}
}

async function signUp(visitor: Visitor): Promise<void> {
  await visitor.hydrated()
  await visitor.type('email', 'ada@example.com')
  await visitor.control('gdpr_accept_terms').check()
  await visitor.button.first().click()
  await visitor.part('success').waitFor()
  assert.deepEqual(visitor.faults, [])
  await visitor.leave()
}

test('a classic script shows the form, which it loads from beside itself', async () => {
  const {visitor, scripts} = await visit(`<script src="/v2/embed.js" async></script>${tag}`)
  assert.deepEqual(scripts, ['/v2/embed.js', '/v2/contact-signup.js'])
  await signUp(visitor)
})

test('a script that a tag manager adds does so too', async () => {
  const {visitor} = await visit(`${tag}<script>
    document.head.append(Object.assign(document.createElement('script'), {src: '/embed.js'}))
  </script>`)
  await signUp(visitor)
})

test('a nonce is passed on', async () => {
  const {visitor} = await visit(`<script nonce="once" src="/embed.js"></script>${tag}`, {
    'content-security-policy': "script-src 'nonce-once'; require-trusted-types-for 'script'; trusted-types lit-html",
  })
  await signUp(visitor)
})

test('twice, and beside the module itself, it loads the form once, and leaves no name on the page', async () => {
  const embed = '<script src="/embed.js"></script>'
  const module = '<script type="module" src="/contact-signup.js"></script>'
  const {visitor, scripts} = await visit(embed + embed + module + tag)
  assert.deepEqual(
    scripts.filter(path => path !== '/embed.js'),
    ['/contact-signup.js'],
  )
  assert.equal(await visitor.page.evaluate(() => 'contactSignup' in window), false)
  await signUp(visitor)
})
