import 'axe-core'
import {assert} from 'chai'
import {setViewport} from '@web/test-runner-commands'
import {ContactSignup} from '../../src/index.ts'
import {show, type Page} from '../support/page.ts'

// The package is not a module: it sets a global variable.
declare const axe: typeof import('axe-core')

/** Violations of the WCAG 2.2 A and AA rules that axe checks, and of its best practices for parts of a page. */
async function findViolations(): Promise<string[]> {
  const {violations} = await axe.run(document.body, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: {region: {enabled: false}, 'page-has-heading-one': {enabled: false}}, // the form is not a page
  })
  return violations.map(
    ({id, nodes}) => `${id}: ${nodes.map(({html, failureSummary}) => `${html} ${failureSummary}`).join(', ')}`,
  )
}

/** Targets that are too small for a finger: under 24 pixels. */
function smallTargets({root}: Page): string[] {
  const targets = [
    ...root.querySelectorAll(':is(input, select, textarea, button, a, [role=option]):not([aria-hidden])'),
  ].filter(target => target.getClientRects().length > 0)
  return targets
    .filter(target => {
      const {width, height} = target.getBoundingClientRect()
      return Math.min(width, height) < 24
    })
    .map(({outerHTML}) => outerHTML)
}

/** Controls into which an iPhone would zoom: their text is under 16 pixels. */
function smallTexts({root}: Page): string[] {
  return [...root.querySelectorAll('[part~=input]')]
    .filter(control => Number.parseFloat(getComputedStyle(control).fontSize) < 16)
    .map(({outerHTML}) => outerHTML)
}

/** Pages that are light or dark by their colours alone, and one with a dark `color-scheme`, which native controls follow. */
const schemes: Record<string, string> = {
  light: 'background: #fff; color: #222',
  dark: 'background: #14181c; color: #f2f2f2',
  'dark by color-scheme': 'background: #14181c; color: #f2f2f2; color-scheme: dark',
}

const room = '<label slot="fields">Room <select name="room" required><option value="">-</option></select></label>'

/** Each state of the form, how a visitor reaches it, and how a test recognises it. */
const states: [state: string, reach: (page: Page) => Promise<unknown>, isReached: (page: Page) => unknown][] = [
  ['empty', async () => {}, page => page.form.phase === 'editing' && !page.part('summary')],
  [
    'with errors',
    page => page.submitted(),
    page => page.part('summary') && page.error('name_first') && page.error('email'),
  ],
  [
    'with an error beside a field and no summary',
    async page => {
      await page.type('email', 'ada@example')
      await page.press('Tab')
      await page.until(() => page.error('email'))
    },
    page => page.error('email') && !page.part('summary'),
  ],
  [
    'with a warning about the phone',
    async page => {
      await page.type('name_first', 'Ada')
      await page.type('phone', '+447700900123')
      await page.submitted()
    },
    page => page.part('summary') && /07400 123456/.test(page.text('hint-phone')),
  ],
  [
    'with an e-mail suggestion',
    async page => {
      await page.type('email', 'ada@gmial.com')
      await page.press('Tab')
      await page.until(() => page.text('suggestion'))
    },
    page => page.text('suggestion'),
  ],
  [
    'with an error of a custom field',
    async page => {
      page.form.innerHTML = room
      await page.fill()
      await page.submitted()
    },
    page => page.error('room') && page.form.querySelector('select')!.ariaInvalid === 'true',
  ],
  [
    'with the country list open',
    async page => {
      await page.click(page.search)
      await page.until(() => page.offered.length > 0)
    },
    page => page.offered.length > 0,
  ],
  [
    'with no matching country',
    async page => {
      await page.click(page.search)
      await page.until(() => page.offered.length > 0)
      await page.press('z')
      await page.press('z')
      await page.until(() => page.offered.length === 0)
    },
    page => page.part('country-list')!.matches('.open') && page.offered.length === 0,
  ],
  [
    'sending',
    async page => {
      await page.fill('late@example.com')
      await page.submit()
      await page.until(() => page.text('status'))
    },
    page => page.form.phase === 'sending',
  ],
  [
    'after a failure',
    async page => {
      await page.fill('answer-500@example.com')
      await page.submitted()
    },
    page => page.form.phase === 'editing' && page.text('status'),
  ],
  [
    'done',
    async page => {
      await page.fill()
      await page.submitted()
    },
    page => page.form.phase === 'done',
  ],
]
const all = 'name_first* name_last email phone city region zip country full_address born_date gender'

suite('axe finds no violation', () => {
  for (const [state, reach, isReached] of states)
    for (const lang of ['en', 'ar'])
      test(`${state}, ${lang === 'ar' ? 'right to left' : 'left to right'}, in light and dark`, async () => {
        const page = await show(
          `<section lang="${lang}"><contact-signup fields="${all}" countries="CH DE FR GB" terms-url="/t" privacy-url="/p"></contact-signup></section>`,
        )
        await reach(page)
        const found: Record<string, string[]> = {targets: smallTargets(page), 'text in controls': smallTexts(page)}
        for (const [scheme, style] of Object.entries(schemes)) {
          document.body.setAttribute('style', style)
          assert.isOk(isReached(page), `the form is ${state}`)
          found[scheme] = await findViolations()
        }
        document.body.removeAttribute('style')
        assert.isOk(isReached(page), `the form is still ${state}`)
        assert.deepEqual(found, {targets: [], 'text in controls': [], light: [], dark: [], 'dark by color-scheme': []})
      })
})

suite('the form', () => {
  test('fits a width of 320 pixels, with all errors', async () => {
    await setViewport({width: 320, height: 640})
    const page = await show(
      `<contact-signup fields="${all}" terms-url="/t" privacy-url="/p" lang="es"></contact-signup>`,
    )
    await page.submitted()
    const overflowing = [...page.root.querySelectorAll<HTMLElement>('*')].filter(
      element => element.getBoundingClientRect().right > 320.5,
    )
    assert.deepEqual(
      overflowing.map(element => element.outerHTML),
      [],
    )
    await setViewport({width: 800, height: 600})
  })

  test('is usable with the keyboard alone, in the order of its fields', async () => {
    const page = await show()
    page.form.focus()
    const focused: string[] = []
    for (let step = 0; step < 8; step += 1) {
      if (step > 0) await page.press('Tab')
      focused.push((page.focused as HTMLInputElement).name || (page.focused as HTMLElement).getAttribute('part')!)
    }
    assert.deepEqual(focused, [
      'name_first',
      'name_last',
      'email',
      'input country',
      'phone',
      'gdpr_accept_terms',
      'gdpr_marketing_consent',
      'submit',
    ])
  })

  test('has no animations or transitions, so it needs no reduced-motion variant', async () => {
    const page = await show()
    await page.submitted()
    await page.fill()
    await page.submitted()
    assert.deepEqual(page.form.shadowRoot!.getAnimations(), [])
    assert.notMatch(ContactSignup.styles.cssText, /transition|animation/)
  })
})
