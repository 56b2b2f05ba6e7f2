import {assert} from 'chai'
import {Page, show} from '../support/page.ts'

/** Opens the page of a form in a frame, or waits until it has come back there. */
async function shown(frame: HTMLIFrameElement): Promise<Page> {
  const form = await waitFor(() => frame.contentDocument?.querySelector('contact-signup'))
  const page = new Page(form)
  await page.until(() => form.shadowRoot?.querySelector('button'))
  return page
}

/** Waits, frame by frame, until something is there. */
async function waitFor<T>(look: () => T | null | undefined | false): Promise<T> {
  for (;;) {
    const found = look()
    if (found) return found
    await new Promise(requestAnimationFrame)
  }
}

function enter(page: Page, name: string, text: string): void {
  const target = page.control(name)
  target.dispatchEvent(new FocusEvent('focusin', {bubbles: true, composed: true}))
  target.value = text
  for (const type of ['input', 'change']) target.dispatchEvent(new Event(type, {bubbles: true, composed: true}))
}

suite('what was typed', () => {
  test('is there when the visitor comes back to the page, but for the consent', async () => {
    document.body.innerHTML = '<iframe src="/form" style="width: 700px; height: 560px"></iframe>'
    const frame = document.querySelector('iframe')!
    const page = await shown(frame)
    enter(page, 'phone', '+41781234567')
    await page.until(() => page.control('phone').value === '078 123 45 67')
    enter(page, 'name_first', 'Ada')
    enter(page, 'email', 'ada@example.com')
    await page.until(() => (page.control('country') as HTMLSelectElement).options.length > 100)
    enter(page, 'country', 'AT')
    ;(page.control('gdpr_accept_terms') as HTMLInputElement).click()

    frame.contentWindow!.location.href = '/blank'
    await waitFor(() => frame.contentDocument?.title === 'Blank')
    frame.contentWindow!.history.back()

    const back = await shown(frame)
    await back.until(() => back.control('country').value === 'AT')
    assert.deepEqual(
      ['name_first', 'email', 'phone', 'phone_country'].map(name => back.control(name).value),
      ['Ada', 'ada@example.com', '078 123 45 67', 'CH'],
    )
    assert.isFalse((back.control('gdpr_accept_terms') as HTMLInputElement).checked)
  })

  test('goes before what the URL has filled in, also where that has an unescaped plus', async () => {
    history.replaceState(null, '', '?phone=+436641234567&email=ada+news@example.com')
    const page = await show('<contact-signup prefill fields="email phone"></contact-signup>')
    await page.until(() => page.control('email').value === 'ada+news@example.com')
    const state = new FormData()
    state.set('email', 'ada@example.com')
    state.set('phone', '0664 7654321')
    page.form.formStateRestoreCallback(state) // as the browser calls it
    await page.until(() => page.control('email').value === 'ada@example.com')
    history.replaceState(null, '', location.pathname)
    assert.equal(page.control('phone').value, '0664 7654321')
  })
})
