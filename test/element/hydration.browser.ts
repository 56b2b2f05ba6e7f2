import {assert} from 'chai'
import {arrivals} from '../support/page.ts'
import {openInPieces, openPrerendered, type PrerenderedPage} from '../support/page/prerendered-page.ts'

const british = {attributes: {fields: 'name_first email phone country', country: 'GB', 'terms-url': '/terms'}}
const lose = (pattern: string) => fetch(`/lose?${new URLSearchParams({pattern})}`)
const hold = (pattern: string) => fetch(`/hold?${new URLSearchParams({pattern})}`)

/** What a visitor sees and touches: all elements but those that work only without script. */
function elementsOf({root}: PrerenderedPage): Element[] {
  return [...root.querySelectorAll('form, label, input, select, button, a, p, slot')].filter(
    element => !element.closest('.without-script') && !element.matches('[type=hidden], .country > label'),
  )
}

teardown(() => lose(''))

test('is a form before its script has loaded', async () => {
  const page = await openPrerendered([british])
  assert.equal(page.form.localName, 'contact-signup')
  assert.isUndefined(page.form.updateComplete)
  assert.equal(page.text('label-name_first'), 'First name (optional)')
  assert.equal(page.root.querySelector('form')!.action, `${location.origin}/api/signup`)
  assert.isAbove(page.control('name_first').getBoundingClientRect().height, 40)
})

test('keeps all elements, what was typed and ticked, the focus and the selection', async () => {
  const page = await openPrerendered([british])
  page.enter('email', 'ada@example')
  page.enter('name_first', 'Ada')
  page.check('gdpr_marketing_consent')
  const name = page.control('name_first') as HTMLInputElement
  name.setSelectionRange(1, 2)
  const before = elementsOf(page)
  const top = name.getBoundingClientRect().top
  await page.hydrate()
  assert.deepEqual(
    before.filter(element => !element.isConnected).map(element => element.outerHTML),
    [],
  )
  assert.equal(page.control('email').value, 'ada@example')
  assert.equal(name.value, 'Ada')
  assert.deepEqual([page.focused, name.selectionStart, name.selectionEnd], [name, 1, 2])
  assert.isTrue((page.control('gdpr_marketing_consent') as HTMLInputElement).checked)
  assert.isFalse((page.control('gdpr_accept_terms') as HTMLInputElement).checked)
  assert.equal(name.getBoundingClientRect().top, top)
})

test('writes nothing into a control that is being composed in', async () => {
  const page = await openPrerendered([british])
  const name = page.control('name_first') as HTMLInputElement
  const compose = (type: string) =>
    name.dispatchEvent(new page.window.CompositionEvent(type, {data: 'に', bubbles: true, composed: true}))
  name.focus()
  compose('compositionstart')
  name.value = 'に'
  const written: string[] = []
  const {get, set} = Object.getOwnPropertyDescriptor(page.window.HTMLInputElement.prototype, 'value')!
  Object.defineProperty(name, 'value', {
    get,
    set(value: string) {
      written.push(value)
      set!.call(this, value)
    },
  })
  await page.hydrate()
  compose('compositionend')
  assert.deepEqual([written, name.value, page.focused], [[], 'に', name])
})

test('leaves nothing that works only without script, and no second style sheet', async () => {
  const page = await openPrerendered([british])
  await page.hydrate()
  assert.lengthOf(page.root.querySelectorAll('[type=hidden], .without-script, style, [class=honeypot]'), 0)
  const form = page.root.querySelector('form')!
  assert.deepEqual([form.noValidate, form.hasAttribute('action')], [true, false])
  assert.isNotNull(page.root.querySelector('#more_comments'))
})

test('sends what was typed before the script as what was typed after it', async () => {
  const page = await openPrerendered([british])
  page.enter('name_first', 'Ada')
  page.enter('email', 'ada@example.com')
  await page.hydrate()
  page.enter('phone', '07400 123456')
  page.check('gdpr_accept_terms')
  const success = page.next('contact-signup-success')
  page.part('submit')!.click()
  await success
  const [{contact} = {contact: {}}, ...others] = (await arrivals()).received
  assert.lengthOf(others, 0)
  const {name_first, email, phone_countrycode, phone_number} = contact as Record<string, unknown>
  assert.deepEqual([name_first, email, phone_countrycode, phone_number], ['Ada', 'ada@example.com', '44', '7400123456'])
})

