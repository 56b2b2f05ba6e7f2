import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {test} from 'node:test'
import {languages} from '../../src/messages/load-messages.ts'
import {useDemo} from '../support/servers/demo.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const browser = await useBrowser()
const demo = await useDemo()

/** The violations that axe finds on the page. It is evaluated from outside: the page's policy allows no other script. */
async function violationsOf({page}: Visitor): Promise<string[]> {
  await page.evaluate(source)
  return page.evaluate(async () => {
    const {violations} = await (globalThis as unknown as {axe: typeof import('axe-core')}).axe.run()
    return violations.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(' ')}`)
  })
}

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [1280, 320])
    test(`has no axe violation on the landing page, empty and with errors (${colorScheme}, ${width} px)`, async () => {
      const visitor = await Visitor.visit(browser, demo.landing, {colorScheme, viewport: {width, height: 800}})
      assert.deepEqual(await violationsOf(visitor), [])
      await visitor.type('email', 'ada@example')
      await visitor.button.click()
      await visitor.part('summary').waitFor()
      assert.deepEqual(await violationsOf(visitor), [])
      const overflow = await visitor.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      assert.ok(overflow <= 0, `${overflow} px too wide`)
      await visitor.leave()
    })

test('has no axe violation in any language, empty and with errors', async () => {
  const visitor = await Visitor.visit(browser, demo.landing, {viewport: {width: 390, height: 844}})
  const {page} = visitor
  await page.evaluate(source)
  const found: Record<string, string[]> = {}
  for (const lang of ['en', ...languages]) {
    await page.evaluate(async tag => {
      const form = document.querySelector('contact-signup')!
      form.lang = tag
      form.fields = 'name_first* name_last email phone city region zip country full_address born_date gender*'
      await form.updateComplete
      form.reset()
    }, lang)
    for (const state of ['empty', 'errors']) {
      if (state === 'errors') await visitor.button.click()
      await visitor.part('summary').waitFor({state: state === 'errors' ? 'visible' : 'detached'})
      const violations = await page.evaluate(async () => {
        const {violations} = await (globalThis as unknown as {axe: typeof import('axe-core')}).axe.run('contact-signup')
        return violations.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(' ')}`)
      })
      if (violations.length > 0) found[`${lang}, ${state}`] = violations
    }
  }
  assert.deepEqual(found, {})
  await visitor.leave()
})

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [1280, 320])
    test(`has no axe violation without its script, empty and with errors (${colorScheme}, ${width} px)`, async () => {
      const visitor = new Visitor(await browser.newPage({colorScheme, viewport: {width, height: 800}}))
      const {page} = visitor
      await page.route('**/contact-signup.js', route => route.abort()) // axe needs JavaScript
      await page.goto(demo.landing)
      await visitor.button.waitFor()
      assert.deepEqual(await violationsOf(visitor), [])
      await page.locator('[name=email]').fill('ada@example')
      await page.locator('[name=phone]').fill('12')
      await page.locator('[name=gdpr_accept_terms]').check()
      await visitor.button.click()
      await page.locator('[part~=error-email]').waitFor()
      assert.deepEqual(await violationsOf(visitor), [])
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      assert.ok(overflow <= 0, `${overflow} px too wide`)
      await visitor.leave()
    })
