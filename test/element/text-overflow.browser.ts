import {assert} from 'chai'
import {setViewport} from '@web/test-runner-commands'
import {languages, loadMessages} from '../../src/messages/load-messages.ts'
import type {Messages} from '../../src/messages/messages.ts'
import {show, type Page} from '../support/page.ts'

const all = 'name_first* name_last email phone city region zip country full_address born_date gender'
const files = [
  ...new Map(
    await Promise.all(languages.map(async tag => [(await loadMessages(tag)).default, tag] as const)),
  ).entries(),
]

/** Elements that extend beyond the screen, or whose content is cut off. */
function overflowing(page: Page): string[] {
  const wide = (element: Element) => {
    const {left, right} = element.getBoundingClientRect()
    return (
      left < -0.5 ||
      right > 320.5 ||
      (element.scrollWidth > element.clientWidth + 1 &&
        getComputedStyle(element).display !== 'inline' &&
        !/^(?:SELECT|OPTION|INPUT)$/.test(element.tagName))
    )
  }
  return [...page.root.querySelectorAll('*:not(.spoken)')].filter(wide).map(element => element.outerHTML.slice(0, 300))
}

/** Shows each message of a kind in place of one that is visible, and checks that nothing overflows. */
async function checkInPlaceOf(page: Page, key: keyof Messages, words: Messages, kind: RegExp): Promise<void> {
  const gaps = {
    label: words.full_address,
    example: '+44 7400 123456',
    email: 'somebody.with.a.long.name@googlemail.com',
  }
  for (const [name, word] of Object.entries(words).filter(
    ([name, word]) => kind.test(name) && typeof word === 'string',
  )) {
    page.form.messages = {[key]: (word as string).replace(/\{(\w+)\}/g, (_, gap: keyof typeof gaps) => gaps[gap])}
    await page.form.updateComplete
    assert.deepEqual(overflowing(page), [], name)
  }
}

suite('no text is cut off at a width of 320 pixels', () => {
  suiteSetup(() => setViewport({width: 320, height: 640}))
  suiteTeardown(() => setViewport({width: 800, height: 600}))

  for (const [words, lang] of files)
    test(`in ${lang}`, async () => {
      const page = await show(
        `<div lang="${lang}"><contact-signup fields="${all}" terms-url="/t" privacy-url="/p"></contact-signup></div>`,
      )
      assert.deepEqual(overflowing(page), [], 'labels')
      await page.submitted()
      assert.include(page.text('summary'), words.error_terms_required)
      await checkInPlaceOf(page, 'error_terms_required', words, /^(?:error|hint|email|country_none|summary)/)
      await checkInPlaceOf(page, 'submit', words, /^(?:sending|submit)/)
      await page.fill('answer-500@example.com')
      await page.submitted()
      await checkInPlaceOf(page, 'failed_unavailable', words, /^failed/)
      ;(page.control('email') as HTMLInputElement).select()
      await page.type('email', 'ada@example.com')
      assert.equal((await page.submitted()).type, 'contact-signup-success')
      assert.include(page.text('success'), words.success_title)
      await page.until(() => page.text('receipt') === words.receipt_save)
      assert.deepEqual(overflowing(page), [], 'success')
    })
})
