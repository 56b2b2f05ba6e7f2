import {assert} from 'chai'
import type {ContactSignupInvalidEvent, ContactSignupSubmitEvent} from '../../src/index.ts'
import {arrivals, show} from '../support/page.ts'

/** A form-associated custom element, as in component libraries. */
class StarRating extends HTMLElement {
  static formAssociated = true
  readonly #internals = this.attachInternals()
  #value = ''

  get name(): string {
    return this.getAttribute('name') ?? ''
  }

  get value(): string {
    return this.#value
  }

  set value(value: string) {
    this.#value = value
    this.#internals.setFormValue(value)
    this.#validate()
  }

  get validity(): ValidityState {
    return this.#internals.validity
  }

  get validationMessage(): string {
    return this.#internals.validationMessage
  }

  connectedCallback(): void {
    this.tabIndex = 0
    this.#validate()
  }

  formResetCallback(): void {
    this.value = ''
  }

  #validate(): void {
    if (this.#value) this.#internals.setValidity({})
    else this.#internals.setValidity({customError: true}, 'Give at least one star.')
  }
}
customElements.define('star-rating', StarRating)

const custom = (name: string) =>
  document.querySelector<HTMLInputElement>(`contact-signup > * [name=${name}], contact-signup > [name=${name}]`)!

