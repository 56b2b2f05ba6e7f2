import assert from 'node:assert/strict'
import {createHash} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {suite, test} from 'node:test'
import {brotliCompressSync} from 'node:zlib'
import type {BrowserContextOptions} from 'playwright-core'
import {prerender, prerenderedStyles, prerenderPage} from 'contact-signup/prerender'
import {defer} from '../support/deferred.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'
import {useSite} from '../support/servers/site.ts'

const browser = await useBrowser()
const site = await useSite()
site.put('/contact-signup.css', readFileSync('dist/contact-signup.css', 'utf8'), {'content-type': 'text/css'})

const source = `'sha256-${createHash('sha256').update(prerenderedStyles).digest('base64')}'`
const toPolicy = (styles: string) =>
  `default-src 'none'; script-src 'self'; style-src ${styles}; connect-src 'self'; form-action 'self'; base-uri 'none'; ` +
  "require-trusted-types-for 'script'; trusted-types lit-html"

const preload = '<link rel="preload" as="style" href="/contact-signup.css">'
const slots = '<p slot="intro">Hello</p><label slot="fields">Room <input name="room"></label>'
const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>t</title>
  <script type="module" src="/contact-signup.js"></script>
  <contact-signup country="GB" fields="name_first email* phone">${slots}</contact-signup>`

/** Opens a page whose script waits until it is let through. */
async function open(html: string, headers: Record<string, string> = {}, options: BrowserContextOptions = {}) {
  const context = await browser.newContext(options)
  const visitor = new Visitor(await context.newPage())
  const script = defer<void>()
  await visitor.page.route(/contact-signup\.js$/, async route => {
    await script.promise
    await route.continue()
  })
  await visitor.page.goto(site.put('/page', html, headers), {waitUntil: 'commit'})
  return {
    visitor,
    async hydrate() {
      script.resolve()
      await visitor.hydrated()
    },
  }
}

/** Remembers the elements of the form, and returns how many of them are still there. */
const remember = ({page}: Visitor) =>
  page.evaluate(() => {
    const root = document.querySelector('contact-signup')!.shadowRoot!
    Object.assign(globalThis, {elements: [...root.querySelectorAll('input:not([type=hidden]), label, button')]})
  })
const countKept = ({page}: Visitor) =>
  page.evaluate(() => {
    const {elements} = globalThis as unknown as {elements: Element[]}
    return [elements.filter(element => element.isConnected).length, elements.length]
  })

test('adds to a page what its documentation says', async () => {
  const readme = readFileSync('src/prerender/README.md', 'utf8')
  const promised = Number(/adds ([\d.]+) kB \(brotli\)/.exec(readme)![1]) * 1000
  const bytes = brotliCompressSync(
    await prerender({attributes: {'terms-url': '/terms', 'privacy-url': '/privacy'}}),
  ).length
  assert.ok(bytes <= promised && bytes > promised - 200, `${bytes} bytes`)
})

suite('a prerendered form', () => {
  const styles: [what: string, head: string, options: Parameters<typeof prerenderPage>[1], policy: string][] = [
    ['by the hash of its style element', '', {}, source],
    ['by its style sheet', preload, {stylesheet: '/contact-signup.css'}, "'self'"],
  ]
  for (const [what, head, options, allowed] of styles)
    test(`has its styles under a strict policy ${what}, also once its script has come`, async () => {
      const {visitor, hydrate} = await open(await prerenderPage(page.replace('<title>', `${head}<title>`), options), {
        'content-security-policy': toPolicy(allowed),
      })
      const button = visitor.part('submit')
      await visitor.page.waitForFunction(() => {
        const button = document.querySelector('contact-signup')?.shadowRoot?.querySelector('[part=submit]')
        return button && getComputedStyle(button).backgroundColor === 'rgb(43, 85, 212)'
      })
      const before = await button.boundingBox()
      await hydrate()
      assert.equal(await button.evaluate(button => getComputedStyle(button).backgroundColor), 'rgb(43, 85, 212)')
      assert.equal((await button.boundingBox())!.width, before!.width)
      assert.deepEqual(visitor.faults, [])
      await visitor.leave()
    })

  test('has no styles under a policy that does not allow them, and works', async () => {
    const policy = toPolicy("'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='")
    const {visitor} = await open(await prerenderPage(page), {'content-security-policy': policy})
    await visitor.button.waitFor()
    assert.notEqual(
      await visitor.button.evaluate(button => getComputedStyle(button).backgroundColor),
      'rgb(43, 85, 212)',
    )
    assert.match(visitor.faults.join(), /Content Security Policy/)
    await visitor.leave()
  })

  test('is kept where a minifier has collapsed white space', async () => {
    const html = (await prerenderPage(page)).replace(/>\s+</g, '><')
    const {visitor, hydrate} = await open(html)
    await visitor.type('email', 'ada@example.com')
    await remember(visitor)
    await hydrate()
    const [kept, all] = await countKept(visitor)
    assert.ok(kept! >= all! - 1, `${kept} of ${all}`) // all but the label of the list of countries
    assert.equal(await visitor.control('email').inputValue(), 'ada@example.com')
    assert.deepEqual(visitor.faults, [])
    await visitor.leave()
  })

  test('is replaced where a minifier has removed comments, and keeps what was typed', async () => {
    const {visitor, hydrate} = await open((await prerenderPage(page)).replace(/<!--.*?-->/gs, ''))
    await visitor.type('email', 'ada@example.com')
    await remember(visitor)
    await hydrate()
    assert.equal((await countKept(visitor))[0], 0)
    await visitor.page.waitForFunction(() => {
      const email = document.querySelector('contact-signup')!.shadowRoot!.querySelector<HTMLInputElement>('#email')
      return email?.value === 'ada@example.com'
    })
    assert.deepEqual(visitor.faults, [])
    await visitor.leave()
  })

  test('shows with its script in a browser without declarative shadow DOM', async () => {
    const {visitor, hydrate} = await open((await prerenderPage(page)).replace('shadowrootmode', 'unknown'))
    await visitor.page.getByText('Hello').waitFor()
    assert.equal(await visitor.button.count(), 0)
    await hydrate()
    assert.equal(await visitor.button.count(), 1)
    assert.deepEqual(visitor.faults, [])
    await visitor.leave()
  })

  test('works without JavaScript, and hides the page’s own fields, which it cannot send', async () => {
    const {visitor} = await open(await prerenderPage(page), {}, {javaScriptEnabled: false})
    const {page: tab} = visitor
    await visitor.button.waitFor()
    assert.equal(await tab.getByText('Room').isVisible(), false)
    assert.equal(await tab.getByText('Hello').isVisible(), true)
    await visitor.control('email').fill('ada@example.com')
    await visitor.control('gdpr_accept_terms').check()
    await visitor.button.click()
    await tab.waitForURL('**/api/signup')
    const [request] = site.apis['/api/signup']!.requests
    assert.equal(request!.body.email, 'ada@example.com')
    await visitor.leave()
  })
})
