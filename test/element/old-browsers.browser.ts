import {remaining} from '../support/page/old-features.ts'
import {assert} from 'chai'
import {arrivals, show, type Page} from '../support/page.ts'

const fields = 'name_first email* phone country'
const form = `<contact-signup fields="${fields}" lang="en" terms-url="/terms">
  <input slot="fields" name="room" aria-label="Room" pattern="[0-9]+">
</contact-signup>`

/** Takes `color-mix` from the style sheets, which are style elements here. */
function removeColorMix({root}: Page): void {
  for (const style of root.querySelectorAll('style'))
    style.textContent = style.textContent!.replaceAll('color-mix(', 'unknown-function(')
}

/** Has the style sheets see a browser without popovers. */
function takePopoversFromStyles({root}: Page): void {
  for (const style of root.querySelectorAll('style'))
    style.textContent = style.textContent!.replaceAll('selector(:popover-open)', 'selector(:unknown-state)')
}

const styleOf = ({root}: Page, selector: string) => getComputedStyle(root.querySelector(selector)!)

suite('without the features that old browsers lack', () => {
  test('the browser has none of them', () => assert.deepEqual(remaining, []))

  test('a lead is sent', async () => {
    const page = await show(form)
    await page.type('name_first', 'Ada')
    await page.type('email', 'ada@example.com')
    await page.click(page.search)
    const option = await page.until(() => page.root.querySelector('.open #country-GB') ?? undefined)
    await page.click(option)
    await page.type('phone', '07400 123456')
    await page.choose('country', 'ES')
    page.form.querySelector('input')!.value = '12'
    await page.tick('gdpr_accept_terms')
    assert.equal((await page.submitted()).type, 'contact-signup-success')
    assert.equal(page.text('success').split('\n')[0], 'Thank you!')
    const {received} = await arrivals()
    assert.deepInclude(received[0]?.contact, {
      name_first: 'Ada',
      email: 'ada@example.com',
      phone_countrycode: '44',
      phone_number: '7400123456',
      country: 'ES',
      room: '12',
      gdpr_accept_terms: true,
    })
  })

  test('errors are announced, and marked on their controls', async () => {
    const page = await show(form)
    await page.type('email', 'ada@')
    await page.press('Tab')
    await page.until(() => page.error('email'))
    assert.deepEqual(
      ['aria-invalid', 'aria-describedby'].map(name => page.control('email').getAttribute(name)),
      ['true', 'email-error'],
    )
    assert.equal(page.part('status')!.getAttribute('role'), 'status')
    await page.until(() => page.part('status')!.textContent!.includes('Please enter a full email address'))
    page.form.querySelector('input')!.value = 'twelve'
    await page.submitted()
    await page.until(() => page.focused === page.part('summary'))
    assert.include(page.text('summary'), 'Room')
    assert.equal(page.part('submit')!.getAttribute('aria-disabled'), 'false')
  })

  test('the list of countries has its roles and its name', async () => {
    const page = await show(form)
    await page.click(page.search)
    const [option] = await page.until(() => {
      const options = [...page.root.querySelectorAll('.open [part~=country-option]')]
      return options.length > 0 && options
    })
    const list = page.part('country-list')!
    assert.deepEqual(
      [list.getAttribute('role'), list.getAttribute('aria-label'), option!.getAttribute('role')],
      ['listbox', 'Country code', 'option'],
    )
    await page.press('x')
    await page.press('q')
    const none = await page.until(() => list.querySelector('[aria-disabled=true]') ?? undefined)
    assert.equal(none.getAttribute('role'), 'option')
  })

  test('the list of countries is beside its field in a page that is scrolled', async () => {
    const page = await show(`<p style="height: 120vh"></p>${form}<p style="height: 200vh"></p>`)
    page.search.focus()
    await page.until(() => page.search.getAttribute('aria-autocomplete') === 'list')
    takePopoversFromStyles(page)
    await page.click(page.search)
    const list = await page.until(() => page.root.querySelector('.open[part=country-list]') ?? undefined)
    assert.isAbove(scrollY, 0)
    const [field, popup] = [page.search, list].map(element => element.getBoundingClientRect())
    assert.approximately(popup!.left, field!.left, 1)
    const gap = popup!.top > field!.top ? popup!.top - field!.bottom : field!.top - popup!.bottom
    assert.approximately(gap, 4, 1)
    scrollTo(0, 0)
  })

  test('plain colours take the place of mixed ones', async () => {
    const page = await show(form)
    document.body.style.color = 'rgb(10, 20, 30)'
    await page.type('email', 'ada@')
    await page.submitted()
    await page.until(() => page.part('summary'))
    const mixed = styleOf(page, '#name_first').borderTopColor
    removeColorMix(page)
    page.control('name_first').focus()
    await page.press('ArrowLeft') // shows the focus ring
    const text = 'rgb(10, 20, 30)'
    const red = 'rgb(221, 44, 31)'
    const seen = {
      'a border': [styleOf(page, '#name_first').borderTopColor, text],
      'the ground of a control': [styleOf(page, '#name_first').backgroundColor, 'rgba(128, 128, 128, 0.08)'],
      'the focus ring': [styleOf(page, '#name_first').outlineColor, text],
      'its line': [styleOf(page, '#name_first').outlineStyle, 'solid'],
      'an optional mark': [styleOf(page, 'small').color, text],
      'the border of a control with an error': [styleOf(page, '#email').borderTopColor, red],
      'the text of an error': [styleOf(page, '#email-error').color, text],
      'the line beside an error': [styleOf(page, '#email-error').borderInlineStartColor, red],
      'the summary': [styleOf(page, '[part=summary]').borderTopColor, red],
    }
    document.body.style.color = ''
    for (const [what, [colour, expected]] of Object.entries(seen)) assert.equal(colour, expected, what)
    assert.notEqual(mixed, text, 'the browser itself mixes colours')
  })

  test('the honeypot is hidden if the page’s policy refuses all styles', async () => {
    const page = await show(form)
    const frame = document.createElement('iframe')
    frame.srcdoc = `<meta http-equiv="content-security-policy" content="style-src 'none'">
      <script type="module" src="/test/support/page/old-features.ts"></script>
      <script type="module" src="/src/index.ts"></script>
      ${form}`
    document.body.replaceChildren(frame)
    const root = await page.until(() => {
      const root = frame.contentDocument?.querySelector('contact-signup')?.shadowRoot
      return (root?.querySelector('button') && root) ?? undefined
    })
    const styleOf = (selector: string) => frame.contentWindow!.getComputedStyle(root.querySelector(selector)!)
    assert.equal(styleOf('[part=form]').display, 'block', 'the form has no styles')
    const {position, clipPath, width} = styleOf('#more_comments')
    assert.deepEqual([position, clipPath, width], ['absolute', 'inset(50%)', '24px'])
  })

  test('a browser too old for the form shows the content of the tag', async () => {
    const frame = document.createElement('iframe')
    frame.srcdoc = `<script>delete Object.hasOwn, delete window.trustedTypes</script>
      <script type="module" src="/src/index.ts"></script>
      <contact-signup><p>Write to us.</p></contact-signup>`
    document.body.replaceChildren(frame)
    await new Promise(resolve => frame.addEventListener('load', resolve)) // which waits for the scripts
    const tag = frame.contentDocument!.querySelector('contact-signup')!
    assert.deepEqual([tag.shadowRoot, tag.innerText], [null, 'Write to us.'])
  })
})
