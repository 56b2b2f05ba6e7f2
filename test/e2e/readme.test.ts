import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {test} from 'node:test'
import type {BrowserContextOptions, Page} from 'playwright-core'
import {useDemo} from '../support/servers/demo.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'

const browser = await useBrowser()
const demo = await useDemo()

const [tag, withContent] = [...readFileSync('README.md', 'utf8').matchAll(/```html\n(.*?)```/gs)].map(
  ([, html]) => html!,
)
const script = '<script type="module" src="contact-signup.js"></script>'

/** Opens a page of the test's own, in which animations are paused; its script is the built one, from the demo's server. */
async function open(
  html: string,
  {prepare, ...options}: BrowserContextOptions & {prepare?: (page: Page) => Promise<unknown>} = {},
): Promise<Page> {
  const page = await browser.newPage(options)
  await prepare?.(page)
  await page.route(`${demo.landing}bare`, route =>
    route.fulfill({contentType: 'text/html', body: `<!doctype html><html lang="en">${html}`}),
  )
  const devTools = await page.context().newCDPSession(page)
  await devTools.send('Animation.enable')
  await devTools.send('Animation.setPlaybackRate', {playbackRate: 0})
  await page.goto(`${demo.landing}bare`)
  return page
}

const finishAnimations = (page: Page) =>
  page.evaluate(() => document.getAnimations().forEach(animation => animation.finish()))

test('the README’s first tag, on a bare page, shows a form that validates', async () => {
  const page = await open(tag!)
  const visitor = new Visitor(page)
  await visitor.button.click()
  await visitor.part('summary').waitFor()
  assert.equal(await page.locator('contact-signup a').count(), 2)
  await page.close()
})

const without: [what: string, options: Parameters<typeof open>[1]][] = [
  ['without JavaScript', {javaScriptEnabled: false}],
  ['if the script cannot be loaded', {prepare: page => page.route('**/contact-signup.js', route => route.abort())}],
  [
    'in a browser too old for the form',
    {prepare: page => page.addInitScript(() => void delete (Object as {hasOwn?: unknown}).hasOwn)},
  ],
]
for (const [what, options] of without)
  test(`the README’s tag with content shows it after a moment ${what}`, async () => {
    const page = await open(script + withContent, options)
    const content = page.getByText('Please write to')
    assert.equal(await content.isVisible(), false)
    await finishAnimations(page)
    await content.waitFor()
    assert.equal(await page.locator('contact-signup [part=form]').count(), 0)
    await page.close()
  })

test('the README’s tag with content shows the form instead', async () => {
  const page = await open(script + withContent)
  await new Visitor(page).button.waitFor()
  await finishAnimations(page)
  assert.equal(await page.getByText('Please write to').isVisible(), false)
  await page.close()
})
