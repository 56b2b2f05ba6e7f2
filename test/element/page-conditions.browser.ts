import {assert} from 'chai'
import {sendKeys} from '@web/test-runner-commands'
import type {ContactSignupInvalidEvent} from '../../src/index.ts'
import {arrivals, Page, show} from '../support/page.ts'

const british = '<contact-signup country="GB" fields="name_first email phone full_address"></contact-signup>'

/** Errors that the browser reports during an action, beside those that the action throws. */
async function errorsDuring(act: () => Promise<unknown>): Promise<string[]> {
  const errors: string[] = []
  const record = (event: Event) =>
    void errors.push(String((event as ErrorEvent).message ?? (event as PromiseRejectionEvent).reason))
  for (const type of ['error', 'unhandledrejection']) addEventListener(type, record)
  await act()
  for (const type of ['error', 'unhandledrejection']) removeEventListener(type, record)
  return errors
}

/** Whether the topmost element at the centre of an element is that element or a descendant. */
function isOnTop(page: Page, element: Element): boolean {
  const {left, top, width, height} = element.getBoundingClientRect()
  return element.contains(page.root.elementFromPoint(left + width / 2, top + height / 2))
}

async function openCountries(page: Page): Promise<Element[]> {
  await page.click(page.search)
  return page.until(() => {
    const options = [...page.root.querySelectorAll('.open [part~=country-option]')]
    return options.length > 200 && options
  })
}

/** Fills in the phone's country as a password manager does, without moving the focus. */
async function fillCountry(page: Page, code: string): Promise<void> {
  const select = page.control('phone_country') as HTMLSelectElement
  await page.until(() => [...select.options].some(option => option.value === code))
  select.value = code
  for (const type of ['input', 'change']) select.dispatchEvent(new Event(type, {bubbles: true}))
}

suite('inside another form', () => {
  const around = `<form id="outer"><input name="own" value="1">${british}<button>Outer</button></form>`
  const watch = (): {form: HTMLFormElement; submits: number} => {
    const form = document.querySelector<HTMLFormElement>('#outer')!
    const watched = {form, submits: 0}
    form.addEventListener('submit', event => {
      event.preventDefault()
      watched.submits += 1
    })
    return watched
  }

  for (const name of ['name_first', 'email', 'phone', 'gdpr_accept_terms'])
    test(`Enter in ${name} submits the signup form, and not the outer one`, async () => {
      const page = await show(around)
      const outer = watch()
      page.control(name).focus()
      const ended = page.next('contact-signup-invalid')
      await page.press('Enter')
      await ended
      assert.equal(outer.submits, 0)
    })

  test('Enter in the country search chooses a country, and submits neither form', async () => {
    const page = await show(around)
    const outer = watch()
    await openCountries(page)
    await page.press('ArrowDown')
    await page.press('Enter')
    await page.press('Enter') // opens the list again
    await page.until(() => page.offered.length > 200)
    assert.deepEqual([outer.submits, page.form.phase, page.part('summary')], [0, 'editing', null])
  })

  test('the outer form’s data, validity, reset and submission are independent', async () => {
    const page = await show(around)
    const outer = watch()
    await page.type('email', 'ada@')
    assert.deepEqual([[...new FormData(outer.form).keys()], outer.form.checkValidity()], [['own'], true])
    const [own, button] = outer.form.querySelectorAll('input, button')
    assert.sameMembers([...outer.form.elements], [own!, button!, page.form], 'the element itself, and no control in it')
    outer.form.requestSubmit()
    outer.form.reset()
    assert.equal(outer.submits, 1)
    assert.deepEqual([page.control('email').value, page.form.phase, page.part('summary')], ['ada@', 'editing', null])
    page.form.reset()
    outer.form.querySelector('input')!.value = '2'
    await page.form.updateComplete
    assert.deepEqual([...new FormData(outer.form).values()], ['2'])
  })

  // A slotted control belongs to the outer form, which Enter in it would submit.
  test('Enter in a custom field submits the signup form, and not the outer one', async () => {
    const page = await show(
      around.replace('></contact', '><label slot="fields">Room <input name="room"></label></contact'),
    )
    const outer = watch()
    page.control('name_first').focus()
    const room = page.form.querySelector('input')!
    room.focus()
    const ended = page.next('contact-signup-invalid')
    await page.press('Enter')
    await page.until(() => outer.submits > 0 || page.part('summary'))
    assert.equal(outer.submits, 0)
    await ended
  })

  // The `lang` property of a form is its control of that name, if there is one.
  test('the language comes from the outer form’s attribute, although it has a field called lang', async () => {
    const page = await show(`<form lang="es"><input name="lang" value="x">${british}</form>`)
    assert.equal(page.text('submit'), 'Suscribirse')
  })
})

