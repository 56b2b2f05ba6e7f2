import {assert} from 'chai'
import type {ContactSignupInvalidEvent} from '../../src/index.ts'
import {arrivals, show, type Page} from '../support/page.ts'

suite('a date that is typed in part', () => {
  test('is an error at the field when it is left and at submit, although it is optional, until it is corrected or removed', async () => {
    const page = await show('<contact-signup fields="email born_date name_first"></contact-signup>')
    await page.fill()
    await page.type('born_date', '12')
    const date = page.control('born_date') as HTMLInputElement
    assert.deepEqual([date.value, date.validity.badInput], ['', true])
    page.control('email').focus()
    await page.until(() => page.error('born_date'))
    const event = await page.submitted<ContactSignupInvalidEvent>()
    assert.deepEqual({...event.issues}, {born_date: 'date_invalid'})
    assert.include(page.text('summary'), page.error('born_date'))
    assert.deepEqual((await arrivals()).keys, [])
    date.value = '1990-05-17'
    date.dispatchEvent(new Event('input', {bubbles: true}))
    await page.until(() => page.error('born_date') === '')
    assert.equal((await page.submitted()).type, 'contact-signup-success')
    assert.equal((await arrivals()).received[0]!.contact.born_date, '1990-05-17T00:00:00Z')
  })
})

suite('the date of birth', () => {
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toLocaleDateString('sv')
  test('is between 1900 and yesterday', async () => {
    const page = await show('<contact-signup fields="email born_date"></contact-signup>')
    const {min, max} = page.control('born_date') as HTMLInputElement
    assert.deepEqual([min, max], ['1900-01-01', day(-1)])
  })

  test('is not today, anywhere on Earth', async () => {
    const page = await show('<contact-signup fields="name_first email born_date"></contact-signup>')
    await page.fill()
    const date = page.control('born_date') as HTMLInputElement
    date.value = day(0)
    date.dispatchEvent(new Event('input', {bubbles: true}))
    const event = await page.submitted<ContactSignupInvalidEvent>()
    assert.deepEqual({...event.issues}, {born_date: 'date_invalid'})
    assert.equal(page.error('born_date'), 'Please enter a complete date before today.')
    date.value = day(-1)
    date.dispatchEvent(new Event('input', {bubbles: true}))
    assert.equal((await page.submitted()).type, 'contact-signup-success')
  })
})

suite('a required gender', () => {
  const undisclosed = 'Prefer not to say'
  const textsOf = (page: Page) => [...(page.control('gender') as HTMLSelectElement).options].map(({text}) => text)
  test('can be left open by a choice of its own, which counts as answered and sends nothing', async () => {
    const page = await show('<contact-signup fields="email gender*"></contact-signup>')
    assert.deepEqual(textsOf(page), ['Please choose', 'Female', 'Male', undisclosed])
    await page.type('email', 'ada@example.com')
    await page.tick('gdpr_accept_terms')
    assert.deepEqual({...(await page.submitted<ContactSignupInvalidEvent>()).issues}, {gender: 'required'})
    const gender = page.control('gender') as HTMLSelectElement
    gender.selectedIndex = 3
    gender.dispatchEvent(new Event('change', {bubbles: true}))
    assert.equal((await page.submitted()).type, 'contact-signup-success')
    assert.notProperty((await arrivals()).received[0]!.contact, 'gender')
  })

  test('has this choice only where it is required', async () => {
    const page = await show('<contact-signup fields="email gender"></contact-signup>')
    assert.notInclude(textsOf(page), undisclosed)
  })
})

suite('an international e-mail address', () => {
  test('raises a warning that describes the control, and submitting confirms it', async () => {
    const page = await show()
    await page.type('email', 'jörg@example.de')
    await page.tick('gdpr_accept_terms')
    const warning = () => page.root.querySelector<HTMLElement>('#email-error')?.innerText ?? ''
    await page.until(() => /Is this address correct/.test(warning()))
    assert.equal(page.error('email'), '')
    const email = page.control('email')
    assert.equal(email.getAttribute('aria-invalid'), 'false')
    assert.include(email.getAttribute('aria-describedby'), 'email-error')
    assert.equal((await page.submitted()).type, 'contact-signup-success')
    assert.equal((await arrivals()).received[0]!.contact.email, 'jörg@example.de')
  })
})

