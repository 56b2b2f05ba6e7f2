import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {test} from 'node:test'
import {useDemo} from '../support/servers/demo.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'

const browser = await useBrowser()
const demo = await useDemo()

test('the README’s first tag, on a bare page, shows a form that validates', async () => {
  const [, html] = /```html\n(.*?)```/s.exec(readFileSync('README.md', 'utf8'))!
  const page = await browser.newPage({baseURL: demo.landing})
  // The page is the test's own; its script is the built one, from the demo's server.
  await page.route(`${demo.landing}bare`, route =>
    route.fulfill({contentType: 'text/html', body: `<!doctype html><html lang="en">${html}`}),
  )
  const visitor = new Visitor(page)
  await page.goto(`${demo.landing}bare`)
  await visitor.button.click()
  await visitor.part('summary').waitFor()
  assert.equal(await page.locator('contact-signup a').count(), 2)
})