suite('inside a dialog', () => {
  const around = `<button>Outside</button><dialog style="overflow: hidden; transform: translateX(0); height: 300px">
    <div style="overflow: hidden; transform: translateX(0)"><contact-signup fields="phone email" country="GB"></contact-signup></div><button>Close</button></dialog>`
  const dialog = () => document.querySelector('dialog')!
  const openDialog = async () => {
    dialog().showModal()
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame) // until it is in position
  }

  test('the country list is on top of it and can be clicked', async () => {
    const page = await show(around)
    await openDialog()
    const options = await openCountries(page)
    assert.isTrue(isOnTop(page, options[1]!))
    await page.click(options[1]!)
    await page.until(() => page.control('phone_country').value === options[1]!.getAttribute('data-code'))
    assert.isTrue(dialog().open)
  })

  test('Escape closes the list first, then the dialog', async () => {
    const page = await show(around)
    await openDialog()
    await openCountries(page)
    await page.press('Escape')
    assert.deepEqual([page.offered.length, dialog().open, page.focused], [0, true, page.search])
    await page.press('Escape')
    await page.until(() => !dialog().open)
  })

  test('the focus moves from the first field to the dialog’s last button, and to the thank-you after success', async () => {
    const page = await show(around)
    await openDialog()
    await page.type('email', 'ada@example.com')
    await page.tick('gdpr_accept_terms')
    page.form.focus()
    for (let step = 0; step < 6; step += 1) await page.press('Tab')
    assert.equal(document.activeElement, dialog().querySelector('button'))
    await page.submitted()
    assert.equal(page.focused, page.part('success'))
  })

  test('closing it with the list open closes the list', async () => {
    const page = await show(around)
    await openDialog()
    await openCountries(page)
    dialog().close()
    await page.until(() => page.offered.length === 0)
    await openDialog()
    const options = await openCountries(page)
    assert.isTrue(isOnTop(page, options[0]!))
  })
})

/** Ways in which a page moves an element. */
const moves: [string, (element: Element, to: Element) => void][] = [
  ['appended elsewhere', (element, to) => to.append(element)],
  [
    'removed and inserted again',
    (element, to) => {
      element.remove()
      to.append(element)
    },
  ],
  [
    'moved by moveBefore()',
    (element, to) =>
      ((to as Element & {moveBefore?: Element['insertBefore']}).moveBefore ?? to.insertBefore).call(to, element, null),
  ],
]

