import assert from 'node:assert/strict'
import {test} from 'node:test'
import type {CDPSession} from 'playwright-core'
import {findBrowser} from '../support/browsers/browser.ts'
import {contactsOf, useDemo} from '../support/servers/demo.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'

const {hasAutofill} = await findBrowser({whole: true})
const skip = hasAutofill ? false : 'the headless shell from npm has no autofill; an installed Chromium has'

const browser = await useBrowser({whole: true})
const demo = await useDemo()

const profiles: [phone: string, country: string, national: string, pair: [string, string]][] = [
  ['+41781234567', 'CH', '078 123 45 67', ['41', '781234567']],
  ['+442079460000', 'GB', '020 7946 0000', ['44', '2079460000']],
  ['+390644123456', 'IT', '06 4412 3456', ['39', '0644123456']],
  ['+12505550123', 'CA', '(250) 555-0123', ['1', '2505550123']],
]
for (const [phone, country, national, pair] of profiles)
  test(`reads ${phone} from the browser’s autofill`, {skip}, async () => {
    const visitor = await Visitor.visit(browser, demo.landing)
    await fillFrom(await visitor.page.context().newCDPSession(visitor.page), visitor, {
      NAME_FIRST: 'Ada',
      NAME_LAST: 'Lovelace',
      EMAIL_ADDRESS: 'ada@example.com',
      PHONE_HOME_WHOLE_NUMBER: phone,
      ADDRESS_HOME_COUNTRY: country,
    })
    const control = visitor.control('phone')
    await visitor.page.waitForFunction(([input, text]) => (input as HTMLInputElement).value === text, [
      await control.elementHandle(),
      national,
    ] as const)
    assert.equal(await visitor.control('phone_country').inputValue(), country)
    await visitor.control('gdpr_accept_terms').check()
    await visitor.button.click()
    await visitor.part('success').waitFor()
    const {name_first, name_last, email, phone_countrycode, phone_number} = (await contactsOf(demo)).at(-1)!
    assert.deepEqual(
      [name_first, name_last, email, phone_countrycode, phone_number],
      ['Ada', 'Lovelace', 'ada@example.com', ...pair],
    )
    await visitor.leave()
  })

/** Has Chromium fill in the form, as if a visitor accepted its offer in the first field. */
async function fillFrom(cdp: CDPSession, visitor: Visitor, profile: Record<string, string>): Promise<void> {
  await cdp.send('Autofill.enable')
  await visitor.control('name_first').click()
  const {result} = await cdp.send('Runtime.evaluate', {
    expression: 'document.querySelector("contact-signup").shadowRoot.querySelector("#name_first")',
  })
  const {node} = await cdp.send('DOM.describeNode', {objectId: result.objectId!})
  const fields = Object.entries(profile).map(([name, value]) => ({name, value}))
  await cdp.send('Autofill.trigger', {fieldId: node.backendNodeId, address: {fields}})
}
