import assert from 'node:assert/strict'
import {test} from 'node:test'
import en from '../../src/messages/en.ts'
import es from '../../src/messages/es.ts'
import {readTree, type Told} from '../support/page/accessibility-tree.ts'
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

/** The one node of a role and a name; without a name, the one of its role. */
async function told(visitor: Visitor, role: string, name?: string): Promise<Told> {
  const tree = await readTree(visitor.page)
  const fitting = tree.filter(node => node.role === role && (name === undefined || node.name === name))
  assert.equal(
    fitting.length,
    1,
    `${fitting.length} nodes are ${role} “${name}”: ${tree.map(node => `${node.role} “${node.name}”`).join(', ')}`,
  )
  return fitting[0]!
}

/** What the live regions say, in their order; those that say nothing are there all the same. */
async function spoken(visitor: Visitor): Promise<string[]> {
  const regions = (await readTree(visitor.page)).filter(({role}) => role === 'status')
  for (const {states} of regions) assert.equal(states.live, 'polite')
  return regions.map(({text}) => text)
}

/** Waits until a live region says something, and until then keeps looking. */
async function hears(visitor: Visitor, words: string | RegExp): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const all = await spoken(visitor)
    if (all.some(text => (typeof words === 'string' ? text === words : words.test(text)))) return
    await visitor.page.waitForTimeout(50)
  }
  assert.fail(`nobody said ${words}, but ${JSON.stringify(await spoken(visitor))}`)
}

/** What has the focus: the name of a control, the part of another element, or the body where it is lost. */
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

/** Waits for the focus to be somewhere. */
async function focusIs(visitor: Visitor, where: string): Promise<void> {
  for (let tries = 0; tries < 60 && (await focused(visitor)) !== where; tries += 1)
    await visitor.page.waitForTimeout(50)
  assert.equal(await focused(visitor), where)
}

const reset = ({page}: Visitor) =>
  page.locator('contact-signup').evaluate(form => (form as HTMLElementTagNameMap['contact-signup']).reset())
const speak = ({page}: Visitor, lang: string) =>
  page.evaluate(lang => void (document.documentElement.lang = lang), lang)

/** Opens the list of countries by the keyboard, once it can be searched. */
async function openCountries(visitor: Visitor): Promise<void> {
  await visitor.part('country').focus()
  await visitor.page.locator('contact-signup [role=combobox][aria-autocomplete]').waitFor()
  await visitor.page.keyboard.press('Escape') // it may have opened when it came
  await visitor.page.keyboard.press('ArrowDown')
  await visitor.part('country-option').first().waitFor()
}

test('an untouched form is told as what it is, and nothing more', async () => {
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
      ['textbox', 'E-mail', en.hint_email_or_phone, '', 'false'],
      ['combobox', 'Country code', '', '', 'false'],
      ['textbox', 'Phone number', '', '', 'false'],
      ['checkbox', en.terms, 'Terms and conditions Privacy policy', '', 'false'],
      ['link', 'Terms and conditions', '', '', 'false'],
      ['link', 'Privacy policy', '', '', 'false'],
      ['checkbox', en.marketing, '', '', 'false'],
      ['button', 'Sign up', '', '', 'false'],
      ['status', '', '', '', 'false'],
    ],
  )
  await visitor.leave()
})

