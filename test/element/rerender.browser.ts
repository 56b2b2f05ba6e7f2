import {assert} from 'chai'
import {show, type Page} from '../support/page.ts'

const markup = '<contact-signup fields="name_first email phone" country="GB"></contact-signup>'

/** A field in use: what the visitor has typed into it, and the key that comes next, behind the second character. */
const inUse: [name: string, typed: string, key: string][] = [
  ['name_first', 'Adele', 'x'],
  ['email', 'ada@exa', 'x'],
  ['phone', '07400 1', '9'],
]

/** Shows a form and types into a field, with the caret behind the second character. */
async function showTyped(name: string, typed: string): Promise<Page> {
  const page = await show(markup)
  await page.type(name, typed)
  for (const key of ['Home', 'ArrowRight', 'ArrowRight']) await page.press(key)
  await hasLoaded(page)
  return page
}

/** Waits until the late parts have loaded, and the countries are named. */
async function hasLoaded(page: Page): Promise<void> {
  const countries = page.control('phone_country') as HTMLSelectElement
  await page.until(() => countries.options.length > 200 && page.root.adoptedStyleSheets.length > 2)
}

/** Records everything that would disturb a visitor in a control: a value that is written, a focus event, a move. */
function watch(control: HTMLInputElement): string[] {
  const disturbances: string[] = []
  const {get, set} = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!
  Object.defineProperty(control, 'value', {
    configurable: true,
    get,
    set(this: HTMLInputElement, value: string) {
      disturbances.push(`value = ${value}`)
      set!.call(this, value)
    },
  })
  for (const type of ['focus', 'blur', 'select'])
    control.addEventListener(type, () => void disturbances.push(`event ${type}`))
  const moves = new MutationObserver(records => {
    if (records.some(({removedNodes}) => [...removedNodes].some(node => node.contains(control))))
      disturbances.push('removed')
  })
  moves.observe(control.getRootNode(), {childList: true, subtree: true})
  return disturbances
}

const compose = (control: Element, type: string) =>
  control.dispatchEvent(new CompositionEvent(type, {data: 'に', bubbles: true, composed: true}))
const input = (control: Element, isComposing = false) =>
  control.dispatchEvent(new InputEvent('input', {isComposing, bubbles: true, composed: true}))

/** Ticks a box as a password manager does. */
function tick(page: Page, name: string): void {
  const box = page.control(name) as HTMLInputElement
  box.checked = true
  input(box)
}

/** Fills and leaves a control as a password manager does, without the focus. */
function fillAndLeave(control: HTMLInputElement, value: string): void {
  control.value = value
  control.dispatchEvent(new FocusEvent('focusout', {bubbles: true, composed: true}))
}

async function setFields(page: Page, fields: string): Promise<void> {
  page.form.fields = fields
  await page.form.updateComplete
  const shown = [...page.root.querySelectorAll<HTMLLabelElement>('[part=fields] label')].map(({htmlFor}) => htmlFor)
  assert.equal(shown.filter(name => name !== 'phone_country').join(' '), fields.replaceAll('*', ''))
}

type Change = [what: string, change: (page: Page, name: string) => Promise<unknown>]

const fieldChanges: Change[] = [
  ['a field before all others', page => setFields(page, 'zip name_first email phone')],
  ['a field behind the first', page => setFields(page, 'name_first zip email phone')],
  ['a field before the last', page => setFields(page, 'name_first email zip phone')],
  ['a field behind all others', page => setFields(page, 'name_first email phone zip')],
  ['new fields everywhere', page => setFields(page, 'zip name_first city email country region phone gender')],
  [
    'a field that is added and removed again',
    async page => {
      await setFields(page, 'zip name_first city email region phone')
      await setFields(page, 'name_first email phone')
    },
  ],
  [
    'the removal of another field',
    (page, name) => setFields(page, name === 'name_first' ? 'name_first phone*' : `name_first ${name}*`),
  ],
  [
    'the removal of the fields around',
    (page, name) => setFields(page, name === 'name_first' ? 'name_first email*' : `${name}*`),
  ],
  [
    'another order of the other fields',
    (page, name) =>
      setFields(page, ['phone', 'email', 'name_first'].sort((a, b) => rank(a, name) - rank(b, name)).join(' ')),
  ],
  ['required fields', page => setFields(page, 'name_first* email* phone*')],
]

