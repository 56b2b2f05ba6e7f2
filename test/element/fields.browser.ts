import {assert} from 'chai'
import {arrivals, show, type Page} from '../support/page.ts'

suite('fields', () => {
  test('are first name, last name, e-mail and phone by default, each with its label and autofill token', async () => {
    const page = await show()
    const shown = [...page.root.querySelectorAll<HTMLInputElement>('[part=fields] [name]:not(slot)')]
    assert.deepEqual(
      shown
        .filter(({name}) => name !== 'phone_country')
        .map(control => [control.name, control.autocomplete, control.labels?.[0]?.innerText.trim()]),
      [
        ['name_first', 'given-name', 'First name (optional)'],
        ['name_last', 'family-name', 'Last name (optional)'],
        ['email', 'email', 'Email'],
        ['phone', 'tel', 'Phone number'],
      ],
    )
    // One field for the whole number: beside it, a select that autofill knew would get the country alone.
    const country = page.control('phone_country') as HTMLSelectElement
    assert.deepEqual([country.autocomplete, country.form], ['off', null])
    assert.equal(page.search.labels?.[0]?.innerText.trim(), 'Country code')
  })

  test('and consents may be separated by commas', async () => {
    const page = await show(
      '<contact-signup fields="email, phone,name_first*" consent="terms,marketing"></contact-signup>',
    )
    const names = [...page.root.querySelectorAll<HTMLInputElement>('form [name][id]:not([type=checkbox])')]
    assert.deepEqual(
      names.map(({name}) => name).filter(name => /^(?:email|phone|name_first)$/.test(name)),
      ['email', 'phone', 'name_first'],
    )
    for (const box of ['gdpr_accept_terms', 'gdpr_marketing_consent']) assert.exists(page.control(box))
  })

  const familyFirst = ['hu', 'ja', 'ko-KR', 'zh-Hans', 'zh-TW']
  for (const lang of familyFirst)
    test(`begin with the family name in ${lang}, unless the page orders them`, async () => {
      const names = (page: Page) =>
        [...page.root.querySelectorAll<HTMLInputElement>('[name^=name_]')].map(({name}) => name)
      const page = await show(`<contact-signup lang="${lang}"></contact-signup>`)
      assert.deepEqual(names(page), ['name_last', 'name_first'])
      const ordered = await show(
        `<contact-signup lang="${lang}" fields="name_first name_last email phone"></contact-signup>`,
      )
      assert.deepEqual(names(ordered), ['name_first', 'name_last'])
    })

  test('change the order of names with the language, and each name keeps what was typed', async () => {
    const page = await show()
    await page.type('name_first', 'Ada')
    await page.type('name_last', 'Lovelace')
    page.form.lang = 'ja'
    await page.until(() => page.control('name_first').labels![0]!.innerText.startsWith('名'))
    assert.deepEqual([page.control('name_first').value, page.control('name_last').value], ['Ada', 'Lovelace'])
    assert.equal(page.form.fields, 'name_last name_first email phone')
  })

  test('of text follow the direction of what is typed', async () => {
    const page = await show('<contact-signup fields="name_first full_address city email"></contact-signup>')
    for (const name of ['name_first', 'full_address', 'city']) {
      const control = page.control(name)
      control.value = 'محمد'
      assert.equal(getComputedStyle(control).direction, 'rtl', name)
      control.value = 'Ada'
      assert.equal(getComputedStyle(control).direction, 'ltr', name)
    }
  })

  test('follow the attribute in its order; a trailing * makes one required', async () => {
    const names = 'name_first* email* phone city region zip country full_address born_date gender'
    const page = await show(`<contact-signup fields="${names}"></contact-signup>`)
    const shown = [
      ...page.root.querySelectorAll<HTMLInputElement>('[part=fields] [name]:not(slot):not([name=phone_country])'),
    ]
    assert.equal(shown.map(({name, required}) => name + (required ? '*' : '')).join(' '), names)
    // The attribute, since Firefox's property is empty for tokens that it does not fill.
    assert.deepEqual(
      shown.slice(3).map(control => control.getAttribute('autocomplete')),
      ['address-level2', 'address-level1', 'postal-code', 'country', 'street-address', 'bday', 'sex'],
    )
  })

  test('always include an e-mail or a phone, and require it if it is the only one', async () => {
    const page = await show('<contact-signup fields="name_first"></contact-signup>')
    assert.isTrue((page.control('email') as HTMLInputElement).required)
    page.form.fields = 'phone'
    await page.form.updateComplete
    assert.isTrue((page.control('phone') as HTMLInputElement).required)
  })

  test('report an unknown field name in the console', async () => {
    const logged: string[] = []
    const {error} = console
    console.error = (text: string) => void logged.push(text)
    const page = await show('<contact-signup fields="email shoe_size constructor"></contact-signup>')
    await page.type('email', 'a')
    await page.until(() => logged.length > 1)
    console.error = error
    assert.match(logged[1] ?? '', /"constructor" is no field/)
    assert.match(logged[0] ?? '', /fields: "shoe_size" is no field, expected one of: name_first/)
  })

  test('hint that an e-mail or a phone is enough, unless one of them is required', async () => {
    const page = await show()
    assert.match(page.text('hint-email'), /one is enough/)
    assert.equal(page.control('email').getAttribute('aria-describedby'), 'email-hint')
    page.form.fields = 'email* phone'
    await page.form.updateComplete
    assert.equal(page.text('hint-email'), '')
  })

  test('take initial values from the URL with `prefill`, but never consent', async () => {
    history.replaceState(null, '', '?wtr=1&email=ada%40example.com&name_first=Ada&gdpr_accept_terms=true&gender=FEMALE')
    const page = await show('<contact-signup prefill fields="name_first email gender"></contact-signup>')
    await page.until(() => page.control('email').value)
    assert.deepEqual(
      ['name_first', 'email', 'gender'].map(name => page.control(name).value),
      ['Ada', 'ada@example.com', 'FEMALE'],
    )
    assert.isFalse((page.control('gdpr_accept_terms') as HTMLInputElement).checked)
    const plain = await show()
    assert.equal(plain.control('email').value, '')
    history.replaceState(null, '', location.pathname)
  })

  test('take countries from the URL, in any case, and none that is not offered', async () => {
    history.replaceState(null, '', '?wtr=1&country=es&phone=07712345678&phone_country=GB')
    const page = await show(
      '<contact-signup prefill country="DE" fields="country phone email" consent=""></contact-signup>',
    )
    const countries = () => ['country', 'phone_country'].map(name => page.control(name).value)
    await page.until(() => countries().join() === 'ES,GB')
    page.control('email').focus()
    const select = page.control('country') as HTMLSelectElement
    await page.until(() => select.options.length > 200 || undefined)
    assert.deepEqual([...countries(), select.selectedOptions[0]!.text], ['ES', 'GB', 'Spain'])
    await page.form.submit()
    const {country, phone_countrycode, phone_number} = (await arrivals()).received[0]!.contact
    assert.deepEqual([country, phone_countrycode, phone_number], ['ES', '44', '7712345678'])
    const other = await show(
      '<contact-signup prefill country="DE" countries="DE FR" fields="phone country"></contact-signup>',
    )
    await other.until(() => other.control('country').value === 'ES')
    assert.equal(other.control('phone_country').value, 'DE')
    history.replaceState(null, '', location.pathname)
  })

  test('keep typed values when the page changes the attribute', async () => {
    const page = await show()
    await page.type('email', 'ada@example.com')
    page.form.fields = 'email phone city'
    page.form.termsUrl = '/terms'
    await page.form.updateComplete
    assert.equal(page.control('email').value, 'ada@example.com')
  })

  test('keep their position on the screen, and the focus, when the form renders again', async () => {
    const page = await show('<div style="height: 2000px"></div><contact-signup></contact-signup>')
    page.control('phone').focus()
    page.control('phone').scrollIntoView({block: 'center'})
    const {top} = page.control('phone').getBoundingClientRect()
    page.form.termsUrl = '/terms'
    await page.form.updateComplete
    assert.approximately(page.control('phone').getBoundingClientRect().top, top, 1)
    assert.equal(page.focused, page.control('phone'))
    assert.isEmpty(page.form.getAttribute('style') ?? '')
  })

  test('keep ticked boxes when the page shows another box', async () => {
    const page = await show('<contact-signup consent="marketing"></contact-signup>')
    await page.tick('gdpr_marketing_consent')
    page.form.consent = 'terms marketing'
    await page.form.updateComplete
    assert.isFalse((page.control('gdpr_accept_terms') as HTMLInputElement).checked)
    assert.isTrue((page.control('gdpr_marketing_consent') as HTMLInputElement).checked)
  })
})

