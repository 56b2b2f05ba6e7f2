import assert from 'node:assert/strict'
import {test} from 'node:test'
import en from '../../src/messages/en.ts'
import es from '../../src/messages/es.ts'
import {readTree, type AccessibleNode} from '../support/page/accessibility-tree.ts'
import {created, respond} from '../support/contact-api.ts'
import {useSite} from '../support/servers/site.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'

const browser = await useBrowser()
const site = await useSite()

const required = 'name_first* name_last email phone'
const everything = 'name_first* name_last* email* phone* city* region* zip* country* full_address* born_date* gender*'

/** Opens a page with nothing but a heading and the form. */
async function visit(attributes = '', inside = ''): Promise<Visitor> {
  const visitor = new Visitor(await (await browser.newContext()).newPage())
  const form = `<contact-signup terms-url="/terms" privacy-url="/privacy" ${attributes}>${inside}</contact-signup>`
  await visitor.page.goto(
    site.put(
      '/',
      `<!doctype html><html lang="en"><title>Signup</title><script type="module" src="/contact-signup.js"></script><h1>Signup</h1>${form}`,
    ),
  )
  await visitor.button.waitFor()
  return visitor
}

/** The only node with this role and name; without a name, the only one with this role. */
async function nodeOf(visitor: Visitor, role: string, name?: string): Promise<AccessibleNode> {
  const tree = await readTree(visitor.page)
  const matching = tree.filter(node => node.role === role && (name === undefined || node.name === name))
  assert.equal(
    matching.length,
    1,
    `${matching.length} nodes are ${role} “${name}”: ${tree.map(node => `${node.role} “${node.name}”`).join(', ')}`,
  )
  return matching[0]!
}

/** The texts of all live regions in order; an empty region has an empty text. */
async function announcements(visitor: Visitor): Promise<string[]> {
  const regions = (await readTree(visitor.page)).filter(({role}) => role === 'status')
  for (const {states} of regions) assert.equal(states.live, 'polite')
  return regions.map(({text}) => text)
}

/** Waits until a live region announces a text. */
async function announces(visitor: Visitor, words: string | RegExp): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const all = await announcements(visitor)
    if (all.some(text => (typeof words === 'string' ? text === words : words.test(text)))) return
    await visitor.page.waitForTimeout(50)
  }
  assert.fail(`no live region announced ${words}, but ${JSON.stringify(await announcements(visitor))}`)
}

/** The focused element: the name of a control, the part of another element, or `body` if the focus is lost. */
const focused = ({page}: Visitor): Promise<string> =>
  page.evaluate(() => {
    let element = document.activeElement!
    while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    return (
      element.getAttribute('name') ||
      element.getAttribute('part') ||
      element.textContent?.trim().slice(0, 60) ||
      element.localName
    )
  })

/** Waits until an element has the focus. */
async function focusIs(visitor: Visitor, where: string): Promise<void> {
  for (let tries = 0; tries < 60 && (await focused(visitor)) !== where; tries += 1)
    await visitor.page.waitForTimeout(50)
  assert.equal(await focused(visitor), where)
}

const reset = ({page}: Visitor) =>
  page.locator('contact-signup').evaluate(form => (form as HTMLElementTagNameMap['contact-signup']).reset())
const setLanguage = ({page}: Visitor, lang: string) =>
  page.evaluate(lang => void (document.documentElement.lang = lang), lang)

/** Opens the list of countries by the keyboard, once it can be searched. */
async function openCountries(visitor: Visitor): Promise<void> {
  await visitor.part('country').focus()
  await visitor.page.locator('contact-signup [role=combobox][aria-autocomplete]').waitFor()
  await visitor.page.keyboard.press('Escape') // the list may have opened when it loaded
  await visitor.page.keyboard.press('ArrowDown')
  await visitor.part('country-option').first().waitFor()
}