suite('a form that is', () => {
  for (const [how, move] of moves) {
    test(`${how} keeps its values, ticked boxes and errors`, async () => {
      const page = await show(`${british}<main></main>`)
      await page.type('name_first', 'Ada')
      await fillCountry(page, 'CH')
      await page.type('phone', '0781234567')
      await page.type('email', 'ada@example')
      await page.tick('gdpr_accept_terms')
      await page.until(() => page.error('email') && page.control('phone').value === '078 123 45 67')
      const error = page.error('email')
      move(page.form, document.querySelector('main')!)
      await page.form.updateComplete
      const values = ['name_first', 'phone', 'email', 'phone_country'].map(name => page.control(name).value)
      assert.deepEqual([...values, page.search.value], ['Ada', '078 123 45 67', 'ada@example', 'CH', '+41 Switzerland'])
      assert.isTrue((page.control('gdpr_accept_terms') as HTMLInputElement).checked)
      assert.deepEqual([page.error('email'), page.control('email').getAttribute('aria-invalid')], [error, 'true'])
      await page.type('email', '.com')
      await page.until(() => page.error('email') === '')
      assert.equal((await page.submitted()).type, 'contact-signup-success')
    })

    test(`${how} with its country list open leaves no list behind`, async () => {
      const page = await show(`${british}<main style="padding-top: 40px"></main>`)
      await openCountries(page)
      const errors = await errorsDuring(async () => {
        move(page.form, document.querySelector('main')!)
        await page.form.updateComplete
        if (page.focused !== page.search)
          await page.until(() => page.part('country-list')!.getBoundingClientRect().height === 0)
      })
      assert.deepEqual(errors, [])
      assert.equal(page.search.getAttribute('aria-expanded'), String(page.offered.length > 0))
      page.control('email').focus()
      const options = await openCountries(page)
      assert.isTrue(isOnTop(page, options[0]!))
      assert.approximately(
        page.part('country-list')!.getBoundingClientRect().left,
        page.search.getBoundingClientRect().left,
        1,
      )
      await page.press('Escape')
      assert.equal(page.search.value, '+44 United Kingdom')
    })
  }

  test('removed while it is being sent is sent nevertheless, and shows the thank-you when inserted again', async () => {
    const page = await show(`${british}<main></main>`)
    await page.fill('slow@example.com')
    const done = page.next('contact-signup-success')
    const errors = await errorsDuring(async () => {
      await page.submit()
      await page.until(() => page.form.matches(':state(sending)'))
      page.form.remove()
      await done
      document.querySelector('main')!.append(page.form)
      await page.until(() => page.text('success'))
    })
    assert.deepEqual([errors, page.form.phase, (await arrivals()).received.length], [[], 'done', 1])
  })

  test('cloned is an independent, empty form with the same attributes and slots', async () => {
    const page = await show(
      '<contact-signup fields="email name_first" tags="one"><b slot="submit">Join</b><label slot="fields">Room <input name="room" required></label></contact-signup>',
    )
    await page.fill()
    await page.submitted() // invalid: the room is missing
    const clone = page.form.cloneNode(true) as typeof page.form
    document.body.append(clone)
    const second = new Page(clone)
    await second.until(() => second.part('submit') ?? undefined)
    assert.deepEqual(
      [second.control('email').value, clone.fields, second.part('summary')],
      ['', 'email name_first', null],
    )
    assert.equal(clone.querySelector('[slot=submit]')!.assignedSlot!.name, 'submit')
    await second.fill('clone@example.com')
    clone.querySelector('input')!.value = 'sea'
    assert.equal((await second.submitted()).type, 'contact-signup-success')
    const {contact} = (await arrivals()).received[0]!
    assert.deepEqual([contact.email, contact.room, contact.tags], ['clone@example.com', 'sea', ['one']])
    assert.equal(page.control('email').value, 'ada@example.com')
  })

  test('hidden and shown again keeps its values', async () => {
    const page = await show(british)
    await page.type('email', 'ada@example')
    page.form.hidden = true
    assert.equal(page.form.getBoundingClientRect().height, 0)
    await page.until(() => document.activeElement !== page.form)
    page.form.hidden = false
    assert.isAbove(page.form.getBoundingClientRect().height, 300)
    await page.type('email', '.com')
    assert.equal(page.control('email').value, 'ada@example.com')
  })

  test('hidden with its country list open closes the list', async () => {
    const page = await show(british)
    await openCountries(page)
    page.form.hidden = true
    await page.until(() => page.offered.length === 0)
    page.form.hidden = false
    const options = await openCountries(page)
    assert.isTrue(isOnTop(page, options[0]!))
  })
})

suite('inside another component', () => {
  /** Shows a form in the shadow root of a card, as in component libraries. */
  const showInCard = async (lang: string) => {
    await show('<x-card></x-card><contact-signup></contact-signup>')
    const root = document.querySelector('x-card')!.attachShadow({mode: 'open'})
    root.innerHTML = `<section lang="${lang}"><slot></slot><contact-signup fields="email phone" country="GB"></contact-signup></section>`
    const page = new Page(root.querySelector('contact-signup')!)
    await page.until(() => page.root?.querySelector('button') ?? undefined)
    return page
  }

  test('a form can be filled in, shows errors and is sent, and its events reach the page', async () => {
    const page = await showInCard('en')
    const received: string[] = []
    for (const end of ['invalid', 'success'])
      document.addEventListener(
        `contact-signup-${end}`,
        ({type, target}) => void received.push(`${type} ${(target as Element).tagName}`),
        {once: true},
      )
    await page.submitted()
    assert.equal(page.focused, page.part('summary'))
    await openCountries(page)
    await page.press('Escape')
    await page.type('email', 'ada@example.com')
    await page.tick('gdpr_accept_terms')
    await page.submitted()
    assert.deepEqual(received, ['contact-signup-invalid X-CARD', 'contact-signup-success X-CARD'])
    assert.equal((await arrivals()).received[0]!.contact.email, 'ada@example.com')
  })

  test('a form uses the component’s language, also after it changes', async () => {
    const page = await showInCard('es')
    assert.equal(page.text('submit'), 'Suscribirse')
    page.form.closest('section')!.lang = 'de'
    await page.until(() => page.text('submit') === 'Anmelden')
    page.form.lang = 'en'
    await page.until(() => page.text('submit') === 'Sign up')
  })
})

