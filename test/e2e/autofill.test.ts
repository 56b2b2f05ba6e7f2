import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import {findBrowser} from '../support/browsers/browser.ts'
import {autofill, profiles} from '../support/page/autofill.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'
import {useSite} from '../support/servers/site.ts'

const {hasAutofill} = await findBrowser({whole: true})
const skip = hasAutofill ? false : 'the headless shell from npm has no autofill; an installed Chromium has'

const browser = await useBrowser({whole: true})
const site = await useSite()

/** When the late scripts come, and whether the visitor waits for them before pressing the button. */
const timings: [when: string, delayMs: number, waits: boolean][] = [
  ['the late scripts at once', 0, true],
  ['the late scripts after three seconds', 3000, true],
  ['a press of the button three seconds before the late scripts', 3000, false],
]

for (const attributes of ['', 'country="DE"', 'country="DE" countries="DE CH"'])
  for (const [when, delayMs, waits] of timings)
    suite(`with ${attributes || 'no country'} and ${when}, autofill`, {skip, concurrency: profiles.length}, () => {
      for (const profile of profiles) {
        const [phone, country, national, pair] = profile
        test(`sends ${phone} as what it is`, async () => {
          const visitor = await visit(attributes, delayMs)
          const email = `${country}-${attributes.length}-${timings.findIndex(([each]) => each === when)}@example.com`
          await autofill(visitor, profile, email)
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
      }
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
