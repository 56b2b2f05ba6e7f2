import assert from 'node:assert/strict'
import {execFileSync} from 'node:child_process'
import {existsSync, mkdtempSync} from 'node:fs'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {test} from 'node:test'
import {parseEnv} from 'node:util'
import {createAdaptorServer} from '@hono/node-server'
import {createProxy, readEnvironment, type Proxy} from 'contact-signup/proxy'
import {startContactApi, type ContactApi} from '../support/contact-api.ts'
import {Configurator} from '../support/page/configurator.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'
import {useDemo} from '../support/servers/demo.ts'
import {startSite, type Site} from '../support/servers/site.ts'

const browser = await useBrowser()
const demo = await useDemo()

const kindsOfScript: [string, string][] = [
  ['a module', ''],
  ['a classic script', 'embed'],
]
for (const [what, script] of kindsOfScript)
  test(`prints what makes an empty page a form whose leads arrive, with ${what}`, async () => {
    await using site = await openSite()
    const configurator = await Configurator.visit(browser, `${demo.landing}configurator/`)
    const {page} = configurator
    await configurator.open('Language and phone', 'Sending', 'Look', 'Your page')
    await page.getByLabel('Language').selectOption('de')
    await configurator.control('countries').fill('AT DE')
    await page.getByLabel('First name: required').check()
    await configurator.control('endpoint').fill(site.endpoint)
    await configurator.control('tags').fill('spring offer, a&b')
    await configurator.control('lists').fill('offers news')
    await page.getByLabel('Utm').check()
    await page.getByLabel('Proof of work').check()
    await configurator.control('success-url').fill('/thanks')
    await configurator.control('slot.marketing').fill('Send me <offers> & "news"')
    await configurator.control('--contact-signup-accent').fill('#0b6b3a')
    await page.getByLabel('Kind of script').selectOption(script)
    await configurator.control('page.sites').fill(site.origin)
    const printed = await copyAll(configurator)
    await configurator.leave()
    await signUpOn(site, printed)
  })

interface EmptySite extends Site {
  /** URL of the proxy, on another port. */
  endpoint: string
  api: ContactApi
  /** Starts the proxy with these settings. */
  useSettings(env: Record<string, string>): void
  [Symbol.asyncDispose](): Promise<void>
}

/** A site with nothing but the script, and a proxy without settings. */
async function openSite(): Promise<EmptySite> {
  const [site, api] = await Promise.all([startSite([]), startContactApi()])
  let proxy: Proxy | undefined
  const server = createAdaptorServer({
    overrideGlobalObjects: false,
    fetch: request => proxy!(request, {remoteAddress: '127.0.0.1'}),
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const account = {CONTACT_API_URL: api.url, CONTACT_ACCOUNT_ID: 'a', CONTACT_ACCOUNT_SECRET: 'b'}
  return {
    ...site,
    api,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/signup`,
    useSettings: env => (proxy = createProxy({...readEnvironment({...account, ...env}), log: () => {}})),
    async [Symbol.asyncDispose]() {
      server.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
      await Promise.all([site.close(), api.close()])
    },
  }
}

/** The text of each snippet, once the policy has the hash of the import map as it is now. */
async function copyAll({page}: Configurator): Promise<Record<string, string>> {
  await page.waitForFunction(async () => {
    const map = document.querySelector('#text-import-map')!.textContent!.replace(/<\/?script[^>]*>/g, '')
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(map))
    const hash = btoa(String.fromCharCode(...new Uint8Array(digest)))
    return document.querySelector('#text-policy')!.textContent!.includes(hash)
  })
  const entries = await page
    .locator('pre code')
    .evaluateAll(all => all.map(each => [each.id.replace('text-', ''), each.textContent!] as const))
  return Object.fromEntries(entries)
}

/** Signs up on an empty page with the printed snippets, policy and settings. */
async function signUpOn(site: EmptySite, printed: Record<string, string>): Promise<void> {
  site.useSettings(parseEnv(printed.proxy!) as Record<string, string>)
  site.put('/page.css', `${printed.properties}\n${printed.height}`, {'content-type': 'text/css'})
  site.put('/thanks', '<!doctype html><html lang="en"><title>Thanks</title>Thank you')
  const html = `<!doctype html><html lang="en"><head><title>Empty</title><link rel="stylesheet" href="/page.css">
    ${printed['import-map']}${printed.script}</head><body>${printed.tag}</body></html>`
  const visitor = new Visitor(await (await browser.newContext()).newPage())
  const scripts: string[] = []
  visitor.page.on('request', request => {
    if (request.resourceType() === 'script') scripts.push(new URL(request.url()).pathname)
  })
  await visitor.page.goto(`${site.put('/', html, {'content-security-policy': printed.policy!})}?utm_source=letter`)
  await visitor.hydrated()
  assert.equal(await visitor.button.evaluate(button => getComputedStyle(button).backgroundColor), 'rgb(11, 107, 58)')
  await visitor.type('name_first', 'Ada')
  await visitor.type('email', 'ada@example.com')
  await visitor.type('phone', '+49 30 901820')
  await visitor.control('gdpr_accept_terms').check()
  await visitor.control('gdpr_marketing_consent').check()
  await visitor.button.click()
  await visitor.page.waitForURL('**/thanks')
  assert.ok(scripts.length > 5)
  assert.deepEqual(
    scripts.filter(path => path !== '/embed.js' && !printed['import-map']!.includes(`"${path}": "sha256-`)),
    [],
    'the browser has checked each script',
  )
  const {name_first, utm_source, phone_number, tags, list_subscriptions} = site.api.requests[0]!.body
  assert.deepEqual([name_first, utm_source, phone_number], ['Ada', 'letter', '30901820'])
  assert.deepEqual(tags, ['spring offer', 'a&b'])
  assert.deepEqual(
    list_subscriptions,
    ['offers', 'news'].map(list_id => ({list_id, subscribed: true})),
  )
  assert.deepEqual(visitor.faults, [])
  await visitor.leave()
}

test('is written into a folder as static files, which work without the demo’s server', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'signup-'))
  execFileSync(process.execPath, ['demo/configurator/build.ts', folder])
  for (const name of ['index.html', 'configurator.js', 'data.json', 'contact-signup.js', 'preview.html'])
    assert.ok(existsSync(join(folder, name)), name)
  const visitor = new Visitor(await browser.newPage())
  await visitor.page.route('http://static.example/**', route => {
    const path = join(folder, new URL(route.request().url()).pathname.replace('/deep/', '/') || 'index.html')
    return route.fulfill({path: path.endsWith('/') ? `${path}index.html` : path})
  })
  await visitor.page.goto('http://static.example/deep/#fields=email')
  const configurator = new Configurator(visitor)
  await configurator.snippet('height').waitFor()
  await configurator.form.locator('[name=email]').waitFor()
  await configurator.leave()
})
