import assert from 'node:assert/strict'
import {globSync, readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {basename} from 'node:path'
import {test} from 'node:test'
import type {Page} from 'playwright-core'
import {buildDocs} from '../../src/build/docs/build-docs.ts'
import {navigation} from '../../src/build/docs/pages.ts'
import {contactsOf, useDemo} from '../support/servers/demo.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'

await buildDocs('dist/docs')
const pages = globSync('dist/docs/*.html').map(file => basename(file))
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const browser = await useBrowser()
const demo = await useDemo()
const addressOf = (page: string) => `${demo.landing}docs/${page}`

/** The violations that axe finds on the page. It is evaluated from outside: the page's policy allows no other script. */
async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const {violations} = await (globalThis as unknown as {axe: typeof import('axe-core')}).axe.run()
    return violations.map(({id, nodes}) => `${id}: ${nodes[0]!.html}`)
  })
}

const outlineOf = (page: Page) =>
  page.evaluate(() => ({
    title: document.title,
    levels: [...document.querySelectorAll('main :is(h1, h2, h3, h4, h5, h6)')].map(({localName}) =>
      Number(localName[1]),
    ),
    landmarks: [...document.querySelectorAll('body > *')].map(({localName}) => localName),
    current: document.querySelector('nav [aria-current=page]')?.textContent,
    overflow: document.documentElement.scrollWidth - innerWidth,
  }))

test('has a page for each topic, and one for each document that they link to', () => {
  assert.ok(pages.length > navigation.length)
  for (const {name} of navigation) assert.ok(pages.includes(`${name}.html`), name)
})

for (const scheme of ['light', 'dark'] as const)
  test(`has no barrier for axe, at 320 px and in ${scheme} mode, and violates no policy`, async () => {
    const visitor = new Visitor(await browser.newPage({colorScheme: scheme, viewport: {width: 320, height: 640}}))
    const {page} = visitor
    for (const name of pages) {
      await page.goto(addressOf(name))
      await visitor.hydrated()
      const {title, levels, landmarks, current, overflow} = await outlineOf(page)
      assert.deepEqual([await violationsOf(page), overflow, visitor.faults], [[], 0, []], name)
      assert.deepEqual(landmarks, ['a', 'header', 'nav', 'main', 'footer'])
      assert.equal(current, navigation.find(topic => `${topic.name}.html` === name)?.title)
      assert.ok(title.length > 3, name)
      assert.equal(levels[0], 1, name)
      for (const [index, level] of levels.slice(1).entries())
        assert.ok(level > 1 && level <= levels[index]! + 1, `${name}: h${level} after h${levels[index]}`)
    }
    await visitor.leave()
  })

test('links to pages, headings and files that exist', async () => {
  const page = await browser.newPage()
  const links = new Map<string, string>()
  const headings = new Map<string, string[]>()
  for (const name of pages) {
    await page.goto(addressOf(name))
    const found = await page.evaluate(() => ({
      urls: [...document.querySelectorAll<HTMLAnchorElement>('a[href]')].map(({href}) => href),
      sources: [...document.images].map(({src}) => src),
      ids: [...document.querySelectorAll('[id]')].map(({id}) => id),
    }))
    headings.set(addressOf(name), found.ids)
    for (const url of [...found.urls, ...found.sources]) links.set(url, name)
  }
  const own = [...links].filter(([url]) => url.startsWith(demo.landing))
  assert.ok(own.length > 50)
  for (const [url, name] of own) {
    const [path, id] = url.split('#')
    if (id) assert.ok(headings.get(path!)?.includes(decodeURIComponent(id)), `${name}: ${url}`)
    else assert.equal((await fetch(url)).status, 200, `${name}: ${url}`)
  }
  await page.close()
})

test('describes the element by its manifest', async () => {
  const {modules} = JSON.parse(readFileSync('dist/custom-elements.json', 'utf8')) as {
    modules: {declarations: Record<string, {name: string}[]>[]}[]
  }
  const element = modules[0]!.declarations[0]!
  for (const {name, tables = []} of navigation) {
    const html = readFileSync(`dist/docs/${name}.html`, 'utf8')
    for (const table of tables)
      for (const item of element[table]!) assert.match(html, new RegExp(`<td><code>[^<]*${item.name}\\b`), item.name)
  }
  assert.equal(navigation.flatMap(({tables = []}) => tables).length, 4) // the guide for styling has its own tables
})

test('is reached from the landing page, and by keyboard past the navigation', async () => {
  const visitor = await Visitor.visit(browser, demo.landing)
  const {page} = visitor
  await page.getByRole('link', {name: 'Documentation'}).click()
  await page.waitForURL('**/docs/')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/docs/#content')
  assert.equal(await page.evaluate(() => document.activeElement!.localName), 'main')
  await visitor.leave()
})

test('takes a signup on a page, with the form that was in its HTML', async () => {
  assert.match(await (await fetch(addressOf('styling.html'))).text(), /<template shadowrootmode="open"/)
  const visitor = await Visitor.visit(browser, addressOf('styling.html'))
  await visitor.type('email', 'reader@example.com')
  await visitor.control('gdpr_accept_terms').check()
  await visitor.button.click()
  await visitor.part('success').waitFor()
  assert.equal((await contactsOf(demo)).at(-1)!.email, 'reader@example.com')
  assert.deepEqual(visitor.faults, [])
  await visitor.leave()
})
