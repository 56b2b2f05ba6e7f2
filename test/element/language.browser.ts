import {assert} from 'chai'
import {arrivals, show, type Page} from '../support/page.ts'

suite('the language', () => {
  test('comes from the nearest `lang` attribute, for every word and the contact', async () => {
    const page = await show('<section lang="es-MX"><contact-signup></contact-signup></section>')
    assert.equal(page.control('email').labels![0]!.innerText, 'Correo electrónico')
    assert.equal(page.root.querySelector('[lang]')!.getAttribute('lang'), 'es')
    await page.submitted()
    assert.match(page.text('summary'), /Revise sus datos/)
    await page.type('email', 'ada@example.com')
    await page.tick('gdpr_accept_terms')
    await page.submitted()
    assert.equal((await arrivals()).received[0]!.contact.language, 'ES')
    assert.match(page.text('success'), /Muchas gracias/)
  })

  test('is English if the page’s language is unknown', async () => {
    const page = await show('<contact-signup lang="tlh"></contact-signup>')
    assert.equal(page.text('submit'), 'Sign up')
  })

  test('that is unknown leaves the page’s own words in the page’s direction', async () => {
    const markup = `<contact-signup><p slot="intro">Ada</p><span slot="terms">Ada</span></contact-signup>`
    const direction = (page: Page, slot: string) =>
      getComputedStyle(page.form.querySelector(`[slot=${slot}]`)!).direction
    for (const [lang, dir, slotted] of [
      ['yi', 'rtl', 'rtl'],
      ['tlh', 'ltr', 'ltr'],
      ['en', 'rtl', 'ltr'],
      ['ar', 'ltr', 'rtl'],
    ]) {
      const page = await show(`<section lang="${lang}" dir="${dir}">${markup}</section>`)
      const own = lang === 'ar' ? 'rtl' : 'ltr'
      assert.deepEqual(
        [getComputedStyle(page.part('submit')!).direction, direction(page, 'intro'), direction(page, 'terms')],
        [own, slotted, slotted],
        lang,
      )
    }
  })

  test('follows a change of the attribute, and keeps typed values', async () => {
    const page = await show('<section lang="en"><contact-signup></contact-signup></section>')
    await page.type('email', 'ada@example')
    await page.press('Tab')
    await page.until(() => page.error('email'))
    page.form.parentElement!.lang = 'es'
    await page.until(() => page.text('submit') === 'Suscribirse')
    assert.equal(page.control('email').value, 'ada@example')
    assert.match(page.error('email'), /correo electrónico completo/)
    page.form.parentElement!.lang = 'en'
    await page.until(() => page.text('submit') === 'Sign up')
  })

  const resolved: [tag: string, lang: string][] = [
    ['pt', 'pt'],
    ['pt-AO', 'pt-ao'],
    ['zh-TW', 'zh-tw'],
    ['zh-Hant-HK', 'zh-hant'],
    ['nn', 'nn'],
    ['de_AT', 'de'],
    ['sr-Latn-RS', 'sr-latn'],
    ['az-Latn-AZ', 'en'],
    ['de-CH', 'de-ch'],
    ['fr-CA', 'fr-ca'],
    ['fil-PH', 'fil'],
    ['', 'en'],
  ]
  for (const [tag, lang] of resolved)
    test(`is ${lang} for ${tag ? `the tag ${tag}` : 'an empty tag'}`, async () => {
      const page = await show(`<div lang="${tag}"><contact-signup></contact-signup></div>`)
      assert.equal(page.root.querySelector('[lang]')!.getAttribute('lang'), lang)
    })

  test('sets the direction to right-to-left, except for e-mail addresses and numbers', async () => {
    const page = await show('<div lang="ar"><contact-signup fields="name_first email phone"></contact-signup></div>')
    page.control('email').focus()
    await page.until(() => page.control('email').dir === 'ltr')
    const direction = (element: Element) => getComputedStyle(element).direction
    await page.until(
      () => ['name_first', 'email', 'phone'].map(name => direction(page.control(name))).join() === 'rtl,ltr,ltr',
    )
    const [country, phone] = [page.search, page.control('phone')].map(control => control.getBoundingClientRect().left)
    assert.isAbove(country!, phone!)
    await page.choose('phone_country', 'CH')
    await page.until(() => page.part('hint-phone')?.textContent === 'مثال: \u2066078 123 45 67\u2069') // isolated, so the digits keep their order
    page.control('email').focus()
    await page.until(() => page.search.value === '\u2066+41\u2069 سويسرا')
    await page.click(page.search)
    await page.until(() => page.offered.length > 200)
    assert.equal(direction(page.part('country-list')!), 'rtl')
    page.form.parentElement!.lang = 'en'
    await page.until(() => direction(page.control('name_first')) === 'ltr')
  })

  test('is overridden by the page’s messages', async () => {
    const page = await show()
    page.form.messages = {submit: 'Count me in', email: 'Your e-mail'}
    await page.until(() => page.text('submit') === 'Count me in')
    assert.equal(page.control('email').labels![0]!.innerText, 'Your e-mail')
    assert.equal(page.control('name_first').labels![0]!.innerText.trim(), 'First name (optional)')
  })
})
