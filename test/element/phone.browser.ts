import {assert} from 'chai'
import {setViewport} from '@web/test-runner-commands'
import type {ContactSignupInvalidEvent} from '../../src/index.ts'
import {arrivals, show, type Page} from '../support/page.ts'

const british = '<contact-signup country="GB" fields="phone email"></contact-signup>'
const countryOf = (page: Page) => page.control('phone_country').value

suite('the phone', () => {
  test('is formatted nationally when it is left, and not while the visitor types', async () => {
    const page = await show(british)
    await page.type('phone', '02079460000')
    assert.equal(page.control('phone').value, '02079460000')
    await page.press('Tab')
    await page.until(() => page.control('phone').value === '020 7946 0000')
  })

  test('shows an example of its country after the first focus, in a line that is reserved for it', async () => {
    const page = await show(british)
    const {bottom} = page.form.getBoundingClientRect()
    page.control('phone').focus()
    await page.until(() => page.text('hint-phone') === 'For example 07400 123456')
    assert.approximately(page.form.getBoundingClientRect().bottom, bottom, 0.1)
    assert.include(page.control('phone').getAttribute('aria-describedby'), page.part('hint-phone')!.id)
    await page.choose('phone_country', 'CH')
    await page.until(() => page.text('hint-phone') === 'For example 078 123 45 67')
  })

  const international: [typed: string, country: string, national: string][] = [
    ['+49 (0)30 901820', 'DE', '030 901820'],
    ['0049 30 901820', 'DE', '030 901820'],
    ['(+49) 30 901820', 'DE', '030 901820'],
    ['\u202d+49 30 901820\u202c', 'DE', '030 901820'],
    ['tel:+49-30-901820', 'DE', '030 901820'],
    ['+1 250 555 0123', 'CA', '(250) 555-0123'],
    ['+7 701 123 4567', 'KZ', '8 (701) 123 4567'],
    ['+390644123456', 'IT', '06 4412 3456'],
    ['+44 7400 123456', 'GB', '07400 123456'],
  ]
  for (const [typed, country, national] of international)
    test(`chooses ${country} when the visitor types ${typed}, and keeps it when the fields change`, async () => {
      const page = await show(british)
      await page.type('phone', typed)
      await page.press('Tab')
      await page.until(() => page.control('phone').value === national)
      assert.equal(countryOf(page), country)
      for (const fields of ['phone email name_first', 'email phone']) {
        page.form.fields = fields
        await page.form.updateComplete
        assert.deepEqual([countryOf(page), page.control('phone').value], [country, national], fields)
      }
    })

  test('chooses the country while the visitor is still typing, and does not move the caret', async () => {
    const page = await show(british)
    await page.type('phone', '+4930')
    await page.until(() => countryOf(page) === 'DE' && page.search.value === '+49 Germany')
    const input = page.control('phone') as HTMLInputElement
    assert.deepEqual([input.value, input.selectionStart], ['+4930', 5])
  })

  const events: [string, (input: HTMLInputElement) => void][] = [
    [
      'with input and change events',
      input => ['input', 'change'].forEach(type => input.dispatchEvent(new Event(type, {bubbles: true}))),
    ],
    ['with a change event only', input => input.dispatchEvent(new Event('change', {bubbles: true}))],
  ]
  for (const [which, dispatch] of events)
    test(`chooses its country and formats the number when a script fills it in ${which}`, async () => {
      const page = await show(british)
      const input = page.control('phone') as HTMLInputElement
      input.value = '+41781234567'
      dispatch(input)
      await page.until(() => countryOf(page) === 'CH' && input.value === '078 123 45 67')
    })

  test('is read correctly at submit if a script filled it in without an event', async () => {
    const page = await show('<contact-signup country="GB" fields="phone email"></contact-signup>')
    page.control('phone').value = '+41781234567'
    await page.tick('gdpr_accept_terms')
    await page.submitted()
    const {contact} = (await arrivals()).received[0]!
    assert.deepEqual([contact.phone_countrycode, contact.phone_number], ['41', '781234567'])
  })

  test('starts with the region of the language, or the country that the page sets', async () => {
    const page = await show('<div lang="en-NZ"><contact-signup></contact-signup></div>')
    assert.equal(countryOf(page), 'NZ')
    await page.until(() => page.search.value === 'New Zealand') // when the browser is idle
    page.control('email').focus() // its calling code comes after the first interaction
    await page.until(() => page.search.value === '+64 New Zealand')
    page.form.country = 'pt'
    await page.form.updateComplete
    assert.deepEqual([countryOf(page), page.search.value], ['PT', '+351 Portugal'])
    await page.choose('phone_country', 'SE')
    page.form.country = 'IT'
    await page.form.updateComplete
    assert.equal(countryOf(page), 'SE')
    page.form.reset()
    await page.until(() => countryOf(page) === 'IT' && page.search.value === '+39 Italy')
  })
})

