import {assert} from 'chai'
import {ContactSignup} from '../../src/index.ts'
import {defineContactSignup} from '../../src/element/define.ts'
import {show} from '../support/page.ts'

suite('the tag', () => {
  test('is registered once, even if the script is loaded twice', async () => {
    defineContactSignup()
    await import(`../../src/script.ts?second=${Date.now()}`)
    assert.equal(customElements.get('contact-signup'), ContactSignup)
  })

  test('reflects its attributes in properties', async () => {
    const {form} = await show(
      '<contact-signup endpoint="/x" success-url="/y" terms-url="/t" prefill consent="terms"></contact-signup>',
    )
    assert.deepInclude(form, {
      endpoint: '/x',
      successUrl: '/y',
      termsUrl: '/t',
      prefill: true,
      attribution: false,
      consent: 'terms',
      phase: 'editing',
    })
    const plain = (await show()).form
    assert.deepInclude(plain, {
      endpoint: '/api/signup',
      fields: 'name_first name_last email phone',
      consent: 'terms marketing',
    })
  })

  test('returns to its defaults when an attribute is removed or a property is set to undefined or null', async () => {
    const {form} = await show(
      '<contact-signup fields="email" consent="terms" endpoint="/x" tags="one"></contact-signup>',
    )
    for (const name of ['fields', 'consent', 'endpoint']) form.removeAttribute(name)
    Object.assign(form, {tags: undefined, messages: null})
    await form.updateComplete
    assert.deepInclude(form, {
      fields: 'name_first name_last email phone',
      consent: 'terms marketing',
      endpoint: '/api/signup',
      tags: '',
    })
    assert.equal(form.shadowRoot!.querySelectorAll('[part~=consent]').length, 2)
  })

  test('keeps properties that were set before it was defined', async () => {
    const name = `late-signup-${Math.random().toString(36).slice(2)}`
    const early = document.createElement(name) as ContactSignup
    early.fields = 'email'
    early.setAttribute('endpoint', '/early')
    document.body.replaceChildren(early)
    customElements.define(name, class extends ContactSignup {})
    await early.updateComplete
    assert.equal(early.shadowRoot!.querySelectorAll('[part~=field]:not([part~=consent])').length, 1)
    assert.equal(early.endpoint, '/early')
  })

  test('has methods that may be called before it is on a page, and before its first render', async () => {
    const form = new ContactSignup()
    const calls = () => [form.checkValidity(), form.reportValidity(), form.reset(), form.focus()]
    assert.deepEqual(calls(), [false, false, undefined, undefined])
    document.body.replaceChildren(form)
    assert.deepEqual(calls(), [false, false, undefined, undefined])
    await form.updateComplete
    form.focus()
    assert.equal(form.shadowRoot!.activeElement?.id, 'name_first')
  })

  test('keeps typed values when it is moved in the document', async () => {
    const page = await show('<contact-signup></contact-signup><main></main>')
    await page.type('email', 'ada@example.com')
    document.querySelector('main')!.append(page.form)
    await page.form.updateComplete
    assert.equal(page.control('email').value, 'ada@example.com')
  })
})
