import 'axe-core'
import {assert} from 'chai'
import {setViewport} from '@web/test-runner-commands'
import {ContactSignup} from '../../src/index.ts'
import {show, type Page} from '../support/page.ts'

// The package is no module: it puts itself on the window.
declare const axe: typeof import('axe-core')

/** Every rule of WCAG 2.2 A and AA that axe knows, and its best practices for parts of a page. */
async function complaints(): Promise<string[]> {
  const {violations} = await axe.run(document.body, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: {region: {enabled: false}, 'page-has-heading-one': {enabled: false}}, // the form is not a page
  })
  return violations.map(({id, nodes}) => `${id}: ${nodes.map(({html, failureSummary}) => `${html} ${failureSummary}`).join(', ')}`)
}

const states: [string, (page: Page) => Promise<unknown>][] = [
  ['empty', async () => {}],
  ['with complaints', page => page.submitted()],
  ['with a questioned phone', async page => {
    await page.type('phone', '+447700900123')
    await page.submitted()
  }],
  ['with the countries open', async page => {
    await page.click(page.search)
    await page.until(() => page.offered.length > 0)
  }],
  ['after a failure', async page => {
    await page.fill('answer-500@example.com')
    await page.submitted()
  }],
  ['done', async page => {
    await page.fill()
    await page.submitted()
  }],
]
const all = 'name_first* name_last email phone city region zip country full_address born_date gender'

suite('axe finds nothing', () => {
  for (const [what, reach] of states)
    for (const scheme of ['light', 'dark'] as const)
      test(`${what}, ${scheme}`, async () => {
        document.documentElement.lang = 'en'
        document.body.className = scheme
        document.body.setAttribute('style', scheme === 'dark' ? 'background: #14181c; color: #f2f2f2' : 'background: #fff; color: #222')
        const page = await show(`<contact-signup fields="${all}" terms-url="/t" privacy-url="/p"></contact-signup>`)
        await reach(page)
        assert.deepEqual(await complaints(), [])
        document.body.removeAttribute('style')
      })
})

suite('the form', () => {
  test('has targets of 24 pixels and text of 16 in its controls', async () => {
    const page = await show('<contact-signup terms-url="/t" privacy-url="/p"></contact-signup>')
    await page.submitted()
    for (const target of page.root.querySelectorAll<HTMLElement>('input, select, button, a')) {
      const {width, height} = target.getBoundingClientRect()
      assert.isAtLeast(Math.min(width, height), 24, target.outerHTML)
    }
    for (const control of page.root.querySelectorAll('[part~=input]')) assert.isAtLeast(Number.parseFloat(getComputedStyle(control).fontSize), 16)
  })

  test('fits 320 pixels, complaints included', async () => {
    await setViewport({width: 320, height: 640})
    const page = await show(`<contact-signup fields="${all}" terms-url="/t" privacy-url="/p" lang="es"></contact-signup>`)
    await page.submitted()
    const overflowing = [...page.root.querySelectorAll<HTMLElement>('*')].filter(element => element.getBoundingClientRect().right > 320.5)
    assert.deepEqual(overflowing.map(element => element.outerHTML), [])
    await setViewport({width: 800, height: 600})
  })

  test('is used by the keyboard alone', async () => {
    const page = await show()
    page.form.focus()
    const seen: string[] = []
    for (let step = 0; step < 8; step += 1) {
      seen.push((page.focused as HTMLInputElement).name || (page.focused as HTMLElement).getAttribute('part')!)
      await page.press('Tab')
    }
    assert.deepEqual(seen, ['name_first', 'name_last', 'email', 'input country', 'phone', 'gdpr_accept_terms', 'gdpr_marketing_consent', 'submit'])
  })

  test('moves nothing, so that nobody has to ask for stillness', async () => {
    const page = await show()
    await page.submitted()
    await page.fill()
    await page.submitted()
    assert.deepEqual(page.form.shadowRoot!.getAnimations(), [])
    assert.notMatch(ContactSignup.styles.cssText, /transition|animation/)
  })
})