suite('on a right-to-left page', () => {
  suiteSetup(() => (document.documentElement.dir = 'rtl'))
  suiteTeardown(() => document.documentElement.removeAttribute('dir'))

  test('an English form and its country list are left-to-right', async () => {
    const page = await show('<contact-signup><p slot="intro">Come in.</p></contact-signup>')
    const directions = ['name_first', 'gdpr_accept_terms'].map(name => getComputedStyle(page.control(name)).direction)
    assert.deepEqual([...directions, getComputedStyle(page.form.querySelector('p')!).direction], ['ltr', 'ltr', 'ltr'])
    assert.isBelow(page.search.getBoundingClientRect().left, page.control('phone').getBoundingClientRect().left)
    const label = document.createRange()
    label.selectNodeContents(page.control('name_first').labels![0]!)
    assert.approximately(label.getBoundingClientRect().left, page.control('name_first').getBoundingClientRect().left, 1)
    await openCountries(page)
    const list = page.part('country-list')!
    assert.equal(getComputedStyle(list).direction, 'ltr')
    assert.approximately(list.getBoundingClientRect().left, page.search.getBoundingClientRect().left, 1)
  })
})

suite('keys', () => {
  test('during a composition neither submit nor choose, and show no error', async () => {
    const page = await show(british)
    await page.type('email', 'ada@')
    const key = (target: Element, init: KeyboardEventInit) =>
      target.dispatchEvent(
        new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, composed: true, cancelable: true, ...init}),
      )
    page.control('email').dispatchEvent(new CompositionEvent('compositionstart', {bubbles: true, composed: true}))
    key(page.control('email'), {isComposing: true})
    await openCountries(page)
    await page.press('ArrowDown')
    const chosen = page.control('phone_country').value
    key(page.search, {isComposing: true})
    await page.form.updateComplete
    assert.deepEqual(
      [page.offered.length > 200, page.control('phone_country').value, page.form.phase, page.part('summary')],
      [true, chosen, 'editing', null],
    )
  })

  // Safari fires `keydown` for the key that ends a composition after `compositionend`; only its keyCode is special.
  test('that end a composition, as Safari reports them, do not choose a country', async () => {
    const page = await show(british)
    await openCountries(page)
    await page.press('ArrowDown')
    const ending = new KeyboardEvent('keydown', {
      key: 'Enter',
      keyCode: 229,
      bubbles: true,
      composed: true,
      cancelable: true,
    })
    page.search.dispatchEvent(ending)
    assert.isAbove(page.offered.length, 200)
  })

  // A click must not put the caret behind the chosen country: `+44 United Kingdomgerm` would find nothing.
  test('typed after choosing a country search for another', async () => {
    const page = await show(british)
    const options = await openCountries(page)
    await page.click(options[1]!)
    await sendKeys({type: 'switz'})
    await page.until(() => page.offered[0] === '+41 Switzerland')
    await page.press('Enter')
    await page.click(page.search)
    await page.until(() => page.offered.length > 200)
    await sendKeys({type: 'germ'})
    await page.until(() => page.offered[0] === '+49 Germany')
  })

  test('Enter submits once, and inserts a line break in a multi-line field', async () => {
    const page = await show(british)
    await page.fill('slow@example.com')
    await page.type('full_address', '1 Road')
    await page.press('Enter')
    await page.type('full_address', 'Town')
    assert.deepEqual([page.control('full_address').value, page.form.phase], ['1 Road\nTown', 'editing'])
    page.control('name_first').focus()
    const done = page.next('contact-signup-success')
    await page.press('Enter')
    await page.press('Enter')
    await done
    const {received, keys} = await arrivals()
    assert.deepEqual([received.length, keys.length, received[0]!.contact.full_address], [1, 1, '1 Road\nTown'])
  })

  test('typed into the middle of a complete foreign number leave the caret there', async () => {
    const page = await show(british)
    await page.type('phone', '+4930901820')
    await page.until(() => page.text('hint-phone') === 'For example 01512 3456789') // its numbering plan has loaded
    const input = page.control('phone') as HTMLInputElement
    input.setSelectionRange(5, 5)
    for (const key of '12') {
      await page.press(key)
      await new Promise(requestAnimationFrame)
    }
    assert.deepEqual([input.value, input.selectionStart], ['+493012901820', 7])
  })

  test('typed while the page changes messages or fields appear at the caret', async () => {
    const page = await show(british)
    await page.type('name_first', 'Ad')
    const input = page.control('name_first') as HTMLInputElement
    input.setSelectionRange(1, 1)
    page.form.messages = {submit: 'Count me in'}
    await page.form.updateComplete
    await page.press('x')
    page.form.fields = 'name_first email'
    await page.form.updateComplete
    await page.press('y')
    assert.deepEqual([input.value, input.selectionStart, page.control('name_first')], ['Axyd', 3, input])
  })
})