suite('a national number', () => {
  test('asks for its country if the form starts with none', async () => {
    const page = await show('<contact-signup fields="phone"></contact-signup>')
    assert.deepEqual([countryOf(page), page.search.value], ['', ''])
    await page.type('phone', '07400 123456')
    await page.tick('gdpr_accept_terms')
    const event = await page.submitted<ContactSignupInvalidEvent>()
    assert.deepEqual({...event.issues}, {phone: 'phone_country_missing'})
    assert.deepEqual((await arrivals()).keys, [])
    await page.choose('phone_country', 'GB')
    assert.equal((await page.submitted()).type, 'contact-signup-success')
    assert.equal((await arrivals()).received[0]!.contact.phone_countrycode, '44')
  })
})

suite('a number of a country that is not offered', () => {
  const dach = '<contact-signup fields="phone" countries="DE CH" country="DE"></contact-signup>'
  for (const typed of ['+43 664 1234567', '0043 664 1234567'])
    test(`stays as it was typed, ${typed}, and is sent as what it is`, async () => {
      const page = await show(dach)
      await page.type('phone', typed)
      await page.tick('gdpr_accept_terms')
      assert.equal((await page.submitted()).type, 'contact-signup-success')
      assert.deepEqual([countryOf(page), page.control('phone').value], ['DE', typed])
      const {phone_countrycode, phone_number} = (await arrivals()).received[0]!.contact
      assert.deepEqual([phone_countrycode, phone_number], ['43', '6641234567'])
    })
})

suite('a calling code that chooses another country', () => {
  const announced = (page: Page) => page.root.querySelector('.country > [role=status]:last-child')!.textContent
  test('is announced, and a country that the visitor chooses is not', async () => {
    const page = await show(british)
    const status = page.root.querySelector('.country > [role=status]:last-child')
    await page.type('phone', '+44')
    await page.until(() => page.text('hint-phone'))
    assert.equal(announced(page), '', 'nothing has changed')
    for (const _ of '+44') await page.press('Backspace')
    await page.type('phone', '+49')
    await page.until(() => announced(page) === '+49 Germany')
    assert.equal(page.root.querySelector('.country > [role=status]:last-child'), status, 'it was there before it spoke')
    await page.type('phone', '30')
    assert.equal(announced(page), '+49 Germany', 'and is not announced again')
    page.control('phone').value = '' // its calling code would choose Germany again
    for (const country of ['CH', 'DE']) {
      await page.choose('phone_country', country)
      await page.until(() => announced(page) === '')
    }
  })

  test('is announced when a script fills in the number', async () => {
    const page = await show(british)
    const input = page.control('phone') as HTMLInputElement
    input.value = '+41781234567'
    input.dispatchEvent(new Event('input', {bubbles: true}))
    await page.until(() => announced(page) === '+41 Switzerland')
  })
})

suite('the country and the number', () => {
  test('are aligned where a label wraps', async () => {
    await setViewport({width: 390, height: 844})
    const page = await show('<contact-signup lang="fr" fields="email* phone" country="FR"></contact-signup>')
    await page.until(() => page.search.value === 'France')
    const [country, number] = [page.search, page.control('phone')].map(control => control.getBoundingClientRect())
    const label = (id: string) => page.root.querySelector(`label[for=${id}]`)!.getBoundingClientRect().height
    assert.isAbove(label('phone'), label('phone_country'), 'the label wraps')
    assert.approximately(country!.bottom, number!.bottom, 0.1)
    // The arrow is at the bottom of the box around the field.
    assert.approximately(page.search.parentElement!.getBoundingClientRect().bottom, country!.bottom, 0.1)
    await setViewport({width: 800, height: 600})
  })

  test('show the calling code at the width of a phone, whatever the country is called', async () => {
    await setViewport({width: 390, height: 844})
    const page = await show('<contact-signup fields="phone" country="BA"></contact-signup>')
    page.control('phone').focus()
    await page.until(() => page.search.value === '+387 Bosnia & Herzegovina')
    assert.equal(page.search.scrollLeft, 0)
    await setViewport({width: 800, height: 600})
  })
})