test('keeps the country that was chosen without script, of the phone and of the address', async () => {
  const page = await openPrerendered([{attributes: {...british.attributes, countries: 'GB DE AT'}}])
  const [phone, address] = ['phone_country', 'country'].map(name => page.control(name) as HTMLSelectElement)
  assert.deepEqual(
    [...phone!.options].map(({value}) => value),
    ['GB', '+', 'AT', 'DE'],
  )
  assert.isAbove(address!.options.length, 200)
  phone!.value = 'AT'
  address!.value = 'FR'
  await page.hydrate()
  await page.until(() => page.search.value.includes('Austria'))
  assert.equal(page.control('phone_country').value, 'AT')
  assert.equal(page.control('country').value, 'FR')
})

test('dispatches contact-signup-start once, for what was typed before the script', async () => {
  const page = await openPrerendered([british])
  const targets: (EventTarget | null)[] = []
  page.window.addEventListener('contact-signup-start', ({target}) => targets.push(target))
  page.enter('email', 'ada@example')
  await page.hydrate()
  await page.until(() => targets.length > 0)
  page.enter('name_first', 'Ada')
  page.part('submit')!.click()
  await page.until(() => page.part('error-email'))
  assert.deepEqual(targets, [page.form])
})

test('keeps the country that a number was typed beside', async () => {
  const page = await openPrerendered([{attributes: {country: 'DE'}}])
  page.enter('phone', '0171 2345678')
  await page.hydrate()
  await page.until(() => page.search.value.includes('Germany'))
  assert.equal(page.control('phone_country').value, 'DE')
})

test('keeps the number of another country that was typed without its plus', async () => {
  const page = await openPrerendered([{attributes: {country: 'GB'}}])
  page.control('phone_country').value = '+'
  page.enter('phone', '43 664 1234567')
  const phone = page.control('phone') as HTMLInputElement
  phone.setSelectionRange(3, 3)
  await page.hydrate()
  await page.until(() => page.search.value.includes('Austria'))
  assert.deepEqual([phone.value, phone.selectionStart], ['+43 664 1234567', 4])
})

test('waits while the list of a select may be open', async () => {
  const page = await openPrerendered([{attributes: {country: 'GB', countries: 'GB DE'}}])
  const select = page.control('phone_country')
  select.focus()
  page.loadScript()
  await page.until(() => 'updateComplete' in page.form)
  const {opacity, width} = page.window.getComputedStyle(select)
  assert.deepEqual(
    [select.isConnected, opacity, width],
    [true, '1', page.window.getComputedStyle(page.control('phone')).width],
  )
  select.value = 'DE'
  page.control('phone').focus()
  await page.hydrated()
  await page.until(() => page.control('phone_country').value === 'DE')
})

test('shows the page’s language where the form was prerendered in another', async () => {
  const page = await openPrerendered([{attributes: {...british.attributes, lang: 'en'}, lang: 'de'}])
  assert.equal(page.text('label-name_first'), 'Vorname (optional)')
  page.enter('name_first', 'Ada')
  page.form.lang = 'es'
  await page.hydrate()
  assert.equal(page.text('label-name_first'), 'Nombre (opcional)')
  assert.equal(page.control('name_first').value, 'Ada')
  assert.equal(page.text('submit'), 'Suscribirse')
})

const changes: [name: string, value: string, check: (page: PrerenderedPage) => void][] = [
  [
    'fields',
    'email* city name_first',
    page =>
      assert.deepEqual(
        [...page.root.querySelectorAll('[part~=fields] [name]:not(slot)')].map(control => control.getAttribute('name')),
        ['email', 'city', 'name_first'],
      ),
  ],
  ['consent', 'marketing', page => assert.isNull(page.control('gdpr_accept_terms'))],
  ['terms-url', '/agb', page => assert.match(page.root.querySelector('a')!.href, /\/agb$/)],
  ['country', 'FR', page => assert.equal(page.control('phone_country')?.value, 'FR')],
  ['messages', '{"submit":"Join us"}', page => assert.equal(page.text('submit'), 'Join us')],
]
for (const [name, value, check] of changes)
  test(`ends in the right form where ${name} is no more what was prerendered`, async () => {
    const page = await openPrerendered([british])
    page.enter('name_first', 'Ada')
    page.enter('email', 'ada@example.com')
    page.form.setAttribute(name, value)
    await page.hydrate()
    check(page)
    assert.equal(page.control('name_first').value, 'Ada')
    assert.equal(page.control('email').value, 'ada@example.com')
    assert.lengthOf(page.root.querySelectorAll('form'), 1)
  })

