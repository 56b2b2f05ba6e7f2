import {executeServerCommand} from '@web/test-runner-commands'
import 'axe-core'
import {assert} from 'chai'
import type {JsonLd} from '../../src/contact/consent-record.ts'
import de from '../../src/messages/de.ts'
import {arrivals, show, type Page} from '../support/page.ts'

// The package is not a module: it sets a global variable.
declare const axe: typeof import('axe-core')

const button = (page: Page) => page.part('receipt')?.querySelector('button')
const shownButton = (page: Page) => page.until(() => button(page) ?? undefined)

const hasReceiptStyles = ({root}: Page) =>
  root.adoptedStyleSheets.some(({cssRules}) => [...cssRules].some(({cssText}) => cssText.includes('receipt')))

/**
 * Presses the button, and reads the file that the browser is given. It is saved only if `isSaved`: Firefox opens a panel
 * then, which takes the keys of later tests.
 */
async function savedBy(page: Page, press: () => Promise<void>, {isSaved = false} = {}) {
  const {createObjectURL} = URL
  const {click} = HTMLAnchorElement.prototype
  const files: {blob?: Blob; name?: string} = {}
  URL.createObjectURL = object => {
    files.blob = object as Blob
    return createObjectURL(object)
  }
  HTMLAnchorElement.prototype.click = function () {
    files.name = this.download
    if (isSaved) click.call(this)
  }
  try {
    await press()
    const {blob, name} = await page.until(() => (files.blob && files.name !== undefined ? files : undefined))
    return {name: name!, type: blob!.type, receipt: JSON.parse(await blob!.text()) as JsonLd}
  } finally {
    URL.createObjectURL = createObjectURL
    HTMLAnchorElement.prototype.click = click
  }
}

const recordsOf = ({'dpv:hasRecordOfActivity': records}: JsonLd) => records as Record<string, JsonLd & JsonLd[]>[]

