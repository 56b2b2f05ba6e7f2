import {assert} from 'chai'
import {ContactSignup} from '../../src/index.ts'
import {arrivals, show} from '../support/page.ts'

const own = `
  <input slot="fields" name="company">
  <div slot="fields">
    <input type="checkbox" name="topic" value="news"><input type="checkbox" name="topic" value="jobs">
    <input type="checkbox" name="vip">
    <input type="checkbox" name="gdpr_own">
    <select name="size" multiple><option>S<option>M<option>L</select>
  </div>`

suite('the property `values`', () => {
  test('has what is typed by name, also in own fields, without consent boxes', async () => {
    const page = await show(`<contact-signup fields="email phone" country="DE">${own}</contact-signup>`)
    await page.type('email', 'ada@example.com')
    await page.tick('gdpr_accept_terms')
    page.form.querySelector<HTMLInputElement>('[name=topic][value=jobs]')!.checked = true
    const {phone_country: country, ...values} = page.form.values
    assert.match(String(country), /^[A-Z]{2}$/)
    assert.deepEqual(values, {email: 'ada@example.com', phone: '', company: '', topic: 'jobs', vip: false, size: ''})
  })

  test('leaves out what has a name and is no control', async () => {
    const page = await show(`<contact-signup fields="email">${own}<fieldset slot="fields" name="group">
      <output name="sum">3</output><iframe name="frame"></iframe><input name="inner"></fieldset></contact-signup>`)
    assert.hasAllKeys(page.form.values, ['email', 'company', 'vip', 'size', 'inner'])
  })

  test('fills fields by name, before and after the first render, and replaces what was typed', async () => {
    const form = new ContactSignup()
    form.values = {email: 'early@example.com', nickname: 'unknown', name_first: 'Ada'}
    form.values = {...form.values, name_last: 'Lovelace'}
    document.body.replaceChildren(form)
    await form.updateComplete
    const control = (name: string) => form.shadowRoot!.querySelector<HTMLInputElement>(`[name=${name}]`)!
    await until(() => control('name_last').value === 'Lovelace')
    assert.deepEqual([control('email').value, control('name_first').value], ['early@example.com', 'Ada'])
    control('email').value = 'typed@example.com'
    form.values = {email: 'late@example.com'}
    assert.equal(form.values.email, 'late@example.com')
    assert.notProperty(form.values, 'nickname')
    await until(() => control('email').value === 'late@example.com')
    assert.equal(control('name_first').value, 'Ada')
  })

  test('are sent by a submission right after they are written', async () => {
    const page = await show('<contact-signup consent=""></contact-signup>')
    await page.type('email', 'old@example.com')
    page.form.values = {email: 'new@example.com'}
    assert.isTrue(await page.form.submit())
    assert.equal((await arrivals()).received[0]!.contact.email, 'new@example.com')
  })

  test('do not replace what the visitor has typed since they were written', async () => {
    const page = await show('<contact-signup></contact-signup>')
    page.form.values = {name_first: 'Ada', email: 'written@example.com'}
    const email = page.control('email')
    email.value = 'typed@example.com'
    email.dispatchEvent(new Event('input', {bubbles: true, composed: true})) // a key, before the part that writes has loaded
    await page.until(() => page.control('name_first').value === 'Ada')
    assert.equal(email.value, 'typed@example.com')
    assert.equal(page.form.values.email, 'typed@example.com')
  })

  test('may be set before the tag is defined', async () => {
    const name = `late-values-${Math.random().toString(36).slice(2)}`
    const early = document.createElement(name) as ContactSignup
    early.values = {email: 'ada@example.com'}
    document.body.replaceChildren(early)
    customElements.define(name, class extends ContactSignup {})
    await until(() => early.shadowRoot?.querySelector<HTMLInputElement>('#email')?.value === 'ada@example.com')
  })

  test('chooses the phone country and the country of the address, and sends them', async () => {
    const page = await show('<contact-signup country="DE" fields="email phone country" consent=""></contact-signup>')
    page.form.values = {email: 'ada@example.com', phone: '07712 345678', phone_country: 'GB', country: 'es'}
    await page.until(() => page.control('country').value === 'ES' && page.control('phone_country').value === 'GB')
    await page.form.submit()
    const {country, phone_countrycode, phone_number} = (await arrivals()).received[0]!.contact
    assert.deepEqual([country, phone_countrycode, phone_number], ['ES', '44', '7712345678'])
    page.form.reset()
    page.form.values = {phone_country: 'FR'}
    await page.until(() => page.control('phone_country').value === 'FR')
    page.form.values = {phone_country: 'AT'}
    await page.until(() => page.control('phone_country').value === 'AT')
  })

  test('fills own fields of every kind, and never a consent box', async () => {
    const page = await show(`<contact-signup fields="email">${own}</contact-signup>`)
    const written = {company: 'Engines', topic: 'news, jobs', vip: true, size: 'S, L'}
    page.form.values = {...written, gdpr_own: true, gdpr_accept_terms: true, gdpr_marketing_consent: 'on'}
    const find = (selector: string) => page.form.querySelector<HTMLInputElement>(selector)!
    await page.until(() => find('[name=company]').value === 'Engines')
    assert.deepEqual(page.form.values, {...written, email: ''})
    assert.isTrue(find('[value=news]').checked && find('[value=jobs]').checked)
    const boxes = [find('[name=gdpr_own]'), page.control('gdpr_accept_terms'), page.control('gdpr_marketing_consent')]
    for (const box of boxes) assert.isFalse((box as HTMLInputElement).checked)
  })

  test('fills a field that is shown later, and nothing after a reset', async () => {
    const page = await show('<contact-signup fields="email"></contact-signup>')
    page.form.values = {email: 'ada@example.com', city: 'London', zip: 'W1'}
    await page.until(() => page.control('email').value === 'ada@example.com')
    page.form.fields = 'city email'
    await page.until(() => page.control('city')?.value === 'London')
    assert.equal(page.control('email').value, 'ada@example.com')
    page.form.reset()
    assert.equal(page.control('city').value, '')
    page.form.fields = 'zip city email'
    await page.until(() => page.control('zip'))
    await page.form.updateComplete
    assert.deepEqual(page.form.values, {zip: '', city: '', email: ''})
  })

  test('is sent in full by a submit in the same task if it was written in two steps', async () => {
    const page = await show('<contact-signup fields="email country" consent=""></contact-signup>')
    page.form.values = {country: 'ES'}
    page.form.values = {email: 'ada@example.com'}
    assert.isTrue(await page.form.submit())
    const {contact} = (await arrivals()).received[0]!
    assert.deepEqual([contact.email, contact.country], ['ada@example.com', 'ES'])
  })

  test('goes before `prefill`, and removes the error of a field that it corrects', async () => {
    history.replaceState(null, '', '?wtr=1&email=url%40example.com&name_first=Url')
    const page = await show('<contact-signup prefill fields="name_first email"></contact-signup>')
    history.replaceState(null, '', location.pathname)
    page.form.values = {email: 'wrong'}
    await page.until(() => page.control('email').value === 'wrong')
    assert.equal(page.control('name_first').value, 'Url')
    await page.submit()
    await page.until(() => page.error('email'))
    page.form.values = {email: 'ada@example.com'}
    await page.until(() => !page.error('email'))
  })
})

/** Waits frame by frame. */
async function until(look: () => boolean | undefined): Promise<void> {
  while (!look()) await new Promise(resolve => requestAnimationFrame(resolve))
}
