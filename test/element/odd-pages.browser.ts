import {assert} from 'chai'
import {sendKeys} from '@web/test-runner-commands'
import type {ContactSignupInvalidEvent} from '../../src/index.ts'
import {arrivals, Page, show} from '../support/page.ts'

const british = '<contact-signup country="GB" fields="name_first email phone full_address"></contact-signup>'

/** What the browser reports while a test runs, beside what the test itself throws. */
async function faultsDuring(act: () => Promise<unknown>): Promise<string[]> {
  const faults: string[] = []
  const note = (event: Event) =>
    void faults.push(String((event as ErrorEvent).message ?? (event as PromiseRejectionEvent).reason))
  for (const type of ['error', 'unhandledrejection']) addEventListener(type, note)
  await act()
  for (const type of ['error', 'unhandledrejection']) removeEventListener(type, note)
  return faults
}

/** Whether what is at the middle of an element, for the eye and the mouse, is that element or inside it. */
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

/** Fills in the phone's country as a password manager does, wherever the focus is. */
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
    test(`Enter in ${name} sends the inner one, and never the outer`, async () => {
      const page = await show(around)
      const outer = watch()
      page.control(name).focus()
      const ended = page.next('contact-signup-invalid')
      await page.press('Enter')
      await ended
      assert.equal(outer.submits, 0)
    })

  test('Enter in the search for a country chooses, and sends neither', async () => {
    const page = await show(around)
    const outer = watch()
    await openCountries(page)
    await page.press('ArrowDown')
    await page.press('Enter')
    await page.press('Enter') // opens it again
    await page.until(() => page.offered.length > 200)
    assert.deepEqual([outer.submits, page.form.phase, page.part('summary')], [0, 'editing', null])
  })

  test('the outer one’s data, validity, reset and submit are its own', async () => {
    const page = await show(around)
    const outer = watch()
    await page.type('email', 'ada@')
    assert.deepEqual(
      [[...new FormData(outer.form).keys()], outer.form.checkValidity(), outer.form.elements.length],
      [['own'], true, 2],
    )
    outer.form.requestSubmit()
    outer.form.reset()
    assert.equal(outer.submits, 1)
    assert.deepEqual([page.control('email').value, page.form.phase, page.part('summary')], ['ada@', 'editing', null])
    page.form.reset()
    outer.form.querySelector('input')!.value = '2'
    await page.form.updateComplete
    assert.deepEqual([...new FormData(outer.form).values()], ['2'])
  })

  // Not yet: the browser counts a slotted field to the form around, and Enter in it sends that one.
  test('Enter in the page’s own field sends the inner one, and never the outer', async () => {
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

  // Not yet: a form’s `lang` is its field of that name, and the form never shows.
  test('a language and a field called lang of the outer one disturb nothing', async () => {
    const page = await show(`<form lang="es"><input name="lang" value="x">${british}</form>`)
    assert.equal(page.text('submit'), 'Suscribirse')
  })
})

suite('inside a dialog', () => {
  const around = `<button>Outside</button><dialog style="overflow: hidden; transform: translateX(0); height: 300px">
    <div style="overflow: hidden; transform: translateX(0)"><contact-signup fields="phone email" country="GB"></contact-signup></div><button>Close</button></dialog>`
  const dialog = () => document.querySelector('dialog')!
  const showDialog = async () => {
    dialog().showModal()
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame) // until it is in its place
  }

  test('the list of countries is above it, and clicked', async () => {
    const page = await show(around)
    await showDialog()
    const options = await openCountries(page)
    assert.isTrue(isOnTop(page, options[1]!))
    await page.click(options[1]!)
    await page.until(() => page.control('phone_country').value === options[1]!.getAttribute('data-code'))
    assert.isTrue(dialog().open)
  })

  test('Escape closes the list, and only then the dialog', async () => {
    const page = await show(around)
    await showDialog()
    await openCountries(page)
    await page.press('Escape')
    assert.deepEqual([page.offered.length, dialog().open, page.focused], [0, true, page.search])
    await page.press('Escape')
    await page.until(() => !dialog().open)
  })

  test('its focus goes from the first field to its own last button, and to the thank-you', async () => {
    const page = await show(around)
    await showDialog()
    await page.type('email', 'ada@example.com')
    await page.tick('gdpr_accept_terms')
    page.form.focus()
    for (let step = 0; step < 6; step += 1) await page.press('Tab')
    assert.equal(document.activeElement, dialog().querySelector('button'))
    await page.submitted()
    assert.equal(page.focused, page.part('success'))
  })

  test('closed with the list open, it takes the list along', async () => {
    const page = await show(around)
    await showDialog()
    await openCountries(page)
    dialog().close()
    await page.until(() => page.offered.length === 0)
    await showDialog()
    const options = await openCountries(page)
    assert.isTrue(isOnTop(page, options[0]!))
  })
})

