import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {test} from 'node:test'
import {openBrowser, Visitor} from '../support/visitor.ts'
import {startDemo} from '../support/demo.ts'

test('the README’s first tag, on a bare page, shows a form that judges', async () => {
  const [, html] = /```html\n(.*?)```/s.exec(readFileSync('README.md', 'utf8'))!
  const demo = await startDemo()
  const browser = await openBrowser()
  const page = await browser.newPage({baseURL: demo.landing})
  // The tag's page is ours to write; its script is the built one, from the demo's server.
  await page.route(`${demo.landing}bare`, route =>
    route.fulfill({contentType: 'text/html', body: `<!doctype html><html lang="en">${html}`}),
  )
  const visitor = new Visitor(page)
  await page.goto(`${demo.landing}bare`)
  await visitor.button.click()
  await visitor.part('summary').waitFor()
  assert.equal(await page.locator('contact-signup a').count(), 2)
  await browser.close()
  await demo.stop()
})