test('what stands there for the eye alone, or for password managers, is not told', async () => {
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

test('no field is called invalid before the form complains, not while it is typed into either', async () => {
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

test('a refused submit is told by a summary that has a name and the focus, and at each field in error', async () => {
  const visitor = await visit(`country="GB" fields="${required}"`)
  await visitor.button.click()
  await focusIs(visitor, 'summary')
  const summary = await told(visitor, 'group', en.summary_title)
  assert.equal(summary.states.focused, true)
  assert.equal((await told(visitor, 'heading', en.summary_title)).states.level, 2)
  const wrong = [
    ['textbox', 'First name', 'Please fill in “First name”.', 'Please fill in “First name”.'],
    ['textbox', 'E-mail', en.error_email_or_phone, `${en.hint_email_or_phone} ${en.error_email_or_phone}`],
    ['checkbox', en.terms, en.error_terms_required, `Terms and conditions Privacy policy ${en.error_terms_required}`],
  ] as const
  for (const [role, name, complaint, description] of wrong) {
    assert.match(summary.text, new RegExp(complaint))
    await told(visitor, 'button', complaint)
    const field = await told(visitor, role, name)
    assert.deepEqual([field.states.invalid, field.description], ['true', description])
  }
  for (const name of ['Last name (optional)', 'Phone number'])
    assert.equal((await told(visitor, 'textbox', name)).states.invalid, 'false')
  assert.equal((await told(visitor, 'list')).states.invalid, undefined)
  await visitor.leave()
})

test('a complaint about a field that was left is heard where the visitor went on to', async () => {
  const visitor = await visit('country="GB"')
  await visitor.type('email', 'ada@example')
  await visitor.page.keyboard.press('Tab')
  await hears(visitor, en.error_email_invalid)
  const email = await told(visitor, 'textbox', 'E-mail')
  assert.deepEqual(
    [email.states.invalid, email.description],
    ['true', `${en.hint_email_or_phone} ${en.error_email_invalid}`],
  )
  await visitor.type('email', '.com')
  await visitor.part('error-email').waitFor({state: 'detached'})
  assert.deepEqual((await spoken(visitor)).filter(Boolean), [], 'it is not said any longer')
  assert.equal((await told(visitor, 'textbox', 'E-mail')).states.invalid, 'false')
  await visitor.leave()
})

test('at submit the summary has the word, and no complaint is said a second time beside it', async () => {
  const visitor = await visit()
  await visitor.type('email', 'ada@example')
  await visitor.button.click()
  await focusIs(visitor, 'summary')
  assert.deepEqual((await spoken(visitor)).filter(Boolean), [])
  await visitor.leave()
})

test('a phone has its example for a description, and where it is questioned the question, which is heard', async () => {
  const visitor = await visit('country="GB"')
  await visitor.control('phone').focus()
  await visitor.part('hint-phone').getByText('07400').waitFor()
  assert.equal((await told(visitor, 'textbox', 'Phone number')).description, 'For example 07400 123456')
  await visitor.page.keyboard.type('07700 900123')
  await visitor.page.keyboard.press('Tab')
  const question = en.error_phone_unassigned.replace('{example}', '07400 123456')
  await hears(visitor, question)
  const phone = await told(visitor, 'textbox', 'Phone number')
  assert.deepEqual([phone.states.invalid, phone.description], ['false', question])
  await visitor.control('gdpr_accept_terms').check()
  await visitor.button.click()
  await focusIs(visitor, 'summary')
  await told(visitor, 'button', question)
  await visitor.leave()
})

test('a number without a country leads to the country, which is told to be wrong', async () => {
  const visitor = await visit('fields="phone"')
  await visitor.type('phone', '07700 900123')
  await visitor.control('gdpr_accept_terms').check()
  await visitor.button.click()
  await focusIs(visitor, 'summary')
  await visitor.part('summary').getByRole('button', {name: en.error_phone_country_missing}).press('Enter')
  await focusIs(visitor, 'input country')
  const country = await told(visitor, 'combobox', 'Country code')
  assert.deepEqual([country.states.invalid, country.description], ['true', en.error_phone_country_missing])
  await visitor.page.keyboard.type('united k')
  await visitor.page.locator('#country-GB').waitFor()
  await visitor.page.keyboard.press('Enter')
  await visitor.part('error-phone').waitFor({state: 'detached'})
  const mended = await told(visitor, 'combobox', 'Country code')
  assert.deepEqual([mended.states.invalid, mended.description], ['false', ''])
  await visitor.leave()
})

test('a page’s own field in error is told to be, with why', async () => {
  const visitor = await visit('', '<label slot="fields">Room <input name="room" required></label>')
  await visitor.button.click()
  await focusIs(visitor, 'summary')
  const field = await told(visitor, 'textbox', 'Room')
  assert.deepEqual([field.states.invalid, field.description], ['true', 'Please fill in “Room”.'])
  await visitor.part('summary').getByRole('button', {name: 'Please fill in “Room”.'}).press('Enter')
  await focusIs(visitor, 'room')
  await visitor.leave()
})

test('the countries are a list that the field says it is on, and how many fit is heard', async () => {
  const visitor = await visit('country="GB"')
  const {keyboard} = visitor.page
  await openCountries(visitor)
  const open = await told(visitor, 'combobox', 'Country code')
  assert.deepEqual(
    [open.states.expanded, open.states.autocomplete, open.states.hasPopup, open.active],
    [true, 'list', 'listbox', 'United Kingdom +44'],
  )
  await told(visitor, 'listbox', 'Country code')
  await keyboard.type('sw')
  await hears(visitor, /^\d+ countries found$/)
  const options = (await readTree(visitor.page)).filter(({role, name}) => role === 'option' && /\+\d/.test(name))
  assert.deepEqual(
    options.filter(({states}) => states.selected).map(({name}) => name),
    [(await told(visitor, 'combobox', 'Country code')).active],
  )
  await keyboard.type('itz')
  await hears(visitor, '1 country found')
  assert.equal((await told(visitor, 'combobox', 'Country code')).active, 'Switzerland +41')
  await keyboard.type('zz')
  await hears(visitor, en.country_none)
  await keyboard.press('Escape')
  const closed = await told(visitor, 'combobox', 'Country code')
  assert.deepEqual([closed.states.expanded, closed.active, closed.value], [false, '', 'United Kingdom (+44)'])
  assert.deepEqual(
    (await readTree(visitor.page)).filter(({role}) => role === 'listbox'),
    [],
  )
  await visitor.leave()
})

test('sending, what failed, and the thank-you are heard; the button stays, and the focus goes to the thank-you', async () => {
  const visitor = await visit()
  const api = site.apis['/api/signup']!
  let release = () => {}
  api.answer = (_request, response) => void (release = () => respond(response, 500))
  await visitor.type('email', 'ada@example.com')
  await visitor.control('gdpr_accept_terms').check()
  await visitor.button.press('Enter')
  await hears(visitor, en.sending)
  const button = await told(visitor, 'button', en.sending)
  assert.deepEqual([button.states.disabled, button.states.focused], [true, true])
  while (api.requests.length === 0) await visitor.page.waitForTimeout(50)
  release()
  await hears(visitor, `${en.failed_unavailable} ${en.failed_retrying}`)
  assert.equal((await told(visitor, 'button', en.submit)).states.focused, true)
  api.answer = created
  await visitor.button.press('Enter')
  await focusIs(visitor, 'success')
  await hears(visitor, en.success_title + en.success_text)
  await told(visitor, 'heading', en.success_title)
  const left = (await readTree(visitor.page)).filter(({role}) =>
    /^(?:form|textbox|combobox|checkbox|button|link)$/.test(role),
  )
  assert.deepEqual(left, [], 'the form is gone for everybody')
  await visitor.leave()
})

test('a suggested e-mail is heard, described at the field, and taken without losing the focus', async () => {
  const visitor = await visit()
  await visitor.type('email', 'ada@gmial.com')
  await visitor.page.keyboard.press('Tab')
  await hears(visitor, 'Did you mean ada@gmail.com?')
  assert.equal(
    (await told(visitor, 'textbox', 'E-mail')).description,
    `${en.hint_email_or_phone} Did you mean ada@gmail.com?`,
  )
  await told(visitor, 'button', 'Did you mean ada@gmail.com?')
  await visitor.page.keyboard.press('Shift+Tab')
  await visitor.page.keyboard.press('Space')
  await focusIs(visitor, 'email')
  await visitor.part('suggestion').getByRole('button').waitFor({state: 'detached'})
  const email = await told(visitor, 'textbox', 'E-mail')
  assert.deepEqual(
    [email.value, email.states.focused, email.description],
    ['ada@gmail.com', true, en.hint_email_or_phone],
  )
  await visitor.leave()
})

test('a suggested e-mail goes with the address when the form is reset', async () => {
  const visitor = await visit()
  await visitor.type('email', 'ada@gmial.com')
  await visitor.page.keyboard.press('Tab')
  await hears(visitor, 'Did you mean ada@gmail.com?')
  await reset(visitor)
  await visitor.part('suggestion').getByRole('button').waitFor({state: 'detached'})
  assert.deepEqual((await spoken(visitor)).filter(Boolean), [])
  await visitor.leave()
})

test('what the list of countries says is said in the language of the form', async () => {
  const visitor = await visit('country="GB"')
  await speak(visitor, 'tlh') // which it does not know
  await openCountries(visitor)
  await visitor.page.keyboard.type('sw')
  await hears(visitor, /countries found/)
  const said = visitor.page.locator('contact-signup [role=status]', {hasText: 'countries found'})
  assert.equal(await said.evaluate(element => element.closest<HTMLElement>('[lang]')?.lang), 'en')
  await visitor.leave()
})

test('the keyboard alone goes through all of it: complaints, a suggestion, a country, the boxes, the thank-you', async () => {
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
  await hears(visitor, /gmail/)
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
  test(`another language leaves the focus on ${where}`, async () => {
    const visitor = await visit('', '<label slot="fields">Room <input name="room"></label>')
    await go(visitor)
    assert.equal(await focused(visitor), focus)
    await speak(visitor, 'es')
    await visitor.page.locator('contact-signup [lang=es]').first().waitFor({state: 'attached'})
    await visitor.page.waitForTimeout(50) // a browser takes the focus from a removed element only when it renders
    assert.equal(await focused(visitor), focus)
    await visitor.leave()
  })

  test(`reset() with the focus on ${where} leaves it on the ${afterReset === focus ? 'same element' : 'first field'}`, async () => {
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

test('another language leaves the caret where it was, and what is typed on goes there', async () => {
  const visitor = await visit()
  await visitor.type('name_first', 'Aa')
  await visitor.page.keyboard.press('ArrowLeft')
  await speak(visitor, 'es')
  await visitor.page.getByText(es.submit).waitFor()
  await visitor.page.keyboard.type('d')
  assert.equal(await visitor.control('name_first').inputValue(), 'Ada')
  await visitor.leave()
})

test('a page that resets the form from afar does not draw the focus into it', async () => {
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

test('focus() goes to the first field, and after a refusal to the first that is wrong', async () => {
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
