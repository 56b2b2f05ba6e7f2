import {assert} from 'chai'
import {show} from '../support/page.ts'

suite('messages without a usable value', () => {
  test('leave the form its own words, and a number becomes text', async () => {
    const page = await show('<contact-signup country="GB" fields="email phone"></contact-signup>')
    const words = page.text('label-email')
    const messages = {
      email: undefined,
      terms: null,
      hint_phone: undefined,
      country_none: null,
      email_invalid: null,
      submit: 1,
    }
    page.form.messages = messages as object
    await page.form.updateComplete
    assert.deepEqual([page.text('label-email'), page.text('submit')], [words, '1'])
    assert.include(page.text('consent-text'), 'terms')
    await page.type('email', 'ada@')
    await page.submitted()
    await page.until(() => page.error('email').includes('full email address'))
    await page.type('phone', '0')
    await page.until(() => page.text('hint-phone'))
  })
})
