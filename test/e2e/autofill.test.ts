import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import type {CDPSession} from 'playwright-core'
import {findBrowser} from '../support/browsers/browser.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'
import {useSite} from '../support/servers/site.ts'

const {hasAutofill} = await findBrowser({whole: true})
const skip = hasAutofill ? false : 'the headless shell from npm has no autofill; an installed Chromium has'

const browser = await useBrowser({whole: true})
const site = await useSite()

/** A phone as the browser stores it, its country, how the field shows it, and the pair that the API gets. */
type Profile = [phone: string, country: string, national: string, pair: [string, string]]
const profiles: Profile[] = [
  ['+436641234567', 'AT', '0664 1234567', ['43', '6641234567']],
  ['+41781234567', 'CH', '078 123 45 67', ['41', '781234567']],
  ['+4915123456789', 'DE', '01512 3456789', ['49', '15123456789']],
  ['+442079460000', 'GB', '020 7946 0000', ['44', '2079460000']],
  ['+390644123456', 'IT', '06 4412 3456', ['39', '0644123456']],
  ['+33612345678', 'FR', '06 12 34 56 78', ['33', '612345678']],
  ['+12505550123', 'CA', '(250) 555-0123', ['1', '2505550123']],
  ['+12125550123', 'US', '(212) 555-0123', ['1', '2125550123']],
]

/** When the late scripts come, and whether the visitor waits for them before pressing the button. */
const timings: [when: string, delayMs: number, waits: boolean][] = [
  ['the late scripts at once', 0, true],
  ['the late scripts after three seconds', 3000, true],
  ['a press of the button three seconds before the late scripts', 3000, false],
]

for (const attributes of ['', 'country="DE"', 'country="DE" countries="DE CH"'])
  for (const [when, delayMs, waits] of timings)
    suite(`with ${attributes || 'no country'} and ${when}, autofill`, {skip, concurrency: profiles.length}, () => {
      for (const [phone, country, national, pair] of profiles)
        test(`sends ${phone} as what it is`, async () => {
          const visitor = await visit(attributes, delayMs)
          const email = `${country}-${attributes.length}-${timings.findIndex(([each]) => each === when)}@example.com`
          await fillFrom(await visitor.page.context().newCDPSession(visitor.page), visitor, {
            NAME_FIRST: 'Ada',
            NAME_LAST: 'Lovelace',
            EMAIL_ADDRESS: email,
            PHONE_HOME_WHOLE_NUMBER: phone,
            ADDRESS_HOME_COUNTRY: country,
          })
          // A country that is not offered cannot be chosen: its number stays international.
          const isOffered =
            !attributes.includes('countries') || attributes.includes(country, attributes.indexOf('countries'))
          const shown = isOffered ? {country, phone: national} : {country: 'DE', phone}
          if (waits) {
            const control = await visitor.control('phone').elementHandle()
            await visitor.page.waitForFunction(([input, text]) => (input as HTMLInputElement).value === text, [
              control,
              shown.phone,
            ] as const)
            assert.equal(await visitor.control('phone_country').inputValue(), shown.country)
          }
          await visitor.button.click()
          await visitor.part('success').waitFor()
          const bodies = site.apis['/api/signup']!.requests.map(({body}) => body)
          const {name_first, name_last, phone_countrycode, phone_number} = bodies.findLast(
            body => body.email === email,
          )!
          assert.deepEqual([name_first, name_last, phone_countrycode, phone_number], ['Ada', 'Lovelace', ...pair])
          await visitor.leave()
        })
    })

/** Opens a page with nothing but the form, whose late scripts come after a delay. */
async function visit(attributes: string, delayMs: number): Promise<Visitor> {
  const visitor = new Visitor(await (await browser.newContext()).newPage())
  const served = new Promise(resolve => setTimeout(resolve, delayMs))
  await visitor.page.route('**/chunks/**', async route => {
    await served
    await route.continue()
  })
  const form = `<contact-signup consent="" ${attributes}></contact-signup>`
  await visitor.page.goto(
    site.put(
      `/${encodeURIComponent(attributes)}`,
      `<!doctype html><html lang="en"><title>Autofill</title><script type="module" src="/contact-signup.js"></script>${form}`,
    ),
  )
  await visitor.button.waitFor()
  return visitor
}

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
