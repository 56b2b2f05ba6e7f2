import {assert} from 'chai'
import {ContactSignupStartEvent, ContactSignupViewEvent} from '../../src/index.ts'
import {show} from '../support/page.ts'

/** Records the events of a type, before the form is on the page. */
function record(type: string): Event[] {
  const events: Event[] = []
  addEventListener(type, event => void events.push(event))
  return events
}

/** Two frames: observers of the screen report once a frame. */
async function nextFrames(): Promise<void> {
  for (const _ of [1, 2]) await new Promise(resolve => requestAnimationFrame(resolve))
}

suite('contact-signup-view', () => {
  test('comes also where the attribute `fields` is empty, and `prefill` works there', async () => {
    const events = record('contact-signup-view')
    history.replaceState(null, '', '?wtr=1&email=ada%40example.com')
    const page = await show('<contact-signup fields="" prefill></contact-signup>')
    await page.until(() => events.length > 0 && page.control('email').value === 'ada@example.com')
    history.replaceState(null, '', location.pathname)
  })

  test('comes once, when a tenth of the form is on screen', async () => {
    const events = record('contact-signup-view')
    const page = await show('<div style="height: 5000px"></div><contact-signup></contact-signup>')
    await nextFrames()
    assert.lengthOf(events, 0)
    const {top, height} = page.form.getBoundingClientRect()
    scrollTo(0, top + scrollY - innerHeight + height * 0.05)
    await nextFrames()
    assert.lengthOf(events, 0)
    scrollTo(0, top + scrollY - innerHeight + height * 0.5)
    await page.until(() => events.length)
    const [event] = events
    assert.instanceOf(event, ContactSignupViewEvent)
    assert.isTrue(event!.bubbles && event!.composed && !event!.cancelable)
    scrollTo(0, 0)
    await nextFrames()
    page.form.fields = 'email'
    page.form.reset()
    page.form.scrollIntoView()
    await nextFrames()
    assert.lengthOf(events, 1)
    scrollTo(0, 0)
  })

  test('does not come for a form that is hidden', async () => {
    const events = record('contact-signup-view')
    const page = await show('<div hidden><contact-signup></contact-signup></div>')
    await nextFrames()
    assert.lengthOf(events, 0)
    page.form.parentElement!.hidden = false
    await page.until(() => events.length)
  })
})

suite('contact-signup-start', () => {
  test('comes once, at the first input, also after a reset', async () => {
    const events = record('contact-signup-start')
    const page = await show()
    page.control('name_first').focus()
    page.form.values = {email: 'ada@example.com'}
    await page.until(() => page.control('email').value)
    assert.lengthOf(events, 0)
    await page.type('name_first', 'Ada')
    await page.until(() => events.length)
    const [event] = events
    assert.instanceOf(event, ContactSignupStartEvent)
    assert.isTrue(event!.bubbles && event!.composed && !event!.cancelable)
    assert.deepEqual(
      Object.keys(event!).filter(name => name !== 'isTrusted'),
      [],
    )
    page.form.reset()
    await page.type('name_first', 'Eve')
    await page.form.updateComplete
    assert.lengthOf(events, 1)
  })

  test('comes when the browser or a password manager fills in a field, and for an own field', async () => {
    for (const markup of ['', '<input slot="fields" name="company">']) {
      const events = record('contact-signup-start')
      const page = await show(`<contact-signup>${markup}</contact-signup>`)
      const control = page.form.querySelector('input') ?? (page.control('email') as HTMLInputElement)
      control.value = 'filled'
      control.dispatchEvent(new Event('change', {bubbles: true, composed: true}))
      await page.until(() => events.length)
    }
  })
})