suite('a number that is typed before its country is chosen', () => {
  const cases: [before: string, typed: string, country: string, shown: string, pair: [string, string]][] = [
    ['DE', '332 1234567', 'IT', '332 123 4567', ['39', '3321234567']],
    ['AT', '600 123 456', 'PL', '600 123 456', ['48', '600123456']],
    ['DE', '612 345 678', 'ES', '612 34 56 78', ['34', '612345678']],
    ['GB', '0664 1234567', 'AT', '0664 1234567', ['43', '6641234567']],
  ]
  for (const [before, typed, country, shown, pair] of cases)
    test(`${typed}, first under ${before}, is read under ${country} as it was typed`, async () => {
      const page = await show(`<contact-signup fields="phone" consent="" country="${before}"></contact-signup>`)
      await page.until(() => page.form.shadowRoot!.querySelector('#phone'))
      await page.type('phone', typed)
      await page.press('Tab')
      await page.until(() => page.text('hint-phone'))
      await page.choose('phone_country', country)
      await page.until(() => page.control('phone').value === shown)
      assert.equal((await page.submitted()).type, 'contact-signup-success')
      const {phone_countrycode, phone_number} = (await arrivals()).received[0]!.contact
      assert.deepEqual([phone_countrycode, phone_number], pair)
    })
})

suite('a number that is edited after it was formatted', () => {
  const cases: [before: string, typed: string, country: string, pair: [string, string]][] = [
    ['GB', '3123456789', 'IT', ['39', '3123456788']],
    ['US', '15123456789', 'DE', ['49', '15123456788']],
    ['RU', '9121234569', 'DE', ['49', '9121234568']],
    ['HU', '301234569', 'DE', ['49', '301234568']],
  ]
  for (const [before, typed, country, pair] of cases)
    test(`from ${typed} under ${before} keeps the digits that were typed under ${country}`, async () => {
      const page = await show(`<contact-signup fields="phone" consent="" country="${before}"></contact-signup>`)
      await page.type('phone', typed)
      await page.press('Tab')
      await page.until(() => page.text('hint-phone'))
      page.control('phone').focus()
      await page.press('End')
      await page.press('Backspace')
      await page.type('phone', '8')
      await page.press('Tab')
      await page.choose('phone_country', country)
      await page.until(() => page.search.value.startsWith('+'))
      while ((await page.submitted()).type === 'contact-signup-invalid'); // where the number is questioned
      const {phone_countrycode, phone_number} = (await arrivals()).received[0]!.contact
      assert.deepEqual([phone_countrycode, phone_number], pair)
    })
})

suite('the country', () => {
  test('does not open its list when the visitor comes by Tab', async () => {
    const page = await show('<contact-signup fields="email phone" country="GB"></contact-signup>')
    await page.type('email', 'a')
    await page.press('Tab')
    assert.equal(page.focused, page.search)
    await page.until(() => page.part('country-list') && page.search.value === '+44 United Kingdom')
    assert.deepEqual([page.search.getAttribute('aria-expanded'), page.offered], ['false', []])
    await page.press('ArrowDown')
    await page.until(() => page.offered.length > 3)
  })
})

suite('text that is no phone number', () => {
  const texts: [what: string, typed: string][] = [
    ['letters', '1-800-FLOWERS'],
    ['two numbers', '07712 345678 / 07713 345678'],
    ['an extension', '020 7946 0958 ext. 12'],
    ['too few digits', '0171'],
    ['too many digits', '0171 2345678 9012'],
  ]
  const error =
    /Please enter a phone number for United Kingdom, like 07400 123456, or one with \+ and its country code\./
  for (const [what, typed] of texts)
    test(`with ${what} gets an error that names the country, an example and the way out`, async () => {
      const page = await show(british)
      await page.type('phone', typed)
      await page.tick('gdpr_accept_terms')
      await page.until(() => page.error('phone'))
      assert.match(page.error('phone'), error)
      const event = await page.submitted<ContactSignupInvalidEvent>()
      assert.deepEqual({...event.issues}, {phone: 'phone_invalid'})
      assert.match(page.text('summary'), error)
    })
})

