import {assert} from 'chai'
import {show, type Page} from '../support/page.ts'

const allFields = 'name_first* email phone full_address country born_date gender'

/** The `part` of every element that is rendered for a field, by the element's first part. */
function partsOf({root}: Page, field: string): Record<string, string> {
  const pieces = [...root.querySelectorAll(`[part~=field-${field}], [part~=field-${field}] [part]`)]
  return Object.fromEntries(
    pieces.map(piece => piece.getAttribute('part')!).map(part => [part.replace(/ .*/, ''), part]),
  )
}

const invalidParts = ({root}: Page) =>
  [...root.querySelectorAll('[part]')].filter(({part}) => part.contains('invalid')).map(({part}) => part.value)

suite('the parts of a field', () => {
  test('carry its name', async () => {
    const page = await show(`<contact-signup fields="${allFields}" country="GB"></contact-signup>`)
    assert.deepEqual(partsOf(page, 'name_first'), {
      field: 'field field-name_first',
      label: 'label label-name_first',
      required: 'required required-name_first',
      input: 'input input-name_first',
    })
    assert.equal(partsOf(page, 'gender').optional, 'optional optional-gender')
    assert.deepEqual(invalidParts(page), [])
  })

  test('carry `invalid` while the field is in error', async () => {
    const page = await show(`<contact-signup fields="${allFields}" country="GB"></contact-signup>`)
    await page.type('phone', '12')
    await page.type('full_address', 'x'.repeat(501))
    await page.submitted()
    await page.until(() => page.error('phone'))
    const invalid = (names: readonly string[], field: string) => names.map(name => `${name} ${name}-${field} invalid`)
    for (const [field, pieces] of [
      ['name_first', ['field', 'label', 'required', 'input', 'error']],
      ['full_address', ['field', 'label', 'optional', 'input', 'error']],
    ] as const)
      assert.deepEqual(Object.values(partsOf(page, field)), invalid(pieces, field))
    const {field, phone, input, hint, error, ...others} = partsOf(page, 'phone')
    assert.deepEqual([field, input, hint, error], invalid(['field', 'input', 'hint', 'error'], 'phone'))
    assert.deepEqual([phone, others['field-phone_number']], ['phone invalid', 'field-phone_number invalid'])
    assert.equal(others['field-phone_country'], 'field-phone_country', 'the number is wrong, not the country')
    assert.deepEqual(partsOf(page, 'gdpr_accept_terms'), {
      field: 'field field-gdpr_accept_terms consent invalid',
      checkbox: 'checkbox input-gdpr_accept_terms invalid',
      'consent-text': 'consent-text invalid',
      label: 'label label-gdpr_accept_terms invalid',
      required: 'required required-gdpr_accept_terms invalid',
      error: 'error error-gdpr_accept_terms invalid',
    })
    assert.deepEqual(
      invalidParts(page).filter(part => /born_date|gender|country|marketing|email/.test(part)),
      [],
    )
  })

  test('of the phone tell which half is in error', async () => {
    const page = await show('<contact-signup fields="phone" consent="" lang="en"></contact-signup>')
    await page.type('phone', '7700 900123')
    const select = page.control('phone_country') as HTMLSelectElement
    await page.until(() => select.options.length > 200)
    select.value = ''
    await page.submitted()
    await page.until(() => page.error('phone'))
    assert.equal(page.part('field-phone_country')!.part.value, 'field-phone_country invalid')
    assert.equal(page.search.part.value, 'input country invalid')
    assert.equal(page.part('label-phone_country')!.part.value, 'label label-phone_country invalid')
  })

  test('lose `invalid` once the error is gone', async () => {
    const page = await show('<contact-signup fields="email" consent=""></contact-signup>')
    await page.submitted()
    assert.isAbove(invalidParts(page).length, 2)
    await page.type('email', 'ada@example.com')
    await page.until(() => page.error('email') === '')
    assert.deepEqual(invalidParts(page), [])
  })

  test('can be styled in their state', async () => {
    const page = await show(`<style>
        contact-signup::part(field invalid) { border-left: 5px solid rgb(1, 2, 3) }
        contact-signup::part(required) { display: inline; color: rgb(4, 5, 6) }
      </style>
      <contact-signup fields="email name_first" consent=""></contact-signup>`)
    const look = (part: string) => getComputedStyle(page.part(part)!)
    assert.deepEqual([look('field-email').borderLeftWidth, look('required-email').display], ['0px', 'inline'])
    assert.equal(look('required-email').color, 'rgb(4, 5, 6)')
    await page.submitted()
    assert.deepEqual([look('field-email').borderLeftWidth, look('field-name_first').borderLeftWidth], ['5px', '0px'])
  })
})

suite('a required field', () => {
  test('has a mark that is hidden by default, and no part of the label’s text', async () => {
    const page = await show('<contact-signup fields="email name_first"></contact-signup>')
    const mark = page.part('required-email')!
    assert.deepEqual([mark.textContent, mark.ariaHidden, getComputedStyle(mark).display], [' *', 'true', 'none'])
    assert.equal(page.text('label-email'), 'Email')
    assert.isNull(page.part('optional-email'))
    assert.equal(page.text('optional-name_first'), '(optional)')
    assert.isNull(page.part('required-name_first'))
    assert.isNull(page.part('optional-name_first')!.getAttribute('aria-hidden'))
  })

  test('of which one of two is enough has neither mark', async () => {
    const page = await show('<contact-signup fields="email phone" consent=""></contact-signup>')
    assert.deepEqual([page.part('required'), page.part('optional')], [null, null])
  })
})