const otherChanges: Change[] = [
  [
    'another language',
    page => {
      page.form.lang = 'es'
      return page.until(() => page.text('submit') === 'Suscribirse')
    },
  ],
  [
    'a language from right to left',
    page => {
      page.form.lang = 'ar'
      return page.until(() => page.root.querySelector('[dir=rtl]'))
    },
  ],
  [
    'new messages',
    page => {
      page.form.messages = {submit: 'Count me in', name_first: 'Name', email: 'Mail', phone: 'Mobile'}
      return page.until(() => page.text('submit') === 'Count me in' && page.text('label-name_first').startsWith('Name'))
    },
  ],
  [
    'new messages in the attribute',
    page => {
      page.form.setAttribute('messages', '{"submit": "Count me in"}')
      return page.until(() => page.text('submit') === 'Count me in')
    },
  ],
  [
    'errors that appear',
    async page => {
      fillAndLeave(page.control('email') as HTMLInputElement, 'ada@')
      await page.until(() => page.error('email'))
    },
  ],
  [
    'errors that disappear',
    async page => {
      const email = page.control('email') as HTMLInputElement
      fillAndLeave(email, 'ada@')
      await page.until(() => page.error('email'))
      email.value = 'ada@example.com'
      input(email)
      await page.until(() => page.error('email') === '')
    },
  ],
  [
    'another initial country',
    async (page, name) => {
      page.form.country = 'CH'
      await page.form.updateComplete
      const expected = name === 'phone' ? '+44 United Kingdom' : '+41 Switzerland' // not under a number that is typed
      await page.until(() => page.search.value === expected)
    },
  ],
  [
    'other countries',
    page => {
      page.form.countries = 'FR GB CH'
      return page.until(() => (page.control('phone_country') as HTMLSelectElement).options.length === 3)
    },
  ],
  [
    'another consent',
    page => {
      page.form.consent = 'marketing'
      return page.until(() => !page.control('gdpr_accept_terms'))
    },
  ],
  [
    'a field of the page’s own',
    page => {
      page.form.insertAdjacentHTML('beforeend', '<input slot="fields" name="room" pattern="sea" aria-label="Room">')
      fillAndLeave(document.querySelector('[name=room]')!, 'garden')
      return page.until(() => page.error('room'))
    },
  ],
]

/** Puts a field first. */
const rank = (name: string, first: string) => (name === first ? 0 : 1)

for (const [name, typed, key] of inUse)
  suite(
    `${name}, while the visitor types into it, keeps its element, value, focus, caret and composition through`,
    () => {
      for (const [what, change] of name === 'email' ? fieldChanges : [...fieldChanges, ...otherChanges])
        test(what, async () => {
          const page = await showTyped(name, typed)
          const control = page.control(name) as HTMLInputElement
          compose(control, 'compositionstart')
          input(control, true)
          const disturbances = watch(control)
          await change(page, name)
          compose(control, 'compositionupdate')
          input(control, true)
          await page.form.updateComplete
          assert.deepEqual(disturbances, [])
          assert.deepEqual([page.control(name), page.focused], [control, control])
          assert.equal(control.value, typed)
          compose(control, 'compositionend')
          await page.press(key)
          assert.equal(control.value, typed.slice(0, 2) + key + typed.slice(2))
        })
    },
  )

suite('another order of the fields', () => {
  for (const order of ['phone email name_first', 'email phone name_first'])
    for (const [name, typed] of inUse)
      test(`${order} keeps the values and the focus in ${name} by name`, async () => {
        const page = await showTyped(name, typed)
        for (const [other, value] of inUse) page.control(other).value = value
        await setFields(page, order)
        const values = inUse.map(([other]) => page.control(other).value)
        assert.deepEqual(
          values,
          inUse.map(([, value]) => value),
        )
        assert.equal(page.focused, page.control(name))
      })

  test('keeps chosen options and ticked boxes', async () => {
    const page = await show('<contact-signup fields="gender country email phone" country="GB"></contact-signup>')
    await page.type('email', 'a')
    await hasLoaded(page)
    const chosen = {gender: 'FEMALE', country: 'CH', phone_country: 'FR'}
    for (const [name, value] of Object.entries(chosen)) await page.choose(name, value)
    tick(page, 'gdpr_accept_terms')
    for (const fields of ['phone country email gender', 'email gender phone country', 'country phone gender email']) {
      await setFields(page, fields)
      page.form.lang = page.form.lang === 'es' ? 'en' : 'es'
      await page.form.updateComplete
      assert.deepEqual(Object.fromEntries(Object.keys(chosen).map(name => [name, page.control(name).value])), chosen)
      assert.isTrue((page.control('gdpr_accept_terms') as HTMLInputElement).checked)
    }
  })

  test('keeps the values of fields that are removed and shown again', async () => {
    const page = await showTyped('name_first', 'Adele')
    page.control('phone').value = '07400 1'
    await setFields(page, 'email*')
    await setFields(page, 'email name_first phone')
    assert.deepEqual(
      ['email', 'name_first', 'phone'].map(name => page.control(name).value),
      ['', 'Adele', '07400 1'],
    )
  })

  test('keeps by name the values that a browser filled in before any interaction', async () => {
    const page = await show(markup)
    for (const [name, value] of inUse) page.control(name).value = value
    await setFields(page, 'phone email name_first')
    const values = inUse.map(([name]) => page.control(name).value)
    assert.deepEqual(
      values,
      inUse.map(([, value]) => value),
    )
  })

  test('keeps by name the values that a browser filled in before any interaction when a field is added', async () => {
    const page = await show(markup)
    for (const [name, value] of inUse) page.control(name).value = value
    await setFields(page, 'zip name_first email phone')
    assert.deepEqual(
      ['zip', ...inUse.map(([name]) => name)].map(name => page.control(name).value),
      ['', ...inUse.map(([, value]) => value)],
    )
  })

  test('keeps by name the values of the page’s URL', async () => {
    history.replaceState(null, '', '?name_first=Ada&email=ada%40example.com&zip=8000')
    const page = await show('<contact-signup prefill fields="name_first email phone"></contact-signup>')
    await page.until(() => page.control('email').value)
    await setFields(page, 'zip email name_first phone')
    await page.until(() => page.control('zip').value)
    history.replaceState(null, '', location.pathname)
    assert.deepEqual(
      ['zip', 'email', 'name_first', 'phone'].map(name => page.control(name).value),
      ['8000', 'ada@example.com', 'Ada', ''],
    )
  })
})