suite('the receipt', () => {
  test('is a valid file of the wording as it was shown, the decision, the page, the language, the time and the lead', async () => {
    const page = await show(
      `<contact-signup lang="en-GB" privacy-url="/privacy"><span slot="terms">I  agree\n to <b>all</b> of it.</span></contact-signup>`,
    )
    const before = Date.now()
    await page.fill()
    await page.submitted()
    const {keys} = await arrivals()
    const target = await shownButton(page)
    const {name, type, receipt} = await savedBy(page, () => page.click(target))
    assert.match(name, /^consent-[\w.]+-\d{4}-\d\d-\d\d\.json$/)
    assert.equal(type, 'application/ld+json')
    assert.deepEqual(await executeServerCommand('check-receipt', receipt as never), {missing: [], unknown: []})
    const [terms, marketing] = recordsOf(receipt)
    assert.deepEqual(terms!['dpv:hasNotice']![0]!['dct:description'], {
      '@value': `I agree to all of it. Privacy policy (${location.origin}/privacy)`,
      '@language': 'en',
    })
    assert.equal(terms!['dpv:hasNotice']![0]!['schema:url'], location.origin + location.pathname)
    assert.equal(terms!['dpv:hasNotice']![1]!['@id'], `${location.origin}/privacy`)
    assert.equal(terms!['dct:source'] as unknown, `urn:uuid:${keys[0]}`)
    assert.equal(terms!['dpv:hasDataSubject']!['dct:identifier']![0 as never], 'mailto:ada@example.com')
    assert.deepEqual(terms!['dpv:hasProcess']!['dpv:hasPersonalData'], ['pd:Name', 'pd:EmailAddress', 'pd:Language'])
    assert.include(terms!['dpv:hasConsentStatus']!['@type'], 'dpv:ConsentGiven')
    const time = Date.parse(String(terms!['dpv:hasConsentStatus']!['dpv:isIndicatedAtTime']))
    assert.isTrue(before <= time && time <= Date.now())
    assert.equal(marketing!['dpv:hasConsentStatus']!['@type'], 'dpv:ConsentRefused')
  })

  test('comes below the thank-you, which keeps the focus and is not announced again; Tab and Enter save it', async () => {
    const page = await show()
    await page.fill()
    await page.submitted()
    const target = await shownButton(page)
    assert.equal(page.focused, page.part('success'))
    assert.isNull(target.closest('[role=status]'))
    assert.isAtLeast(target.getBoundingClientRect().top, page.part('success')!.getBoundingClientRect().bottom)
    target.focus()
    const {receipt} = await savedBy(page, () => page.press('Enter'))
    assert.lengthOf(recordsOf(receipt), 2)
    assert.equal(page.focused, target)
  })

  test('is offered for marketing alone', async () => {
    const page = await show('<contact-signup consent="marketing"></contact-signup>')
    await page.type('email', 'ada@example.com')
    await page.tick('gdpr_marketing_consent')
    await page.submitted()
    const target = await shownButton(page)
    const {receipt} = await savedBy(page, () => page.click(target))
    assert.lengthOf(recordsOf(receipt), 1)
    assert.equal(recordsOf(receipt)[0]!['dpv:hasProcess']!['dpv:hasPurpose'] as unknown, 'dpv:DirectMarketing')
  })

  for (const consent of ['', 'marketing'])
    test(`is not offered where no consent was given: consent="${consent}"`, async () => {
      const page = await show(`<contact-signup consent="${consent}"></contact-signup>`)
      await page.type('email', 'ada@example.com')
      await page.submitted()
      await page.until(() => hasReceiptStyles(page)) // its part has loaded
      await page.form.updateComplete
      assert.isNull(page.part('receipt'))
    })

  test('is of the last submission, and disappears with a reset', async () => {
    const page = await show()
    await page.fill()
    await page.submitted()
    await shownButton(page)
    page.form.reset()
    await page.form.updateComplete
    assert.isNull(page.part('receipt'))
    await page.fill('grace@example.com')
    await page.submitted()
    const target = await shownButton(page)
    const {receipt} = await savedBy(page, () => page.click(target))
    assert.deepEqual(recordsOf(receipt)[0]!['dpv:hasDataSubject']!['dct:identifier'] as unknown, [
      'mailto:grace@example.com',
    ])
  })

  test('follows a thank-you of the page’s own, and is hidden through its part', async () => {
    const page = await show(
      '<style>.bare::part(receipt) { display: none }</style><contact-signup><p slot="success">Welcome!</p></contact-signup>',
    )
    await page.fill()
    await page.submitted()
    const target = await shownButton(page)
    assert.isAbove(target.getClientRects().length, 0)
    page.form.className = 'bare'
    assert.equal(target.getClientRects().length, 0)
  })

  test('is named in the language of the form, or by the page', async () => {
    const page = await show('<contact-signup lang="de"></contact-signup>')
    await page.fill()
    await page.submitted()
    const target = await shownButton(page)
    assert.equal(target.innerText, de.receipt_save)
    page.form.messages = {receipt_save: 'Beleg'}
    await page.form.updateComplete
    assert.equal(target.innerText, 'Beleg')
  })

  test('is accessible, also from right to left', async () => {
    const page = await show('<main lang="ar" dir="rtl"><contact-signup></contact-signup></main>')
    await page.fill()
    await page.submitted()
    const target = await shownButton(page)
    const {right} = page.part('success')!.getBoundingClientRect()
    assert.closeTo(target.getBoundingClientRect().right, right, 13) // the margin behind a link
    assert.isAtLeast(target.getBoundingClientRect().height, 24)
    const {violations} = await axe.run(document.body, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    })
    assert.deepEqual(
      violations.map(({id}) => id),
      [],
    )
  })

  test('is saved by the browser, which stays on the page', async () => {
    const page = await show()
    await page.fill()
    await page.submitted()
    const target = await shownButton(page)
    let isLeaving = false
    addEventListener('pagehide', () => (isLeaving = true), {once: true})
    await savedBy(page, () => page.click(target), {isSaved: true})
    await savedBy(page, () => page.click(target)) // also a second time
    assert.isFalse(isLeaving)
    assert.isTrue(page.form.isConnected)
  })
})