test('exposes a form before any interaction with its roles, names and descriptions', async () => {
  const visitor = await visit(`country="GB" fields="${required}"`)
  const tree = (await readTree(visitor.page)).filter(
    ({role}) => !/^(?:generic|LabelText|StaticText|paragraph|none)$/.test(role),
  )
  assert.deepEqual(
    tree.map(({role, name, description, states}) => [
      role,
      name,
      description,
      states.required === true ? 'required' : '',
      states.invalid ?? 'false',
    ]),
    [
      ['heading', 'Signup', '', '', 'false'],
      ['form', '', '', '', 'false'],
      ['textbox', 'First name', '', 'required', 'false'],
      ['textbox', 'Last name (optional)', '', '', 'false'],
      ['textbox', en.email, en.hint_email_or_phone, '', 'false'],
      ['combobox', 'Country code', '', '', 'false'],
      ['status', '', '', '', 'false'],
      ['textbox', 'Phone number', '', '', 'false'],
      ['checkbox', en.terms, 'Terms and conditions Privacy policy', '', 'false'],
      ['link', 'Terms and conditions', '', '', 'false'],
      ['link', 'Privacy policy', '', '', 'false'],
      ['checkbox', `${en.marketing.replace('{channels}', en.by_email_and_phone)} (optional)`, '', '', 'false'],
      ['button', 'Sign up', '', '', 'false'],
      ['status', '', '', '', 'false'],
    ],
  )
  await visitor.leave()
})

test('hides decoration and controls for password managers from assistive technology', async () => {
  const visitor = await visit('country="GB"')
  await openCountries(visitor)
  const tree = await readTree(visitor.page)
  assert.deepEqual(
    tree.filter(({text, name}) => (name + text).includes('▾')),
    [],
  )
  assert.deepEqual(
    tree.filter(({role}) => role === 'combobox').map(({name}) => name),
    ['Country code'],
  )
  assert.deepEqual(
    tree.filter(({role}) => role === 'MenuListPopup'),
    [],
  )
  await visitor.leave()
})

test('marks no field as invalid before an error appears, nor while the visitor types', async () => {
  const visitor = await visit(`fields="${everything}"`)
  await visitor.type('email', 'ada@')
  const fields = (await readTree(visitor.page)).filter(({states}) => 'invalid' in states)
  assert.ok(fields.length >= 14)
  assert.deepEqual(
    fields.filter(({states}) => states.invalid !== 'false').map(({name}) => name),
    [],
  )
  await visitor.leave()
})

test('describes a refused submit in a focused, named summary and at each invalid field', async () => {
  const visitor = await visit(`country="GB" fields="${required}"`)
  await visitor.button.click()
  await focusIs(visitor, 'summary')
  const summary = await nodeOf(visitor, 'group', en.summary_title)
  assert.equal(summary.states.focused, true)
  assert.equal((await nodeOf(visitor, 'heading', en.summary_title)).states.level, 2)
  const wrong = [
    ['textbox', 'First name', 'Please fill in “First name”.', 'Please fill in “First name”.'],
    ['textbox', en.email, en.error_email_or_phone, `${en.hint_email_or_phone} ${en.error_email_or_phone}`],
    ['checkbox', en.terms, en.error_terms_required, `Terms and conditions Privacy policy ${en.error_terms_required}`],
  ] as const
  for (const [role, name, error, description] of wrong) {
    assert.match(summary.text, new RegExp(error))
    await nodeOf(visitor, 'button', error)
    const field = await nodeOf(visitor, role, name)
    assert.deepEqual([field.states.invalid, field.description], ['true', description])
  }
  for (const name of ['Last name (optional)', 'Phone number'])
    assert.equal((await nodeOf(visitor, 'textbox', name)).states.invalid, 'false')
  assert.equal((await nodeOf(visitor, 'list')).states.invalid, undefined)
  await visitor.leave()
})

test('announces the error of a field that the visitor left', async () => {
  const visitor = await visit('country="GB"')
  await visitor.type('email', 'ada@example')
  await visitor.page.keyboard.press('Tab')
  await announces(visitor, en.error_email_invalid)
  const email = await nodeOf(visitor, 'textbox', en.email)
  assert.deepEqual(
    [email.states.invalid, email.description],
    ['true', `${en.hint_email_or_phone} ${en.error_email_invalid}`],
  )
  await visitor.type('email', '.com')
  await visitor.part('error-email').waitFor({state: 'detached'})
  assert.deepEqual((await announcements(visitor)).filter(Boolean), [], 'the error is gone')
  assert.equal((await nodeOf(visitor, 'textbox', en.email)).states.invalid, 'false')
  await visitor.leave()
})

test('announces no error at submit beside the summary', async () => {
  const visitor = await visit()
  await visitor.type('email', 'ada@example')
  await visitor.button.click()
  await focusIs(visitor, 'summary')
  assert.deepEqual((await announcements(visitor)).filter(Boolean), [])
  await visitor.leave()
})

