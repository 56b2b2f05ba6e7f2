import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import {prerender} from 'contact-signup/prerender'
import {languages} from '../../src/messages/load-messages.ts'
import {findBrowser} from '../support/browsers/browser.ts'
import {autofill, profiles, type Profile} from '../support/page/autofill.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'
import {useSite} from '../support/servers/site.ts'

const {hasAutofill} = await findBrowser({whole: true})
const skip = hasAutofill ? false : 'the headless shell from npm has no autofill; an installed Chromium has'

const browser = await useBrowser({whole: true})
const site = await useSite()

/** Of the form. None has all countries of the profiles. */
const attributeLists: Record<string, string>[] = [{}, {country: 'DE', countries: 'DE CH GB US'}]

for (const attributes of attributeLists)
  for (const javaScriptEnabled of [false, true])
    suite(
      `in a prerendered form with ${JSON.stringify(attributes)}, ${javaScriptEnabled ? 'before its script' : 'without script'}, autofill`,
      {skip, concurrency: profiles.length},
      () => {
        for (const profile of profiles.filter(
          ([number]) => javaScriptEnabled || attributes.country || !number.startsWith('+1'),
        ))
          test(`sends ${profile[0]} as what it is`, async () => {
            const email = [profile[1], javaScriptEnabled, attributeLists.indexOf(attributes)].join('-') + '@example.com'
            const visitor = await open(attributes, javaScriptEnabled)
            await fill(visitor, profile, email)
            if (javaScriptEnabled) {
              await visitor.page.addScriptTag({type: 'module', url: '/contact-signup.js'})
              await visitor.hydrated()
            }
            await visitor.button.click()
            await visitor.page.getByText('Thank you!').waitFor({timeout: 8000})
            const sent = site.apis['/api/signup']!.requests.find(({body}) => body.email === email)!.body
            assert.deepEqual([sent.name_first, sent.phone_countrycode, sent.phone_number], ['Ada', ...profile[3]])
            await visitor.leave()
          })
      },
    )

suite('whatever the language, autofill', {skip}, () => {
  test('writes the whole number into a prerendered form', async () => {
    for (const lang of languages) {
      const visitor = await open({country: 'US', lang}, false)
      await fill(visitor, profiles[0]!, 'ada@example.com')
      assert.equal(await visitor.control('phone').inputValue(), profiles[0]![0], lang)
      await visitor.leave()
    }
  })
})

/** Opens a page with nothing but the form, of which no script has loaded. */
async function open(attributes: Record<string, string>, javaScriptEnabled: boolean): Promise<Visitor> {
  const visitor = new Visitor(await (await browser.newContext({javaScriptEnabled})).newPage())
  const form = await prerender({attributes: {consent: '', ...attributes}})
  const path = `/${encodeURIComponent(JSON.stringify(attributes))}`
  const html = `<!doctype html><html lang="${attributes.lang ?? 'en'}"><title>t</title>${form}`
  await visitor.page.goto(site.put(path, html))
  return visitor
}

async function fill(visitor: Visitor, profile: Profile, email: string): Promise<void> {
  await autofill(visitor, profile, email)
  await visitor.page.waitForFunction(
    () => document.querySelector('contact-signup')!.shadowRoot!.querySelector<HTMLInputElement>('#phone')!.value,
  )
}