const orders = [
  'name_last name_first email phone country',
  'city email name_first',
  'email country name_last name_first',
]
for (const fields of orders)
  test(`keeps what was typed in its field where a page sets the fields ${fields} before the script`, async () => {
    const page = await openPrerendered([{attributes: {fields: 'name_first name_last email phone country'}}])
    const typed = [
      ['name_first', 'Ada'],
      ['name_last', 'Lovelace'],
      ['email', 'ada@example.com'],
    ] as const
    for (const [name, value] of typed) page.enter(name, value)
    page.form.fields = fields
    await page.hydrate()
    assert.deepEqual(
      [...page.root.querySelectorAll('[part~=fields] label:not(.country label)')].map(label =>
        label.getAttribute('for'),
      ),
      fields.split(' '),
    )
    for (const [name, value] of typed) if (fields.includes(name)) assert.equal(page.control(name).value, value)
    assert.equal(page.focused, page.control('email'))
  })

test('has each value once before it is hydrated', async () => {
  const page = await openPrerendered([british])
  page.enter('email', 'ada@example.com')
  await hold('hydrate-form')
  page.loadScript()
  const values = await page.until(() => page.form.values)
  await lose('')
  assert.deepEqual([values.email, values.phone_country], ['ada@example.com', 'GB'])
  await page.hydrated()
  assert.equal(page.form.values.phone_country, 'GB')
})

const broken: [what: string, breakIt: (root: ShadowRoot) => void][] = [
  ['of another version', root => replaceComment(root, comment => (comment.data = 'lit-part AAAAAAAAAAA='))],
  ['without its comments', root => eachComment(root, comment => comment.remove())],
  ['without what it was rendered from', root => root.querySelector('[name=prerendered]')!.remove()],
  ['in which a server has put a link for an address', root => linkText(root, '[part~=label-name_first]')],
  ['whose words a server has translated', root => translate(root, '[part~=submit]')],
  ['that is no form', root => root.replaceChildren('Hello')],
]
for (const [what, breakIt] of broken)
  test(`replaces HTML ${what} by a form, with what was typed`, async () => {
    const page = await openPrerendered([british])
    breakIt(page.root)
    const isForm = page.root.querySelector('form') !== null
    if (isForm) {
      page.enter('name_first', 'Ada')
      page.enter('phone', '07400 123456')
      page.check('gdpr_marketing_consent')
      page.enter('email', 'ada@example.com')
    }
    await page.hydrate()
    await page.until(() => !isForm || page.control('email').value === 'ada@example.com')
    assert.lengthOf(page.root.querySelectorAll('form'), 1)
    assert.lengthOf(page.root.querySelectorAll('font'), 0)
    assert.equal(page.text('label-name_first'), 'First name (optional)')
    if (!isForm) return
    assert.equal(page.control('name_first').value, 'Ada')
    assert.equal(page.control('phone').value, '07400 123456')
    assert.isTrue((page.control('gdpr_marketing_consent') as HTMLInputElement).checked)
    assert.equal(page.focused, page.control('email'))
  })

/** As servers do that hide e-mail addresses from robots. */
function linkText(root: ShadowRoot, selector: string): void {
  const text = textIn(root, selector)
  const link = root.ownerDocument.createElement('a')
  link.textContent = '[email protected]'
  text.replaceWith(link)
}

/** As a browser or a server that translates the page. */
function translate(root: ShadowRoot, selector: string): void {
  const text = textIn(root, selector)
  const font = root.ownerDocument.createElement('font')
  text.replaceWith(font)
  font.append(text)
}

function textIn(root: ShadowRoot, selector: string): Text {
  const texts = root.ownerDocument.createNodeIterator(root.querySelector(selector)!, NodeFilter.SHOW_TEXT, node =>
    node.nodeValue!.trim() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT,
  )
  return texts.nextNode() as Text
}

function eachComment(root: ShadowRoot, change: (comment: Comment) => void): void {
  const comments = root.ownerDocument.createNodeIterator(root, NodeFilter.SHOW_COMMENT)
  for (let comment = comments.nextNode(); comment; comment = comments.nextNode()) change(comment as Comment)
}

function replaceComment(root: ShadowRoot, change: (comment: Comment) => void): void {
  let isDone = false
  eachComment(root, comment => {
    if (!isDone && /^lit-part ./.test(comment.data)) change(comment)
    isDone ||= /^lit-part ./.test(comment.data)
  })
}