test('describes the phone by an example, then by its warning, which is announced', async () => {
  const visitor = await visit('country="GB"')
  await visitor.control('phone').focus()
  await visitor.part('hint-phone').getByText('07400').waitFor()
  assert.equal((await nodeOf(visitor, 'textbox', 'Phone number')).description, 'For example 07400 123456')
  await visitor.page.keyboard.type('07700 900123')
  await visitor.page.keyboard.press('Tab')
  const question = en.error_phone_unassigned.replace('{example}', '07400 123456')
  await announces(visitor, question)
  const phone = await nodeOf(visitor, 'textbox', 'Phone number')
  assert.deepEqual([phone.states.invalid, phone.description], ['false', question])
  await visitor.button.click()
  await focusIs(visitor, 'summary')
  await nodeOf(visitor, 'button', question)
  await visitor.leave()
})

test('leads from a number without a country to the country field, which is invalid', async () => {
  const visitor = await visit('fields="phone"')
  await visitor.type('phone', '07700 900123')
  await visitor.control('gdpr_accept_terms').check()
  await visitor.button.click()
  await focusIs(visitor, 'summary')
  await visitor.part('summary').getByRole('button', {name: en.error_phone_country_missing}).press('Enter')
  await focusIs(visitor, 'input country invalid')
  const country = await nodeOf(visitor, 'combobox', 'Country code')
  assert.deepEqual([country.states.invalid, country.description], ['true', en.error_phone_country_missing])
  await visitor.page.keyboard.type('united k')
  await visitor.page.locator('#country-GB').waitFor()
  await visitor.page.keyboard.press('Enter')
  await visitor.part('error-phone').waitFor({state: 'detached'})
  const corrected = await nodeOf(visitor, 'combobox', 'Country code')
  assert.deepEqual([corrected.states.invalid, corrected.description], ['false', ''])
  await visitor.leave()
})

test('exposes a page’s own field as invalid, with its error', async () => {
  const visitor = await visit('', '<label slot="fields">Room <input name="room" required></label>')
  await visitor.button.click()
  await focusIs(visitor, 'summary')
  const field = await nodeOf(visitor, 'textbox', 'Room')
  assert.deepEqual([field.states.invalid, field.description], ['true', 'Please fill in “Room”.'])
  await visitor.part('summary').getByRole('button', {name: 'Please fill in “Room”.'}).press('Enter')
  await focusIs(visitor, 'room')
  await visitor.leave()
})

test('exposes the countries as the list of a combobox, and announces how many match', async () => {
  const visitor = await visit('country="GB"')
  const {keyboard} = visitor.page
  await openCountries(visitor)
  const open = await nodeOf(visitor, 'combobox', 'Country code')
  assert.deepEqual(
    [open.states.expanded, open.states.autocomplete, open.states.hasPopup, open.active],
    [true, 'list', 'listbox', '+44 United Kingdom'],
  )
  await nodeOf(visitor, 'listbox', 'Country code')
  await keyboard.type('sw')
  await announces(visitor, /^\d+ countries found$/)
  const options = (await readTree(visitor.page)).filter(({role, name}) => role === 'option' && /\+\d/.test(name))
  assert.deepEqual(
    options.filter(({states}) => states.selected).map(({name}) => name),
    [(await nodeOf(visitor, 'combobox', 'Country code')).active],
  )
  await keyboard.type('itz')
  await announces(visitor, '1 country found')
  assert.equal((await nodeOf(visitor, 'combobox', 'Country code')).active, '+41 Switzerland')
  await keyboard.type('zz')
  await announces(visitor, en.country_none)
  await keyboard.press('Escape')
  const closed = await nodeOf(visitor, 'combobox', 'Country code')
  assert.deepEqual([closed.states.expanded, closed.active, closed.value], [false, '', '+44 United Kingdom'])
  assert.deepEqual(
    (await readTree(visitor.page)).filter(({role}) => role === 'listbox'),
    [],
  )
  await visitor.leave()
})

test('announces sending, a failure and the thank-you, keeps the button and focuses the thank-you', async () => {
  const visitor = await visit()
  const api = site.apis['/api/signup']!
  let release = () => {}
  api.answer = (_request, response) => void (release = () => respond(response, 500))
  await visitor.type('email', 'ada@example.com')
  await visitor.control('gdpr_accept_terms').check()
  await visitor.button.press('Enter')
  await announces(visitor, en.sending)
  const button = await nodeOf(visitor, 'button', en.sending)
  assert.deepEqual([button.states.disabled, button.states.focused], [true, true])
  while (api.requests.length === 0) await visitor.page.waitForTimeout(50)
  release()
  await announces(visitor, `${en.failed_unavailable} ${en.failed_retrying}`)
  assert.equal((await nodeOf(visitor, 'button', en.submit)).states.focused, true)
  api.answer = created
  await visitor.button.press('Enter')
  await focusIs(visitor, 'success')
  await announces(visitor, en.success_title + en.success_text)
  await nodeOf(visitor, 'heading', en.success_title)
  await visitor.part('receipt').waitFor()
  const left = (await readTree(visitor.page)).filter(({role}) =>
    /^(?:form|textbox|combobox|checkbox|button|link)$/.test(role),
  )
  assert.deepEqual(
    left.map(({role, name}) => [role, name]),
    [['button', en.receipt_save]],
    'the form is gone from the tree',
  )
  await visitor.leave()
})