suite('an error that stays the same', () => {
  /** Records what changes in an error and in the status. */
  function observe(page: Page, ...parts: string[]): MutationRecord[] {
    const records: MutationRecord[] = []
    const observer = new MutationObserver(found => void records.push(...found))
    const all = {attributes: true, characterData: true, childList: true, subtree: true}
    for (const part of parts) observer.observe(page.part(part)!, all)
    return records
  }

  const updates: [what: string, update: (page: Page) => unknown][] = [
    ['an update', page => page.form.requestUpdate()],
    ['messages with the same words', page => (page.form.messages = {...page.form.messages})],
    ['another field', page => (page.form.fields = 'name_first email phone zip')],
    ['another country', page => (page.form.country = 'CH')],
  ]
  for (const [what, update] of updates)
    test(`is not rendered again with ${what}, and so not announced again`, async () => {
      const page = await showTyped('email', 'ada@exa')
      await page.press('Tab')
      await page.until(() => page.error('email') && /email/.test(page.part('status')!.textContent))
      const [error, status] = [page.part('error-email'), page.part('status')]
      const records = observe(page, 'error-email', 'status')
      update(page)
      await page.form.updateComplete
      await new Promise(requestAnimationFrame)
      assert.deepEqual(
        records.map(({type, target}) => `${type} ${target.nodeName}`),
        [],
      )
      assert.deepEqual([page.part('error-email'), page.part('status')], [error, status])
    })

  test('is not rendered again with errors of other fields', async () => {
    const page = await showTyped('email', 'ada@exa')
    await page.press('Tab')
    await page.until(() => page.error('email'))
    const error = page.part('error-email')
    const records = observe(page, 'error-email')
    page.form.reportValidity()
    await page.until(() => page.error('gdpr_accept_terms'))
    await page.form.updateComplete
    assert.deepEqual([records.length, page.part('error-email')], [0, error])
  })

  test('is not rendered again while the visitor types', async () => {
    const page = await showTyped('email', 'ada@exa')
    await page.press('Tab')
    await page.until(() => page.error('email'))
    const error = page.part('error-email')
    const records = observe(page, 'error-email')
    page.control('email').focus()
    for (const key of 'mple') await page.press(key)
    await page.form.updateComplete
    assert.deepEqual([records, page.part('error-email')], [[], error])
  })
})

suite('anything but a JSON object in the messages attribute', () => {
  for (const json of ['{submit: Count me in}', '', '{"submit": ', '"Count me in"', '7', '["Count me in"]', 'null'])
    test(`${json || 'without any text'} warns in the console, and the form keeps its own words`, async () => {
      const warnings: string[] = []
      const {warn} = console
      console.warn = (text: string) => void warnings.push(text)
      const page = await show(`<contact-signup messages='${json}'></contact-signup>`)
      console.warn = warn
      assert.lengthOf(
        warnings.filter(text => text.includes('<contact-signup> messages')),
        1,
        warnings.join(),
      )
      assert.equal(page.text('submit'), 'Sign up')
      await page.submitted()
      assert.match(page.text('summary'), /Please check your details/)
      page.form.setAttribute('messages', '{"submit": "Count me in"}')
      await page.until(() => page.text('submit') === 'Count me in')
    })

  test('warns of no attribute that is removed', async () => {
    const page = await show(`<contact-signup messages='{"submit": "Count me in"}'></contact-signup>`)
    const warnings: string[] = []
    const {warn} = console
    console.warn = (text: string) => void warnings.push(text)
    page.form.removeAttribute('messages')
    await page.until(() => page.text('submit') === 'Sign up')
    console.warn = warn
    assert.deepEqual(warnings, [])
  })
})