suite('a page that comes in pieces', () => {
  for (const end of ['<style', '<form', 'id="email"', '<textarea', '<button', 'part="status"', '</template>'])
    test(`has one whole form, of the same elements, where the scripts come before ${end}`, async () => {
      const {page, finish} = await openInPieces(british, end)
      const name = page.root.querySelector('[name=name_first]')
      if (name) page.enter('name_first', 'Ada')
      page.loadScript()
      await page.partHasRun('hydrate-form')
      finish()
      await page.hydrated()
      assert.lengthOf(page.root.querySelectorAll('form'), 1)
      assert.isTrue(name?.isConnected ?? true)
      assert.equal(page.control('name_first').value, name ? 'Ada' : '')
      page.enter('email', 'pieces@example.com')
      page.check('gdpr_accept_terms')
      page.part('submit')!.click()
      await page.until(() => page.part('success'))
    })

  test('has a whole form, with what was typed, where the rest does not come', async () => {
    const {page} = await openInPieces(british, '<button')
    page.enter('name_first', 'Ada')
    page.loadScript()
    await page.partHasRun('hydrate-form')
    page.window.document.close()
    await page.hydrated()
    assert.equal(page.text('submit'), 'Sign up')
    await page.until(() => page.control('name_first').value === 'Ada')
  })
})

suite('a submit before hydration', () => {
  const fillIn = (page: PrerenderedPage, email: string) => {
    page.enter('name_first', 'Ada')
    page.enter('email', email)
    page.check('gdpr_accept_terms')
  }

  /** The contact of the only lead that has come by the time that the frame shows the proxy's page. */
  const sentOnce = async (page: PrerenderedPage) => {
    const frame = document.querySelector('iframe')!
    await page.until(() => frame.contentDocument?.contains(page.form) !== true)
    const {received} = await arrivals()
    assert.lengthOf(received, 1)
    return [received[0]!.contact.name_first, received[0]!.contact.email]
  }

  test('is sent once, by the browser, where the script has not loaded', async () => {
    const page = await openPrerendered([british])
    fillIn(page, 'early@example.com')
    page.part('submit')!.click()
    assert.deepEqual(await sentOnce(page), ['Ada', 'early@example.com'])
  })

  test('is sent once where the part that hydrates is on its way', async () => {
    const page = await openPrerendered([british])
    fillIn(page, 'meanwhile@example.com')
    await hold('/hydrate-form')
    page.loadScript()
    await page.until(() => 'updateComplete' in page.form)
    page.part('submit')!.click()
    await lose('')
    assert.deepEqual(await sentOnce(page), ['Ada', 'meanwhile@example.com'])
  })

  test('by the page’s script is sent once the form is hydrated', async () => {
    const page = await openPrerendered([{attributes: {fields: 'email phone', country: 'GB', countries: 'GB AT'}}])
    page.enter('email', 'called@example.com')
    page.check('gdpr_accept_terms')
    await hold('/hydrate-form')
    page.loadScript()
    await page.until(() => 'updateComplete' in page.form)
    const submitted = page.form.submit()
    page.enter('phone', '0664 1234567')
    page.control('phone_country').value = 'AT'
    await page.partHasRun('session')
    assert.deepEqual((await arrivals()).answers, [])
    await lose('')
    assert.isTrue(await submitted)
    const {received, answers} = await arrivals()
    assert.deepEqual(answers, ['201 /api/signup'])
    const {phone_countrycode, phone_number} = received[0]!.contact
    assert.deepEqual([phone_countrycode, phone_number], ['43', '6641234567'])
  })

  test('by the page’s script is left to the browser where the part that hydrates cannot be loaded', async () => {
    await lose('/hydrate-form')
    const page = await openPrerendered([british])
    page.loadScript()
    await page.until(() => 'updateComplete' in page.form)
    fillIn(page, 'called@example.com')
    assert.isFalse(await page.form.submit())
    assert.deepEqual(await sentOnce(page), ['Ada', 'called@example.com'])
  })

  test('is left to the browser, and the form to its language, where the words cannot be loaded', async () => {
    await lose('/de.js')
    const page = await openPrerendered([{...british, lang: 'de'}])
    page.loadScript()
    await page.until(() => 'updateComplete' in page.form)
    fillIn(page, 'german@example.com')
    assert.isFalse(await page.form.submit())
    assert.equal(page.text('label-name_first'), 'Vorname (optional)')
    assert.deepEqual(await sentOnce(page), ['Ada', 'german@example.com'])
  })

  test('is left to the browser where the part that hydrates cannot be loaded', async () => {
    await lose('/hydrate-form')
    const page = await openPrerendered([british])
    page.loadScript()
    await page.until(() => 'updateComplete' in page.form)
    fillIn(page, 'missing@example.com')
    page.part('submit')!.click()
    assert.deepEqual(await sentOnce(page), ['Ada', 'missing@example.com'])
  })
})
