import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {test} from 'node:test'
import type {Integrity} from '../../src/build/integrity.ts'
import {useSite} from '../support/servers/site.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'

const {importMap} = JSON.parse(readFileSync('dist/integrity.json', 'utf8')) as Integrity
const map = `<script type="importmap" nonce="map">${JSON.stringify(importMap)}</script>`
const policy = {'content-security-policy': "script-src 'self' 'nonce-map'"}

const browser = await useBrowser()
const site = await useSite()

/** Opens a page on which the files that match have been changed: each of them then says so. */
async function visit(head: string, changed?: RegExp): Promise<Visitor> {
  const visitor = new Visitor(await (await browser.newContext()).newPage())
  if (changed)
    await visitor.page.route(changed, async route => {
      const response = await route.fetch()
      await route.fulfill({response, body: `${await response.text()}\n;globalThis.isChanged = true`})
    })
  const script = '<script type="module" src="/contact-signup.js"></script>'
  const html = `<!doctype html><html lang="en"><title>Integrity</title>${head}${script}<contact-signup></contact-signup>`
  await visitor.page.goto(site.put('/', html, policy))
  return visitor
}

async function signUp(visitor: Visitor): Promise<void> {
  await visitor.type('email', 'ada@example.com')
  await visitor.control('gdpr_accept_terms').check()
  await visitor.button.click()
  await visitor.part('success').waitFor()
}

const isChanged = ({page}: Visitor) => page.evaluate(() => 'isChanged' in window)

test('the form works on a page with the import map', async () => {
  const visitor = await visit(map)
  await signUp(visitor)
  assert.deepEqual(visitor.faults, [])
  await visitor.leave()
})

test('without the import map, a changed chunk is run: what follows can fail', async () => {
  const visitor = await visit('', /\/chunks\/session-/)
  await signUp(visitor)
  assert.equal(await isChanged(visitor), true)
  await visitor.leave()
})

test('a changed chunk is refused, and its copy is run instead', async () => {
  const visitor = await visit(map, /\/chunks\/session-/)
  await signUp(visitor)
  assert.equal(await isChanged(visitor), false)
  assert.match(visitor.faults.join('\n'), /integrity/i)
  await visitor.leave()
})

test('a changed copy is refused as well', async () => {
  const visitor = await visit(map, /\/(?:chunks|retry)\/session-/)
  await signUp(visitor) // the form posts what it cannot validate
  assert.equal(await isChanged(visitor), false)
  await visitor.leave()
})

test('a changed entry is refused: the page shows no form', async () => {
  const visitor = await visit(map, /\/contact-signup\.js/)
  assert.equal(await isChanged(visitor), false)
  assert.equal(await visitor.page.evaluate(() => customElements.get('contact-signup') === undefined), true)
  await visitor.leave()
})