/** Ways in which a page takes an element from one place to another. */
const moves: [string, (element: Element, to: Element) => void][] = [
  ['appended elsewhere', (element, to) => to.append(element)],
  [
    'taken out and put back',
    (element, to) => {
      element.remove()
      to.append(element)
    },
  ],
  [
    'moved as it is',
    (element, to) =>
      ((to as Element & {moveBefore?: Element['insertBefore']}).moveBefore ?? to.insertBefore).call(to, element, null),
  ],
]

suite('a form that is', () => {
  for (const [how, move] of moves) {
    test(`${how} keeps what was typed, ticked, chosen and complained about`, async () => {
      const page = await show(`${british}<main></main>`)
      await page.type('name_first', 'Ada')
      await fillCountry(page, 'CH')
      await page.type('phone', '781234567')
      await page.type('email', 'ada@example')
      await page.tick('gdpr_accept_terms')
      await page.until(() => page.error('email') && page.control('phone').value === '078 123 45 67')
      const complaint = page.error('email')
      move(page.form, document.querySelector('main')!)
      await page.form.updateComplete
      const values = ['name_first', 'phone', 'email', 'phone_country'].map(name => page.control(name).value)
      assert.deepEqual(
        [...values, page.search.value],
        ['Ada', '078 123 45 67', 'ada@example', 'CH', 'Switzerland (+41)'],
      )
      assert.isTrue((page.control('gdpr_accept_terms') as HTMLInputElement).checked)
      assert.deepEqual([page.error('email'), page.control('email').getAttribute('aria-invalid')], [complaint, 'true'])
      await page.type('email', '.com')
      await page.until(() => page.error('email') === '')
      assert.equal((await page.submitted()).type, 'contact-signup-success')
    })

    test(`${how} with its list of countries open leaves no list behind`, async () => {
      const page = await show(`${british}<main style="padding-top: 40px"></main>`)
      await openCountries(page)
      const faults = await faultsDuring(async () => {
        move(page.form, document.querySelector('main')!)
        await page.form.updateComplete
        if (page.focused !== page.search)
          await page.until(() => page.part('country-list')!.getBoundingClientRect().height === 0)
      })
      assert.deepEqual(faults, [])
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
      assert.equal(page.search.value, 'United Kingdom (+44)')
    })
  }

  test('taken away while it is being sent is sent all the same, and says so where it comes back', async () => {
    const page = await show(`${british}<main></main>`)
    await page.fill('slow@example.com')
    const done = page.next('contact-signup-success')
    const faults = await faultsDuring(async () => {
      await page.submit()
      await page.until(() => page.form.matches(':state(sending)'))
      page.form.remove()
      await done
      document.querySelector('main')!.append(page.form)
      await page.until(() => page.text('success'))
    })
    assert.deepEqual([faults, page.form.phase, (await arrivals()).received.length], [[], 'done', 1])
  })

  test('cloned is a form of its own, empty, with the same attributes and slots', async () => {
    const page = await show(
      '<contact-signup fields="email name_first" tags="one"><b slot="submit">Join</b><label slot="fields">Room <input name="room" required></label></contact-signup>',
    )
    await page.fill()
    await page.submitted() // is refused: the room is missing
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

  test('hidden and shown again keeps what was typed', async () => {
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

  test('hidden with its list of countries open takes the list along', async () => {
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
  /** A card as component libraries have them, whose shadow the form stands in. */
  const showInCard = async (lang: string) => {
    await show('<x-card></x-card><contact-signup></contact-signup>')
    const root = document.querySelector('x-card')!.attachShadow({mode: 'open'})
    root.innerHTML = `<section lang="${lang}"><slot></slot><contact-signup fields="email phone" country="GB"></contact-signup></section>`
    const page = new Page(root.querySelector('contact-signup')!)
    await page.until(() => page.root?.querySelector('button') ?? undefined)
    return page
  }

  test('a form is filled, complains and is sent, and its events reach the page', async () => {
    const page = await showInCard('en')
    const heard: string[] = []
    for (const end of ['invalid', 'success'])
      document.addEventListener(
        `contact-signup-${end}`,
        ({type, target}) => void heard.push(`${type} ${(target as Element).tagName}`),
        {once: true},
      )
    await page.submitted()
    assert.equal(page.focused, page.part('summary'))
    await openCountries(page)
    await page.press('Escape')
    await page.type('email', 'ada@example.com')
    await page.tick('gdpr_accept_terms')
    await page.submitted()
    assert.deepEqual(heard, ['contact-signup-invalid X-CARD', 'contact-signup-success X-CARD'])
    assert.equal((await arrivals()).received[0]!.contact.email, 'ada@example.com')
  })

  // Not yet: only the document is observed, not the shadows on the way to it.
  test('a form speaks the component’s language, also when that changes', async () => {
    const page = await showInCard('es')
    assert.equal(page.text('submit'), 'Suscribirse')
    page.form.closest('section')!.lang = 'de'
    await page.until(() => page.text('submit') === 'Anmelden')
    page.form.lang = 'en'
    await page.until(() => page.text('submit') === 'Sign up')
  })
})

suite('on a page from right to left', () => {
  suiteSetup(() => (document.documentElement.dir = 'rtl'))
  suiteTeardown(() => document.documentElement.removeAttribute('dir'))

  test('a form in English runs from left to right, with its list of countries', async () => {
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
  test('of an input method that still composes send nothing, choose nothing and complain about nothing', async () => {
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

  // Safari ends a composition before it tells of the key that ended it, and marks that key by this code alone.
  // Not yet: the picker looks at `isComposing` alone.
  test('that only end a composition, as Safari tells it, choose no country', async () => {
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

  // Not yet: a click puts the caret behind what is chosen, and `United Kingdom (+44)germ` finds nothing.
  test('typed over a country that was just chosen search for another', async () => {
    const page = await show(british)
    const options = await openCountries(page)
    await page.click(options[1]!)
    await sendKeys({type: 'switz'})
    await page.until(() => page.offered[0] === 'Switzerland +41')
    await page.press('Enter')
    await page.click(page.search)
    await page.until(() => page.offered.length > 200)
    await sendKeys({type: 'germ'})
    await page.until(() => page.offered[0] === 'Germany +49')
  })

  test('Enter sends once, and in a field of several lines makes another', async () => {
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

  test('typed into the middle of a number stay there, also where it is whole and of another country', async () => {
    const page = await show(british)
    await page.type('phone', '+4930901820')
    await page.until(() => page.text('hint-phone') === 'For example 01512 3456789') // its plan is there
    const input = page.control('phone') as HTMLInputElement
    input.setSelectionRange(5, 5)
    for (const key of '12') {
      await page.press(key)
      await new Promise(requestAnimationFrame)
    }
    assert.deepEqual([input.value, input.selectionStart], ['+493012901820', 7])
  })

  test('typed while the page changes words or fields stay where the caret is', async () => {
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

const tellers: [string, readonly string[]][] = [
  ['input and change', ['input', 'change']],
  ['input alone', ['input']],
  ['change alone', ['change']],
  ['nothing', []],
]
suite('a country that is filled in', () => {
  // Not yet: what the field said before is taken for typed when it is left.
  test('while the one before it is looked at stays', async () => {
    const page = await show(british)
    await openCountries(page)
    await fillCountry(page, 'CH')
    page.control('email').focus()
    await page.until(() => page.search.value === 'Switzerland (+41)')
    assert.equal(page.control('phone_country').value, 'CH')
  })
})

suite('a value that comes with', () => {
  const fill = (page: Page, name: string, value: string, events: readonly string[]) => {
    page.control(name).value = value
    for (const type of events) page.control(name).dispatchEvent(new Event(type, {bubbles: true}))
  }

  for (const [what, events] of tellers) {
    test(`${what} is sent`, async () => {
      const page = await show(british)
      const values = {name_first: 'Ada', email: 'ada@example.com', phone: '+41781234567', full_address: '1 Road'}
      for (const [name, value] of Object.entries(values)) fill(page, name, value, events)
      await page.tick('gdpr_accept_terms')
      assert.equal((await page.submitted()).type, 'contact-signup-success')
      const {name_first, email, phone_countrycode, phone_number, full_address} = (await arrivals()).received[0]!.contact
      assert.deepEqual(
        [name_first, email, phone_countrycode, phone_number, full_address],
        ['Ada', 'ada@example.com', '41', '781234567', '1 Road'],
      )
    })

    test(`${what} mends a complaint, at submit at the latest`, async () => {
      const page = await show('<contact-signup fields="email*" consent=""></contact-signup>')
      const {issues} = await page.submitted<ContactSignupInvalidEvent>()
      assert.deepEqual({...issues}, {email: 'required'})
      fill(page, 'email', 'ada@example.com', events)
      if (events.length > 0) await page.until(() => page.error('email') === '')
      assert.equal((await page.submitted()).type, 'contact-signup-success')
    })
  }
})

const name = {autocapitalize: 'words', spellcheck: 'false'}
const latin = {autocapitalize: 'none', autocorrect: 'off', spellcheck: 'false', dir: 'ltr'}
const aids: Record<string, Record<string, string>> = {
  name_first: name,
  name_last: name,
  email: {...latin, inputmode: 'email', type: 'email', autocomplete: 'email'},
  phone: {...latin, inputmode: 'tel', type: 'tel', autocomplete: 'tel-national'},
  city: name,
  region: name,
  zip: {autocapitalize: 'characters', spellcheck: 'false'},
}
suite('once touched, a keyboard knows of', () => {
  const touched = async () => {
    const page = await show(`<contact-signup fields="${Object.keys(aids).join(' ')} full_address"></contact-signup>`)
    page.control('name_first').focus()
    await page.until(() => page.control('name_first').hasAttribute('autocapitalize'))
    return page
  }

  for (const [field, attributes] of Object.entries(aids))
    test(`${field} that it is ${Object.values(attributes).join(', ')}`, async () => {
      const page = await touched()
      const found = Object.keys(attributes).map(key => [key, page.control(field).getAttribute(key)])
      assert.deepEqual(Object.fromEntries(found), attributes)
    })

  test('the search for a country that it is no prose, and that Enter chooses', async () => {
    const page = await touched()
    page.search.focus()
    await page.until(() => page.search.hasAttribute('aria-autocomplete'))
    assert.deepEqual(
      ['spellcheck', 'autocapitalize', 'autocorrect', 'enterkeyhint'].map(key => page.search.getAttribute(key)),
      ['false', 'none', 'off', 'done'],
    )
  })

  test('a field that is drawn later, too', async () => {
    const page = await touched()
    page.form.fields = 'name_first zip email'
    await page.form.updateComplete
    page.form.fields = 'name_first zip email phone'
    await page.form.updateComplete
    assert.deepEqual(
      [page.control('phone').inputMode, page.control('zip').getAttribute('autocapitalize')],
      ['tel', 'characters'],
    )
  })

  test('the last text field that Enter sends, whichever that is', async () => {
    const page = await touched()
    const hints = () => [...page.root.querySelectorAll('[enterkeyhint=send]')].map(({id}) => id)
    page.form.fields = 'name_first email'
    await page.form.updateComplete
    assert.deepEqual(hints(), ['email'])
    page.form.fields = 'email name_first'
    await page.form.updateComplete
    assert.deepEqual(hints(), ['name_first'])
  })
})