test('announces a suggested e-mail, describes the field by it, and keeps the focus when it is taken', async () => {
  const visitor = await visit()
  await visitor.type('email', 'ada@gmial.com')
  await visitor.page.keyboard.press('Tab')
  await announces(visitor, 'Did you mean ada@gmail.com?')
  assert.equal(
    (await nodeOf(visitor, 'textbox', en.email)).description,
    `${en.hint_email_or_phone} Did you mean ada@gmail.com?`,
  )
  await nodeOf(visitor, 'button', 'Did you mean ada@gmail.com?')
  await visitor.page.keyboard.press('Shift+Tab')
  await visitor.page.keyboard.press('Space')
  await focusIs(visitor, 'email')
  await visitor.part('suggestion').getByRole('button').waitFor({state: 'detached'})
  const email = await nodeOf(visitor, 'textbox', en.email)
  assert.deepEqual(
    [email.value, email.states.focused, email.description],
    ['ada@gmail.com', true, en.hint_email_or_phone],
  )
  await visitor.leave()
})

test('removes a suggested e-mail when the form is reset', async () => {
  const visitor = await visit()
  await visitor.type('email', 'ada@gmial.com')
  await visitor.page.keyboard.press('Tab')
  await announces(visitor, 'Did you mean ada@gmail.com?')
  await reset(visitor)
  await visitor.part('suggestion').getByRole('button').waitFor({state: 'detached'})
  assert.deepEqual((await announcements(visitor)).filter(Boolean), [])
  await visitor.leave()
})

test('announces the number of countries in the language of the form', async () => {
  const visitor = await visit('country="GB"')
  await setLanguage(visitor, 'tlh') // a language without texts
  await openCountries(visitor)
  await visitor.page.keyboard.type('sw')
  await announces(visitor, /countries found/)
  const announcement = visitor.page.locator('contact-signup [role=status]', {hasText: 'countries found'})
  assert.equal(await announcement.evaluate(element => element.closest<HTMLElement>('[lang]')?.lang), 'en')
  await visitor.leave()
})

test('can be used by keyboard alone: errors, a suggestion, a country, the boxes, the thank-you', async () => {
  const visitor = await visit('fields="name_first* email phone"')
  const {keyboard} = visitor.page
  const api = site.apis['/api/signup']!
  const seen: string[] = []
  const press = async (...keys: string[]) => {
    for (const key of keys) await keyboard.press(key)
    seen.push(await focused(visitor))
  }
  await press('Tab')
  await keyboard.press('Enter')
  await focusIs(visitor, 'summary')
  await keyboard.press('Tab')
  await press('Enter') // the first entry
  await keyboard.type('Ada')
  await press('Tab')
  await keyboard.type('ada@gmial.com')
  await press('Tab')
  await announces(visitor, /gmail/)
  await press('Shift+Tab')
  await press('Enter') // takes it
  await press('Tab')
  await press('Tab')
  await press('Shift+Tab')
  await visitor.page.locator('contact-signup [role=combobox][aria-autocomplete]').waitFor()
  await keyboard.type('swe')
  await visitor.page.locator('#country-SE').waitFor()
  await press('Escape')
  await keyboard.type('switz')
  await visitor.page.locator('#country-CH').waitFor()
  await press('ArrowDown', 'ArrowUp', 'Enter')
  await press('Tab')
  await keyboard.type('078 123 45 67')
  await press('Tab')
  await press('Space')
  await press('Tab')
  await press('Tab')
  await press('Tab')
  await press('Space')
  await press('Tab')
  const before = api.requests.length
  await keyboard.press('Enter')
  await focusIs(visitor, 'success')
  assert.deepEqual(seen, [
    'name_first',
    'name_first',
    'email',
    'input country',
    'link',
    'email',
    'input country',
    'phone',
    'input country',
    'input country',
    'input country',
    'phone',
    'gdpr_accept_terms',
    'gdpr_accept_terms',
    'link',
    'link',
    'gdpr_marketing_consent',
    'gdpr_marketing_consent',
    'submit',
  ])
  const {name_first, email, phone_countrycode, gdpr_marketing_consent} = api.requests[before]!.body
  assert.deepEqual([name_first, email, phone_countrycode, gdpr_marketing_consent], ['Ada', 'ada@gmail.com', '41', true])
  await visitor.leave()
})