const events: [string, readonly string[]][] = [
  ['with input and change events', ['input', 'change']],
  ['with an input event only', ['input']],
  ['with a change event only', ['change']],
  ['without any event', []],
]
suite('a country that is filled in', () => {
  // The text of the search field, which still shows the country before it, must not be read as a search.
  test('while the list is open is kept when the field is left', async () => {
    const page = await show(british)
    await openCountries(page)
    await fillCountry(page, 'CH')
    page.control('email').focus()
    await page.until(() => page.search.value === '+41 Switzerland')
    assert.equal(page.control('phone_country').value, 'CH')
  })
})

suite('a value that is filled in', () => {
  const fill = (page: Page, name: string, value: string, types: readonly string[]) => {
    page.control(name).value = value
    for (const type of types) page.control(name).dispatchEvent(new Event(type, {bubbles: true}))
  }

  for (const [which, types] of events) {
    test(`${which} is sent`, async () => {
      const page = await show(british)
      const values = {name_first: 'Ada', email: 'ada@example.com', phone: '+41781234567', full_address: '1 Road'}
      for (const [name, value] of Object.entries(values)) fill(page, name, value, types)
      await page.tick('gdpr_accept_terms')
      assert.equal((await page.submitted()).type, 'contact-signup-success')
      const {name_first, email, phone_countrycode, phone_number, full_address} = (await arrivals()).received[0]!.contact
      assert.deepEqual(
        [name_first, email, phone_countrycode, phone_number, full_address],
        ['Ada', 'ada@example.com', '41', '781234567', '1 Road'],
      )
    })

    test(`${which} removes an error, at submit at the latest`, async () => {
      const page = await show('<contact-signup fields="email*" consent=""></contact-signup>')
      const {issues} = await page.submitted<ContactSignupInvalidEvent>()
      assert.deepEqual({...issues}, {email: 'required'})
      fill(page, 'email', 'ada@example.com', types)
      if (types.length > 0) await page.until(() => page.error('email') === '')
      assert.equal((await page.submitted()).type, 'contact-signup-success')
    })
  }
})

const nameHints = {autocapitalize: 'words', spellcheck: 'false'}
const latinHints = {autocapitalize: 'none', autocorrect: 'off', spellcheck: 'false', dir: 'ltr'}
const keyboardHints: Record<string, Record<string, string>> = {
  name_first: nameHints,
  name_last: nameHints,
  email: {...latinHints, inputmode: 'email', type: 'email', autocomplete: 'email'},
  phone: {...latinHints, inputmode: 'tel', type: 'tel', autocomplete: 'tel'},
  city: nameHints,
  region: nameHints,
  zip: {autocapitalize: 'characters', spellcheck: 'false'},
}
suite('keyboard hints', () => {
  const showFocused = async () => {
    const page = await show(
      `<contact-signup fields="${Object.keys(keyboardHints).join(' ')} full_address"></contact-signup>`,
    )
    page.control('name_first').focus()
    await page.until(() => page.control('name_first').hasAttribute('autocapitalize'))
    return page
  }

  for (const [field, attributes] of Object.entries(keyboardHints))
    test(`of ${field} are ${Object.values(attributes).join(', ')}`, async () => {
      const page = await showFocused()
      const found = Object.keys(attributes).map(key => [key, page.control(field).getAttribute(key)])
      assert.deepEqual(Object.fromEntries(found), attributes)
    })

  test('of the country search turn off spelling aids and label Enter as done', async () => {
    const page = await showFocused()
    page.search.focus()
    await page.until(() => page.search.hasAttribute('aria-autocomplete'))
    assert.deepEqual(
      ['spellcheck', 'autocapitalize', 'autocorrect', 'enterkeyhint'].map(key => page.search.getAttribute(key)),
      ['false', 'none', 'off', 'done'],
    )
  })

  test('are set on a field that is added later', async () => {
    const page = await showFocused()
    page.form.fields = 'name_first zip email'
    await page.form.updateComplete
    page.form.fields = 'name_first zip email phone'
    await page.form.updateComplete
    assert.deepEqual(
      [page.control('phone').inputMode, page.control('zip').getAttribute('autocapitalize')],
      ['tel', 'characters'],
    )
  })

  test('label Enter as send in the last text field, also after a change of the fields', async () => {
    const page = await showFocused()
    const hints = () => [...page.root.querySelectorAll('[enterkeyhint=send]')].map(({id}) => id)
    page.form.fields = 'name_first email'
    await page.form.updateComplete
    assert.deepEqual(hints(), ['email'])
    page.form.fields = 'email name_first'
    await page.form.updateComplete
    assert.deepEqual(hints(), ['name_first'])
  })
})