suite('a number outside all assigned ranges', () => {
  const fictional = '07700 900123' // reserved by Ofcom for drama, never assigned
  test('raises a warning with an example, not an error, and submitting confirms it', async () => {
    const page = await show(british)
    await page.type('phone', fictional)
    await page.tick('gdpr_accept_terms')
    await page.until(() => /07400 123456/.test(page.text('hint-phone')) && /correct/.test(page.text('hint-phone')))
    assert.equal(page.control('phone').getAttribute('aria-invalid'), 'false')
    assert.equal(page.error('phone'), '')
    assert.equal((await page.submitted()).type, 'contact-signup-success')
    assert.equal((await arrivals()).received[0]!.contact.phone_number, '7700900123')
  })

  test('raises the warning in the summary where the visitor submits before it has appeared, and submitting again confirms it', async () => {
    const page = await show(british)
    await page.tick('gdpr_accept_terms')
    await page.type('phone', fictional)
    const event = await page.submitted<ContactSignupInvalidEvent>()
    assert.deepEqual({...event.issues}, {phone: 'phone_unassigned'})
    assert.equal(page.focused, page.part('summary'))
    assert.include(page.text('summary'), page.text('hint-phone'))
    assert.deepEqual((await arrivals()).keys, [])
    assert.equal((await page.submitted()).type, 'contact-signup-success')
    assert.equal((await arrivals()).received[0]!.contact.phone_number, '7700900123')
  })

  test('raises another warning when it is changed to another such number', async () => {
    const page = await show(british)
    await page.tick('gdpr_accept_terms')
    await page.type('phone', fictional)
    assert.equal((await page.submitted()).type, 'contact-signup-invalid')
    page.control('phone').focus()
    await page.press('End')
    await page.press('Backspace')
    await page.type('phone', '4')
    assert.equal((await page.submitted()).type, 'contact-signup-invalid')
    await page.type('phone', '')
    assert.equal((await page.submitted()).type, 'contact-signup-success')
  })

  test('raises no warning any more when it is corrected', async () => {
    const page = await show(british)
    await page.type('phone', '0770090012')
    await page.press('Tab')
    await page.until(() => page.error('phone') || page.text('hint-phone').includes('correct'))
    ;(page.control('phone') as HTMLInputElement).select()
    await page.type('phone', '07400 123456')
    await page.until(() => page.text('hint-phone') === 'For example 07400 123456' && page.error('phone') === '')
  })
})

