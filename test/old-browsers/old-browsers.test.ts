import assert from 'node:assert/strict'
import {after, describe, test} from 'node:test'
import type {Browser} from 'playwright-core'
import {contrastOf} from '../support/page/look.ts'
import {Visitor} from '../support/page/visitor.ts'
import {contactsOf, useDemo} from '../support/servers/demo.ts'
import {useSite} from '../support/servers/site.ts'
import {openOldChromium, versions} from './support/old-chromium.ts'

const demo = await useDemo()
const site = await useSite()

/** The red of errors, in browsers that cannot mix it with the text colour. */
const red = 'rgb(221, 44, 31)'

const pages = {
  'a light page': 'body { background: #fff; color: #222 }',
  'a dark page': 'body { background: #14181c; color: #f2f2f2 }',
}

async function visitSite(browser: Browser, style: string): Promise<Visitor> {
  const form = '<contact-signup fields="name_first email phone" terms-url="/terms"></contact-signup>'
  const head = `<title>Signup</title><style>${style}</style><script type="module" src="/contact-signup.js"></script>`
  return Visitor.visit(browser, site.put('/', `<!doctype html><html lang="en">${head}<body>${form}`))
}

const styleOf = (visitor: Visitor, selector: string, property: 'borderTopColor' | 'borderInlineStartColor') =>
  visitor.page
    .locator(`contact-signup ${selector}`)
    .first()
    .evaluate((element, property) => getComputedStyle(element)[property], property)

for (const version of versions)
  describe(`Chromium ${version}`, async () => {
    const browser = await openOldChromium(version)
    after(() => browser.close())

    test('is that old', () => assert.ok(browser.version().startsWith(`${version}.`)))

    test('shows and announces errors, and sends a contact', async () => {
      const visitor = await Visitor.visit(browser, demo.landing)
      const {page} = visitor
      await visitor.type('name_first', `Ada ${version}`)
      await visitor.type('email', 'ada@')
      await page.keyboard.press('Tab')
      await visitor.part('error-email').waitFor()
      assert.deepEqual(
        await visitor
          .control('email')
          .evaluate(control => [control.ariaInvalid, control.getAttribute('aria-describedby')]),
        ['true', 'email-hint email-error'],
      )
      await page.locator('contact-signup [role=status]').getByText('Please enter a full email address').waitFor()
      await visitor.button.click()
      await page.locator('contact-signup [part=summary]:focus').waitFor()
      await visitor.control('email').fill(`ada@${version}.example`)
      await visitor.part('country').click()
      await page.keyboard.type('united k')
      await page.locator('contact-signup [role=option][aria-selected=true]').getByText('+44').waitFor()
      await page.keyboard.press('Enter')
      await visitor.type('phone', '07400 123456')
      await visitor.control('gdpr_accept_terms').check()
      await visitor.button.click()
      await page.getByText('See you in spring!').waitFor()
      const {name_first, email, phone_countrycode, phone_number} = (await contactsOf(demo)).at(-1)!
      assert.deepEqual(
        [name_first, email, phone_countrycode, phone_number],
        [`Ada ${version}`, `ada@${version}.example`, '44', '7400123456'],
      )
      assert.deepEqual(visitor.faults, [])
      await visitor.leave()
    })

    for (const [scheme, style] of Object.entries(pages))
      test(`shows outlines, the focus, hints and errors on ${scheme}`, async () => {
        const visitor = await visitSite(browser, style)
        const faint: string[] = []
        const look = async (
          least: number,
          selector: string,
          ...how: [('borderTopColor' | 'outlineColor' | 'color')?, string?]
        ) => {
          const contrast = await contrastOf(visitor.page, selector, ...how)
          if (!(contrast >= least)) faint.push(`${selector} ${how}: ${contrast} of ${least}`)
        }
        await look(4.5, '[part~=label]')
        await look(4.5, '[part~=label] small')
        await look(4.5, '[part~=hint-email]')
        await look(4.5, '[part~=country]', 'color', '::placeholder')
        await look(3, '[part~=input-email]', 'borderTopColor')
        await visitor.page.keyboard.press('Tab')
        await look(3, '[part~=input-name_first]:focus-visible', 'outlineColor')
        await visitor.type('phone', '5')
        await visitor.button.click()
        await visitor.part('summary').waitFor()
        await look(4.5, '[part=summary] button')
        await look(3, '[part=summary]', 'borderTopColor')
        await look(3, '[part~=input-phone]', 'borderTopColor')
        await look(4.5, '[part~=error-phone]')
        await look(3, '[part~=checkbox]', 'outlineColor')
        assert.deepEqual(faint, [])
        assert.equal(await styleOf(visitor, '[part~=input-phone]', 'borderTopColor'), red)
        assert.equal(await styleOf(visitor, '[part~=error-phone]', 'borderInlineStartColor'), red)
        if (process.env.SCREENSHOTS)
          await visitor.page.screenshot({path: `${process.env.SCREENSHOTS}/${version} ${scheme}.png`, fullPage: true})
        await visitor.leave()
      })
  })