suite('the summary', () => {
  test('has parts for its title and its list', async () => {
    const page = await show('<contact-signup fields="email"></contact-signup>')
    await page.submitted()
    const summary = page.part('summary')!
    assert.equal(page.part('summary-title'), summary.querySelector('h2'))
    assert.equal(page.part('summary-list'), summary.querySelector('ul'))
  })
})

suite('the arrow of the country', () => {
  test('is a part, and lies over the end of its control', async () => {
    const page = await show('<contact-signup fields="phone" country="GB"></contact-signup>')
    const arrow = page.part('country-arrow')!
    const [control, sign] = [page.search, arrow].map(one => one.getBoundingClientRect())
    assert.deepEqual([arrow.textContent, arrow.ariaHidden], ['▾', 'true'])
    assert.isTrue(sign!.right < control!.right && sign!.right > control!.right - 24)
    assert.approximately(sign!.top + sign!.height / 2, control!.top + control!.height / 2, 1)
    assert.equal(
      page.root.elementFromPoint(sign!.left + 2, sign!.top + sign!.height / 2)?.id,
      'phone_country',
      'a press goes through it',
    )
  })
})

suite('`--contact-signup-list-surface`', () => {
  const open = async (markup: string) => {
    const page = await show(markup)
    await page.click(page.search)
    await page.until(() => page.offered.length > 0)
    const list = getComputedStyle(page.part('country-list')!)
    return [list.backgroundColor, list.color]
  }
  const dark = 'background: rgb(20, 20, 30); color: rgb(240, 240, 250)'

  test('is the background of the list, whose text then has the colour of the form', async () => {
    assert.deepEqual(
      await open(
        `<div style="${dark}; --contact-signup-list-surface: rgb(30, 30, 45)"><contact-signup country="GB"></contact-signup></div>`,
      ),
      ['rgb(30, 30, 45)', 'rgb(240, 240, 250)'],
    )
  })

  test('is the page’s canvas by default, which follows `color-scheme`', async () => {
    const canvas = (scheme: string) => `<i style="color-scheme: ${scheme}; background: Canvas; color: CanvasText"></i>`
    for (const scheme of ['light', 'dark']) {
      const colours = await open(
        `<div style="${dark}; color-scheme: ${scheme}"><contact-signup country="GB"></contact-signup></div>${canvas(scheme)}`,
      )
      const {backgroundColor, color} = getComputedStyle(document.querySelector('i')!)
      assert.deepEqual(colours, [backgroundColor, color], scheme)
    }
  })

  test('is the background of the options of a select', async () => {
    const page = await show(
      '<div style="--contact-signup-list-surface: rgb(30, 30, 45); color: rgb(240, 240, 250)"><contact-signup fields="email gender"></contact-signup></div>',
    )
    page.control('gender').focus()
    const option = getComputedStyle(page.control('gender').querySelector('option')!)
    await page.until(() => option.backgroundColor === 'rgb(30, 30, 45)')
    assert.equal(option.color, 'rgb(240, 240, 250)')
  })
})

suite('a pill', () => {
  test('has round ends, and larger boxes have the same corners', async () => {
    const page = await show(
      '<div style="--contact-signup-radius: 999px; --contact-signup-control-height: 60px"><contact-signup fields="email* full_address phone" country="GB"></contact-signup></div>',
    )
    await page.submitted()
    await page.click(page.search)
    await page.until(() => page.offered.length > 0)
    for (const part of ['input-email', 'input-full_address', 'submit', 'summary', 'country-list'])
      assert.equal(getComputedStyle(page.part(part)!).borderTopLeftRadius, '30px', part)
    assert.equal(getComputedStyle(page.part('country-option')!).borderTopLeftRadius, '15px')
  })

  for (const [radius, expected] of [
    ['0', '0px'],
    ['3px', '3px'],
    ['1em', '16px'],
  ] as const)
    test(`is not made of a radius of ${radius}`, async () => {
      const page = await show(`<div style="--contact-signup-radius: ${radius}"><contact-signup></contact-signup></div>`)
      assert.equal(getComputedStyle(page.part('input-email')!).borderTopLeftRadius, expected)
    })
})

suite('placeholders', () => {
  const messages = {
    placeholder_name_first: 'Ada',
    placeholder_email: 'ada@example.com',
    placeholder_phone: '07700 900123',
    placeholder_full_address: '1 Harbour Street',
  }

  test('are those of `messages`, beside the labels', async () => {
    const page = await show(
      `<contact-signup fields="name_first email phone full_address city gender" messages='${JSON.stringify(messages)}'></contact-signup>`,
    )
    const shown = [...page.root.querySelectorAll<HTMLInputElement>('form [name][placeholder]')]
    assert.deepEqual(
      Object.fromEntries(shown.map(({name, placeholder}) => [`placeholder_${name}`, placeholder])),
      messages,
    )
    assert.equal(page.part('label-email')!.innerText.trim(), 'Email')
    page.form.messages = {}
    await page.form.updateComplete
    assert.deepEqual([...page.root.querySelectorAll('form [name][placeholder]')], [])
  })
})