suite('errors', () => {
  test('do not appear while the visitor types, nor on a field that is left empty', async () => {
    const page = await show()
    await page.type('email', 'ada@')
    assert.equal(page.error('email'), '')
    for (const name of ['name_first', 'phone', 'name_last']) page.control(name).focus()
    await page.until(() => page.error('email'))
    assert.equal(page.error('phone'), '')
    assert.equal(page.error('name_first'), '')
  })

  test('appear beside a field that is filled and left, describe its control, and disappear when corrected', async () => {
    const page = await show()
    await page.type('email', 'ada@example')
    await page.press('Tab')
    await page.until(() => page.error('email'))
    const email = page.control('email')
    assert.equal(email.getAttribute('aria-invalid'), 'true')
    assert.include(email.getAttribute('aria-describedby'), page.part('error-email')!.id)
    assert.isTrue(page.form.matches(':state(invalid)'))
    assert.isNull(page.part('summary'))
    await page.type('email', '.com')
    await page.until(() => page.error('email') === '')
    assert.equal(email.getAttribute('aria-invalid'), 'false')
    assert.isFalse(page.form.matches(':state(invalid)'))
  })

  test('and warnings are listed in the order of the fields, and the list describes the summary that gets the focus', async () => {
    const page = await show('<contact-signup fields="phone name_first* email*" country="GB"></contact-signup>')
    await page.type('phone', '07700 900123') // in no assigned range
    await page.type('email', 'ada@')
    const event = await page.submitted<ContactSignupInvalidEvent>()
    const codes = ['phone_unassigned', 'required', 'email_invalid', 'terms_required']
    assert.sameMembers(Object.values(event.issues), codes)
    const summary = page.part('summary')!
    const list = page.root.getElementById(summary.getAttribute('aria-describedby')!)!
    assert.deepEqual(
      [...list.querySelectorAll('button')].map(({innerText}) => innerText.split(/[ ,.]/).slice(0, 3).join(' ')),
      ['Is this number', 'Please fill in', 'Please enter a', 'Please accept the'],
    )
  })

  test('are listed in a summary at submit, in the same words, and the summary gets the focus', async () => {
    const page = await show('<contact-signup fields="name_first* email phone"></contact-signup>')
    const event = await page.submitted<ContactSignupInvalidEvent>()
    assert.deepEqual(
      {...event.issues},
      {name_first: 'required', email: 'email_or_phone', gdpr_accept_terms: 'terms_required'},
    )
    assert.equal(page.focused, page.part('summary'))
    const entries = [...page.part('summary')!.querySelectorAll('button')]
    assert.deepEqual(
      entries.map(entry => entry.innerText),
      ['name_first', 'email', 'gdpr_accept_terms'].map(name => page.error(name)),
    )
    entries[1]!.click()
    assert.equal(page.focused, page.control('email'))
    assert.deepEqual((await arrivals()).keys, [])
  })

  test('about a missing e-mail and phone disappear when the visitor types a phone', async () => {
    const page = await show('<contact-signup country="GB"></contact-signup>')
    await page.submitted()
    await page.type('phone', '07700 900123')
    await page.until(() => page.error('email') === '')
  })

  test('about a number without a country mention the country', async () => {
    const page = await show()
    await page.type('phone', '07700 900123')
    await page.type('name_first', 'A')
    await page.until(() => page.error('phone'))
    assert.match(page.error('phone'), /country/)
  })

  test('that appear and move the button do not swallow the click on it', async () => {
    const page = await show()
    await page.fill('ada@example')
    page.control('email').focus()
    const ended = page.next('contact-signup-invalid')
    await page.submit()
    await ended
    assert.equal(page.focused, page.part('summary'))
  })
})

suite('checkValidity and reportValidity', () => {
  test('validate without sending; reportValidity also shows the errors', async () => {
    const page = await show()
    assert.isFalse(page.form.checkValidity())
    assert.isFalse(page.form.reportValidity())
    await page.until(() => page.part('summary'))
    await page.fill()
    await page.until(() => page.form.checkValidity())
    assert.isTrue(page.form.reportValidity())
    assert.deepEqual((await arrivals()).keys, [])
  })

  test('checkValidity shows no error and leaves the thank-you', async () => {
    const page = await show()
    await page.type('email', 'ada@example.com')
    await page.until(() => customStates(page).length === 0 && page.form.checkValidity() === false)
    await page.form.updateComplete
    assert.equal(page.root.querySelectorAll('[aria-invalid=true]').length, 0)
    assert.equal(page.error('gdpr_accept_terms'), '')
    await page.tick('gdpr_accept_terms')
    await page.submitted()
    assert.isTrue(page.form.checkValidity())
    assert.equal(page.form.phase, 'done')
    assert.isNotNull(page.part('success'))
  })
})

/** Of the custom states of a form, those that are on. */
const customStates = ({form}: Page) => ['sending', 'done', 'invalid'].filter(state => form.matches(`:state(${state})`))