suite('the country picker', () => {
  const search = async (page: Page, text: string) => {
    page.search.focus()
    await page.until(() => page.search.getAttribute('aria-autocomplete') === 'list')
    const {sendKeys} = await import('@web/test-runner-commands')
    await sendKeys({type: text})
    await page.until(() => page.search.getAttribute('aria-expanded') === 'true')
  }

  const searches: [typed: string, first: string, lang?: string][] = [
    ['schw', '+41 Switzerland'],
    ['swi', '+41 Switzerland'],
    ['suiz', '+41 Suiza', 'es'],
    ['de', '+49 Germany'],
    ['+35', '+358 Åland Islands'],
    ['351', '+351 Portugal'],
    ['cote', '+225 Côte d’Ivoire'],
    ['united k', '+44 United Kingdom'],
    ['kingdom', '+44 United Kingdom'],
    ['österr', '+43 Austria'],
  ]
  for (const [typed, first, lang = 'en'] of searches)
    test(`finds ${first} for ${typed} in ${lang}`, async () => {
      const page = await show(`<contact-signup lang="${lang}" fields="phone"></contact-signup>`)
      await search(page, typed)
      await page.until(() => page.offered[0] === first)
      await page.press('Enter')
      assert.equal(page.search.value, first)
      assert.equal(page.search.getAttribute('aria-expanded'), 'false')
      assert.equal(page.form.phase, 'editing')
    })

  // Where the caret is put into the text of the chosen country, which stays in the field.
  const edits: [edited: string, first: string][] = [
    ['+49 United Kingdom', '+49 Germany'],
    ['+49', '+49 Germany'],
    ['+44 Germany', '+49 Germany'],
    ['+44 Ger', '+49 Germany'],
    ['+44 de', '+49 Germany'],
    ['Germany', '+49 Germany'],
  ]
  for (const [edited, first] of edits)
    test(`finds ${first} when “+44 United Kingdom” is edited to “${edited}”`, async () => {
      const page = await show('<contact-signup fields="phone" country="GB"></contact-signup>')
      page.search.focus()
      await page.until(() => page.search.getAttribute('aria-autocomplete') === 'list')
      page.search.value = edited
      page.search.dispatchEvent(new Event('input', {bubbles: true}))
      await page.until(() => page.offered[0] === first)
      await page.press('Enter')
      assert.equal(page.search.value, first)
    })

  test('moves the active option by arrows, Home and End; Escape closes the list without choosing', async () => {
    const page = await show('<contact-signup fields="phone" country="GB" countries="AT CH DE GB"></contact-signup>')
    page.search.focus()
    await page.until(() => page.search.getAttribute('aria-autocomplete') === 'list')
    await page.press('Escape')
    const active = () =>
      page.root.getElementById(page.search.getAttribute('aria-activedescendant') ?? '')?.getAttribute('data-code')
    const visited: (string | null | undefined)[] = []
    for (const key of ['ArrowDown', 'ArrowDown', 'End', 'ArrowDown', 'Home', 'ArrowUp']) {
      await page.press(key)
      visited.push(active())
    }
    assert.deepEqual(visited, ['GB', 'AT', 'CH', 'CH', 'GB', 'GB'])
    const selected = page.root.querySelectorAll('[part~=country-option][aria-selected=true]')
    assert.deepEqual(
      [...selected].map(option => option.getAttribute('data-code')),
      ['GB'],
    )
    await page.press('End')
    await page.press('Escape')
    assert.deepEqual([countryOf(page), page.search.value, page.offered.length], ['GB', '+44 United Kingdom', 0])
    assert.equal(page.focused, page.search)
  })

  test('chooses by mouse, and keeps the country when it is left with a search that finds none', async () => {
    const page = await show('<contact-signup fields="phone email" country="GB"></contact-signup>')
    await page.click(page.search)
    await page.until(() => page.offered.length > 200)
    await page.click([...page.root.querySelectorAll('[part~=country-option]')][3]!)
    const chosen = countryOf(page)
    assert.notEqual(chosen, 'GB')
    await search(page, 'zzz')
    await page.until(() => page.root.querySelector('.open')!.textContent === 'No country found')
    page.control('email').focus()
    assert.equal(countryOf(page), chosen)
    assert.match(page.search.value, /^\+\d/)
  })

  test('replaces the chosen country by what is typed after a click', async () => {
    const page = await show('<contact-signup fields="phone" country="GB"></contact-signup>')
    await page.click(page.search)
    await page.until(() => page.offered.length > 200)
    for (const key of 'switz') await page.press(key)
    await page.until(() => page.offered.length === 1)
    await page.press('Enter')
    assert.equal(page.search.value, '+41 Switzerland')
  })

  test('is not clipped by a container with `overflow: hidden`, nor by the edges of a small screen', async () => {
    await setViewport({width: 320, height: 480})
    const page = await show(`<div style="overflow: hidden; transform: translateX(0); height: 260px; width: 300px">
      <contact-signup fields="phone" country="GB"></contact-signup></div>`)
    await page.click(page.search)
    await page.until(() => page.offered.length > 200)
    const list = page.part('country-list')!
    const {left, right, top, bottom} = list.getBoundingClientRect()
    assert.isTrue(left >= 0 && right <= 320 && top >= 0 && bottom <= 480, `${left} ${right} ${top} ${bottom}`)
    assert.isAtLeast(bottom - top, 150)
    const {elementFromPoint} = Document.prototype
    const hit = elementFromPoint.call(document, (left + right) / 2, bottom - 20)
    assert.equal(hit, page.form, 'the list is the topmost element there')
    for (const option of page.root.querySelectorAll('[part~=country-option]'))
      assert.isAtLeast(option.getBoundingClientRect().height, 24)
    await setViewport({width: 800, height: 600})
  })

  test('offers the countries of the attribute, in the language of the form', async () => {
    const page = await show('<contact-signup lang="es" countries="de GB es"></contact-signup>')
    await page.click(page.search)
    await page.until(() => page.offered.length > 0)
    assert.sameMembers(page.offered, ['+49 Alemania', '+34 España', '+44 Reino Unido'])
  })

  test('lists the likely countries first', async () => {
    const page = await show('<contact-signup fields="phone" country="ES"></contact-signup>')
    await page.click(page.search)
    await page.until(() => page.offered.length > 200)
    assert.deepEqual(
      page.offered.slice(0, 2),
      ['+34 Spain', '+1 United States'],
      'the chosen country, then that of the browser’s language',
    )
  })

  test('searches again when the visitor types after choosing', async () => {
    const page = await show('<contact-signup fields="phone" country="GB"></contact-signup>')
    await search(page, 'switz')
    await page.press('Enter')
    await search(page, 'germ')
    await page.until(() => page.offered[0] === '+49 Germany')
  })

  test('announces the number of matching countries to screen readers', async () => {
    const page = await show('<contact-signup fields="phone" lang="pl"></contact-signup>')
    await search(page, 'ni')
    const announced = () => page.root.querySelector('.country > .spoken')!.textContent!
    await page.until(() => page.offered.length > 20 && announced() === `Znaleziono ${page.offered.length} krajów`)
    await page.press('Escape')
    assert.equal(announced(), '')
  })

  test('follows the language of the page', async () => {
    const page = await show(
      '<section lang="en"><contact-signup fields="phone" country="DE"></contact-signup></section>',
    )
    await page.choose('phone_country', 'CH')
    page.form.parentElement!.lang = 'es'
    await page.until(() => page.search.value === '+41 Suiza')
    assert.equal(countryOf(page), 'CH')
  })
})
