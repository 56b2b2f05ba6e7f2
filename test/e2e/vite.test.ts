import assert from 'node:assert/strict'
import {globSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join, relative} from 'node:path'
import {after, test} from 'node:test'
import {build, createServer} from 'vite'
import {prerenderPage} from 'contact-signup/prerender'
import {defer} from '../support/deferred.ts'
import {installPackage} from '../support/install-package.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'
import {useSite} from '../support/servers/site.ts'

const browser = await useBrowser()
const folder = join(process.cwd(), '.cache/vite-site')
rmSync(folder, {recursive: true, force: true})
mkdirSync(folder, {recursive: true})
after(() => rmSync(folder, {recursive: true}))
installPackage(folder)

const tag = '<contact-signup country="GB" terms-url="/terms"><p slot="intro">Hallo</p></contact-signup>'
const files = {
  'package.json': '{"type": "module"}',
  'main.js': `import 'contact-signup'`,
  'index.html': `<!doctype html><html lang="de"><meta charset="utf-8"><title>t</title><body>${tag}
    <script type="module" src="/main.js"></script></body></html>`,
  'vite.config.js': `import {prerenderSignup} from 'contact-signup/vite'
    const second = {tag: 'contact-signup', attrs: {id: 'second', lang: 'fr'}, injectTo: 'body'}
    export default {plugins: [prerenderSignup(), {name: 'second', transformIndexHtml: () => [second]}]}`,
}
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)

/** Opens a page whose scripts wait, and checks that they keep the elements of its forms, with what was typed. */
async function checkHydration(url: string): Promise<void> {
  const visitor = new Visitor(await browser.newPage())
  const {page} = visitor
  const scripts = defer<void>()
  await page.route(/\.js(?:\?|$)|\/@/, async route => {
    await scripts.promise
    await route.continue()
  })
  await page.goto(url, {waitUntil: 'commit'})
  await page.locator('#second [part=submit]').waitFor()
  await page.locator('contact-signup').first().locator('[name=email]').fill('ada@example')
  await page.evaluate(() => {
    const elements = [...document.querySelectorAll('contact-signup')].flatMap(({shadowRoot}) => [
      ...shadowRoot!.querySelectorAll('form, label, input:not([type=hidden]), button, a, slot'),
    ])
    Object.assign(globalThis, {elements})
  })
  scripts.resolve()
  await page.waitForFunction(() => {
    const forms = [...document.querySelectorAll('contact-signup')]
    return forms.length === 2 && forms.every(form => form.shadowRoot!.querySelector('form[novalidate]'))
  })
  const {lost, count, texts, email} = await page.evaluate(() => {
    const {elements} = globalThis as unknown as {elements: Element[]}
    const forms = [...document.querySelectorAll('contact-signup')]
    return {
      count: elements.length,
      lost: elements.filter(element => !element.isConnected).map(({outerHTML}) => outerHTML),
      texts: forms.map(({shadowRoot}) => shadowRoot!.querySelector('[part=submit]')!.textContent.trim()),
      email: forms[0]!.shadowRoot!.querySelector<HTMLInputElement>('[name=email]')!.value,
    }
  })
  assert.ok(count > 30)
  assert.deepEqual(
    lost.filter(html => !html.includes('phone_country_code')), // the select in place of the combobox
    [],
  )
  assert.deepEqual([texts, email], [['Anmelden', 'S’inscrire'], 'ada@example'])
  assert.deepEqual(visitor.faults, [])
  await visitor.leave()
}

test('a page that Vite has built has its forms, those of other plugins too, and its bundled script keeps them', async () => {
  await build({root: folder, logLevel: 'warn'})
  const html = readFileSync(join(folder, 'dist/index.html'), 'utf8')
  assert.ok(
    html.includes(await prerenderPage(`<html lang="de">${tag}`).then(page => page.slice('<html lang="de">'.length))),
  )
  assert.match(html, /<contact-signup id="second" lang="fr"><template shadowrootmode="open">/)
  assert.match(html, /<script type="module" crossorigin src="\/assets\/index-[\w-]+\.js"><\/script>/)
  const site = await useSite()
  for (const file of globSync(`${folder}/dist/assets/*.js`))
    site.put(`/${relative(join(folder, 'dist'), file)}`, readFileSync(file, 'utf8'), {
      'content-type': 'text/javascript',
    })
  await checkHydration(site.put('/', html))
})

test('a page of Vite’s dev server has its forms, and their script keeps them', async () => {
  const server = await createServer({root: folder, logLevel: 'warn', server: {port: 0, host: '127.0.0.1'}})
  after(() => server.close())
  await server.listen()
  const {port} = server.httpServer!.address() as {port: number}
  await checkHydration(`http://127.0.0.1:${port}/`)
})