/** Where the focus is, how it comes there, what has it, and what has it after a reset that removes the element. */
const places: [where: string, go: (visitor: Visitor) => Promise<unknown>, focus: string, afterReset?: string][] = [
  ['a field', visitor => visitor.control('email').focus(), 'email'],
  ['the country', visitor => visitor.part('country').focus(), 'input country'],
  ['a box', visitor => visitor.control('gdpr_marketing_consent').focus(), 'gdpr_marketing_consent'],
  ['a link', visitor => visitor.page.getByRole('link').nth(1).focus(), 'link'],
  ['the button', visitor => visitor.button.focus(), 'submit'],
  ['the page’s own field', visitor => visitor.page.locator('[name=room]').focus(), 'room'],
  [
    'the summary',
    async visitor => {
      await visitor.button.click()
      await focusIs(visitor, 'summary')
    },
    'summary',
    'name_first',
  ],
  [
    'an entry of the summary',
    async visitor => {
      await visitor.button.click()
      await focusIs(visitor, 'summary')
      await visitor.part('summary').getByRole('button').nth(1).focus()
    },
    'link',
    'name_first',
  ],
  [
    'the thank-you',
    async visitor => {
      await visitor.type('email', 'ada@example.com')
      await visitor.control('gdpr_accept_terms').check()
      await visitor.button.click()
      await focusIs(visitor, 'success')
    },
    'success',
    'name_first',
  ],
]
for (const [where, go, focus, afterReset = focus] of places) {
  test(`keeps the focus on ${where} when the language changes`, async () => {
    const visitor = await visit('', '<label slot="fields">Room <input name="room"></label>')
    await go(visitor)
    assert.equal(await focused(visitor), focus)
    await setLanguage(visitor, 'es')
    await visitor.page.locator('contact-signup [lang=es]').first().waitFor({state: 'attached'})
    await visitor.page.waitForTimeout(50) // a browser takes the focus from a removed element only when it renders
    assert.equal(await focused(visitor), focus)
    await visitor.leave()
  })

  test(`${afterReset === focus ? 'keeps the focus on' : 'focuses the first field instead of'} ${where} on reset()`, async () => {
    const visitor = await visit('', '<label slot="fields">Room <input name="room"></label>')
    await go(visitor)
    await reset(visitor)
    await visitor.page.locator('contact-signup [part=form]').waitFor()
    await visitor.part('summary').waitFor({state: 'detached'})
    await visitor.page.waitForTimeout(50)
    assert.equal(await focused(visitor), afterReset)
    await visitor.leave()
  })
}

test('keeps the caret when the language changes', async () => {
  const visitor = await visit()
  await visitor.type('name_first', 'Aa')
  await visitor.page.keyboard.press('ArrowLeft')
  await setLanguage(visitor, 'es')
  await visitor.page.getByText(es.submit).waitFor()
  await visitor.page.keyboard.type('d')
  assert.equal(await visitor.control('name_first').inputValue(), 'Ada')
  await visitor.leave()
})

test('does not take the focus when the page resets the form', async () => {
  const visitor = await visit('', '<button slot="success">Another</button>')
  await visitor.type('email', 'ada@example.com')
  await visitor.control('gdpr_accept_terms').check()
  await visitor.button.click()
  await visitor.part('success').waitFor()
  await visitor.page.evaluate(() => {
    const button = document.createElement('button')
    button.textContent = 'Elsewhere'
    document.body.append(button)
    button.focus()
  })
  await reset(visitor)
  await visitor.button.waitFor()
  assert.equal(await focused(visitor), 'Elsewhere')
  await visitor.leave()
})

test('focuses the first field on focus(), and the first invalid one after a refusal', async () => {
  const visitor = await visit('fields="phone email name_first"')
  const focus = () => visitor.page.locator('contact-signup').evaluate(form => (form as HTMLElement).focus())
  await focus()
  await focusIs(visitor, 'input country')
  await visitor.type('email', 'ada@example')
  await visitor.button.click()
  await focusIs(visitor, 'summary')
  await focus()
  await focusIs(visitor, 'email')
  await visitor.leave()
})