suite('consent boxes', () => {
  const channels: [fields: string, channels: string][] = [
    ['email', 'by email'],
    ['phone', 'by phone'],
    ['name_first email phone', 'by email and phone'],
  ]
  for (const [fields, named] of channels)
    test(`of marketing name the channels of ${fields}, and are marked as optional outside of the wording`, async () => {
      const page = await show(`<contact-signup fields="${fields}" terms-url="/terms"></contact-signup>`)
      const box = page.control('gdpr_marketing_consent') as HTMLInputElement
      const wording = `Yes, send me news and offers ${named}. I can unsubscribe at any time.`
      assert.equal(box.labels![0]!.innerText.trim(), `${wording} (optional)`)
      const slot = page.root.querySelector('slot[name=marketing]')!
      assert.equal(slot.textContent!.trim(), wording)
    })

  const links: [what: string, markup: string, warnings: number][] = [
    ['neither a link nor a slot', '<contact-signup></contact-signup>', 1],
    ['a link', '<contact-signup terms-url="/terms"></contact-signup>', 0],
    ['a slot', '<contact-signup><span slot="terms">I accept <a href="/t">them</a></span></contact-signup>', 0],
    ['no box', '<contact-signup consent="marketing"></contact-signup>', 0],
  ]
  for (const [what, markup, warnings] of links)
    test(`of terms with ${what} ${warnings ? 'warn' : 'do not warn'} the author`, async () => {
      const warned: string[] = []
      const {warn} = console
      console.warn = (text: string) => void warned.push(text)
      const page = await show(markup)
      await page.type('email', 'a')
      await page.until(() => page.root.adoptedStyleSheets.length > 2)
      console.warn = warn
      assert.equal(warned.filter(text => text.startsWith('<contact-signup> terms-url: expected')).length, warnings)
    })

  test('start unticked, and only terms is required', async () => {
    const page = await show()
    const boxes = [page.control('gdpr_accept_terms'), page.control('gdpr_marketing_consent')] as HTMLInputElement[]
    assert.deepEqual(
      boxes.map(({checked, required}) => [checked, required]),
      [
        [false, true],
        [false, false],
      ],
    )
  })

  test('are those in the attribute', async () => {
    const page = await show('<contact-signup consent="marketing"></contact-signup>')
    assert.notExists(page.control('gdpr_accept_terms'))
    assert.exists(page.control('gdpr_marketing_consent'))
  })

  test('link to http and https URLs only, outside the label', async () => {
    const page = await show(
      '<contact-signup terms-url="/terms" privacy-url="https://example.com/privacy"></contact-signup>',
    )
    const links = [...page.root.querySelectorAll<HTMLAnchorElement>('a')]
    assert.deepEqual(
      links.map(({href}) => href),
      [new URL('/terms', location.href).href, 'https://example.com/privacy'],
    )
    assert.isTrue(links.every(link => !link.closest('label')))
    for (const url of ['javascript:alert(1)', '\tjav\nascript:alert(1)', 'data:text/html,x', 'mailto:a@b.co']) {
      page.form.termsUrl = page.form.privacyUrl = url
      await page.form.updateComplete
      assert.equal(page.root.querySelectorAll('a').length, 0, url)
    }
  })

  test('are ticked by a click on their wording, built-in or slotted', async () => {
    const page = await show('<contact-signup><span slot="marketing">Yes, letters please.</span></contact-signup>')
    await page.click(page.part('label-gdpr_accept_terms')!)
    await page.click(page.form.querySelector('span')!)
    assert.isTrue((page.control('gdpr_accept_terms') as HTMLInputElement).checked)
    assert.isTrue((page.control('gdpr_marketing_consent') as HTMLInputElement).checked)
  })
})
