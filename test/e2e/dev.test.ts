import assert from 'node:assert/strict'
import {test} from 'node:test'
import {contactsOf, startDevDemo} from '../support/servers/demo.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'

const browser = await useBrowser()

test('the development server serves the form from source, and a signup arrives', async () => {
  const demo = await startDevDemo()
  const visitor = await Visitor.visit(browser, demo.landing)
  const loads: string[] = []
  visitor.page.on('framenavigated', frame => loads.push(frame.url()))
  await visitor.type('email', 'dev@example.com')
  await visitor.type('phone', '+44 7400 123456')
  await visitor.control('gdpr_accept_terms').check()
  await visitor.button.click()
  await visitor.page.getByText('See you in spring!').waitFor()
  const {email, phone_number} = (await contactsOf(demo)).at(-1)!
  assert.deepEqual([email, phone_number], ['dev@example.com', '7400123456'])
  assert.deepEqual(loads, [], 'the page was not reloaded meanwhile')
  await visitor.page.goto(`${demo.landing}gallery/dark`)
  await visitor.button.waitFor()
  await visitor.page.goto(`${demo.landing}configurator#fields=email`)
  await visitor.page.locator('#text-height').waitFor()
  await visitor.page.frameLocator('[name=preview]').locator('[name=email]').waitFor()
  assert.deepEqual(visitor.faults, [])
  await visitor.leave()
  await demo.stop()
})