suite('custom fields', () => {
  const choices = `
    <input slot="fields" type="checkbox" name="tags" value="two">
    <label slot="fields"><input type="checkbox" name="tags" value="winter sale"><input type="checkbox" name="tags"></label>
    <select slot="fields" name="list_ids" multiple><option value="">–<option>news<option>offers</select>`
  for (const hasConsent of [true, false])
    test(`named tags and list_ids add to those of the tag, lists only with consent: ${hasConsent}`, async () => {
      const page = await show(`<contact-signup tags="one two" lists="news">${choices}</contact-signup>`)
      await page.fill()
      for (const box of page.form.querySelectorAll('input')) box.checked = true
      for (const option of page.form.querySelector('select')!.options) option.selected = true
      if (hasConsent) await page.tick('gdpr_marketing_consent')
      const submit = page.next<ContactSignupSubmitEvent>('contact-signup-submit')
      page.form.addEventListener('contact-signup-submit', event => event.preventDefault())
      await page.submit()
      const {tags, list_ids} = (await submit).contact
      assert.deepEqual(tags, ['one', 'two', 'winter sale'])
      assert.deepEqual(list_ids, hasConsent ? ['news', 'offers'] : undefined)
    })

  test('are validated by their own constraints; errors appear in the summary and on the control until they are corrected', async () => {
    const page = await show(`<contact-signup>
      <label slot="fields">Room <select name="room" required><option value=""></option><option value="sea">Sea</option></select></label>
      <label slot="fields">Code * <input name="pets" pattern="[0-9]{4}" title="Four digits." value="12"></label>
      <label slot="fields">Age <input name="age" type="number" min="18" value="12"></label>
    </contact-signup>`)
    await page.fill()
    const event = await page.submitted<ContactSignupInvalidEvent>()
    assert.deepEqual({...event.issues}, {room: 'required', pets: 'value_invalid', age: 'value_invalid'})
    assert.equal(page.focused, page.part('summary'))
    const [first, second, third] = [...page.root.querySelectorAll<HTMLElement>('[part=summary] button')]
    assert.equal(first!.innerText, 'Please fill in “Room”.')
    assert.equal(second!.innerText, 'Code: Four digits.')
    assert.equal(third!.innerText, 'Please check “Age”.', 'and not in the browser’s language')
    assert.equal(page.error('room'), 'Please fill in “Room”.')
    assert.equal(custom('room').getAttribute('aria-invalid'), 'true')
    assert.equal(custom('room').getAttribute('aria-description'), 'Please fill in “Room”.')
    await page.click(first!)
    assert.equal(document.activeElement, custom('room'))
    custom('room').value = 'sea'
    custom('room').dispatchEvent(new Event('change', {bubbles: true}))
    await page.until(() => page.error('room') === '' && !custom('room').hasAttribute('aria-invalid'))
    custom('age').value = '18'
    custom('age').dispatchEvent(new Event('input', {bubbles: true}))
    custom('pets').value = '1234'
    custom('pets').dispatchEvent(new Event('input', {bubbles: true}))
    await page.until(() => page.part('summary') === null)
    assert.equal((await page.submitted()).type, 'contact-signup-success')
    const {contact} = (await arrivals()).received[0]!
    assert.deepEqual([contact.room, contact.pets], ['sea', '1234'])
  })

  test('can be form-associated custom elements, which a reset empties too', async () => {
    const page = await show(
      '<contact-signup><star-rating name="room" slot="fields" aria-label="Stars"></star-rating></contact-signup>',
    )
    await page.fill()
    const event = await page.submitted<ContactSignupInvalidEvent>()
    assert.deepEqual({...event.issues}, {room: 'value_invalid'})
    assert.equal(page.error('room'), 'Stars: Give at least one star.')
    custom('room').value = '4'
    assert.equal((await page.submitted()).type, 'contact-signup-success')
    assert.equal((await arrivals()).received[0]!.contact.room, '4')
    page.form.reset()
    await page.until(() => page.part('submit') ?? undefined)
    assert.equal(custom('room').value, '')
  })

  test('submit on Enter, and inputs of a form of the page’s in another slot do not', async () => {
    const page = await show(`<contact-signup>
      <input slot="fields" name="room" aria-label="Room">
      <form slot="footer"><input name="query" aria-label="Search"></form>
    </contact-signup>`)
    await page.fill()
    let searches = 0
    const form = document.querySelector('form')!
    form.addEventListener('submit', event => (event.preventDefault(), (searches += 1)))
    form.querySelector('input')!.focus()
    await page.press('Enter')
    assert.deepEqual([searches, page.form.phase], [1, 'editing'])
    custom('room').focus()
    const sent = page.next('contact-signup-success')
    await page.press('Enter')
    await sent
    assert.equal(searches, 1)
  })

  test('are boxes that a reset unticks, and that are sent as before once they are ticked again', async () => {
    const page = await show(`<contact-signup>
      <label slot="fields"><input type="checkbox" name="room"> A room</label>
      <label slot="fields"><input type="checkbox" name="pets" value="dog" checked> A dog</label>
    </contact-signup>`)
    const [room, pets] = [custom('room'), custom('pets')] as unknown as HTMLInputElement[]
    await page.fill()
    room!.checked = true
    assert.equal((await page.submitted()).type, 'contact-signup-success')
    page.form.reset()
    await page.until(() => page.part('submit') ?? undefined)
    assert.deepEqual([room!.checked, pets!.checked], [false, true])
    await page.fill('grace@example.com')
    room!.checked = true
    assert.equal((await page.submitted()).type, 'contact-signup-success')
    const [first, second] = (await arrivals()).received.map(({contact}) => [contact.room, contact.pets])
    assert.deepEqual(first, [true, 'dog'])
    assert.deepEqual(second, first)
  })

  test('send the chosen values of one name as a list with commas, and skip disabled controls', async () => {
    const page = await show(`<contact-signup>
      <fieldset slot="fields"><legend>Pets</legend>
        <label><input type="checkbox" name="pets" value="dog" checked> Dog</label>
        <label><input type="checkbox" name="pets" value="cat" checked> Cat</label>
        <label><input type="checkbox" name="pets" value="owl"> Owl</label>
      </fieldset>
      <fieldset slot="fields" disabled><input name="room" required></fieldset>
    </contact-signup>`)
    await page.fill()
    assert.equal((await page.submitted()).type, 'contact-signup-success')
    const {contact} = (await arrivals()).received[0]!
    assert.deepEqual([contact.pets, contact.room], ['dog, cat', undefined])
  })

  test('send a number of a numeric input and whether a box without a value is ticked', async () => {
    const page = await show(`<contact-signup>
      <label slot="fields">Guests <input type="number" name="room" value="2"></label>
      <label slot="fields">Nights <input type="range" name="stay" min="0" max="9" step="0.5" value="3.5"></label>
      <label slot="fields">Dog <input type="checkbox" name="pets" checked></label>
      <label slot="fields">Cat <input type="checkbox" name="cat"></label>
    </contact-signup>`)
    await page.fill()
    const contacts: Record<string, unknown>[] = []
    const read = (event: Event) => contacts.push((event as ContactSignupSubmitEvent).contact)
    page.form.addEventListener('contact-signup-submit', read)
    await page.submitted()
    const {room, stay, pets, cat} = contacts[0]!
    assert.deepEqual([room, stay, pets, cat], [2, 3.5, true, false])
  })

  test('send digits that a number cannot hold as text, and nothing for an empty number', async () => {
    const page = await show(`<contact-signup>
      <label slot="fields">Account <input type="number" name="room" value="12345678901234567"></label>
      <label slot="fields">Guests <input type="number" name="pets"></label>
    </contact-signup>`)
    await page.fill()
    assert.equal((await page.submitted()).type, 'contact-signup-success')
    const {contact} = (await arrivals()).received[0]!
    assert.deepEqual([contact.room, 'pets' in contact], ['12345678901234567', false])
  })

  test('that the page adds later are validated and sent', async () => {
    const page = await show('<contact-signup></contact-signup>')
    await page.fill()
    await page.until(() => page.form.checkValidity())
    page.form.insertAdjacentHTML('beforeend', '<input slot="fields" name="room" required aria-label="Room">')
    assert.isFalse(page.form.reportValidity())
    await page.until(() => page.error('room'))
    custom('room').value = 'sea'
    assert.isTrue(page.form.checkValidity())
    page.form.insertAdjacentHTML('beforeend', '<label slot="fields">Pets <input name="pets" value="dog"></label>')
    assert.equal((await page.submitted()).type, 'contact-signup-success')
    const {contact} = (await arrivals()).received[0]!
    assert.deepEqual([contact.room, contact.pets], ['sea', 'dog'])
  })

  test('that the proxy does not allow are left out, named in the console, and do not cost the lead', async () => {
    const warned: string[] = []
    const {warn} = console
    console.warn = (text: string) => void warned.push(text)
    const page = await show(`<contact-signup tags="unknown" lists="unknown">
      <input slot="fields" name="shoe_size" value="42" aria-label="Shoe size">
      <input slot="fields" name="shoe colour" value="red" aria-label="Shoe colour">
      <input slot="fields" name="room" value="sea" aria-label="Room">
    </contact-signup>`)
    await page.fill()
    await page.tick('gdpr_marketing_consent')
    const {type} = await page.submitted()
    console.warn = warn
    assert.equal(type, 'contact-signup-success')
    const {contact} = (await arrivals()).received[0]!
    assert.deepEqual([contact.room, contact.email], ['sea', 'ada@example.com'])
    for (const name of ['shoe_size', 'shoe colour', 'tags', 'list_ids']) {
      assert.notProperty(contact, name)
      assert.isTrue(
        warned.some(text => text.includes(name)),
        name,
      )
    }
  })
})
