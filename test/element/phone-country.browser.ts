import {assert} from 'chai'
import {arrivals, show} from '../support/page.ts'

const optionValues = (select: Element) => [...(select as HTMLSelectElement).options].map(({value}) => value)

suite('the country of a typed number', () => {
  const changes: [what: string, change: (form: HTMLElement & {country: string; countries: string}) => unknown][] = [
    ['language', form => (form.parentElement!.lang = 'de-AT')],
    ['initial country', form => (form.country = 'AT')],
  ]
  for (const [what, change] of changes)
    test(`stays while the page changes its ${what}, also where it is the initial one`, async () => {
      document.documentElement.lang = 'en'
      const page = await show('<div lang="de-DE"><contact-signup fields="phone" consent=""></contact-signup></div>')
      await page.type('phone', '030 901820')
      const select = page.control('phone_country')
      await page.until(() => select.value === 'DE' && optionValues(select).length > 200)
      change(page.form)
      await page.until(() => optionValues(select)[0] === 'AT')
      await page.form.updateComplete
      assert.deepEqual([select.value, page.search.value], ['DE', '+49 Deutschland'])
      page.control('phone').value = ''
      page.form.reset()
      await page.form.updateComplete
      assert.equal(select.value, 'AT', 'without a number it is the initial one')
    })
})

suite('countries that are separated by commas', () => {
  test('are offered, and may be the initial one', async () => {
    const page = await show('<contact-signup countries="DE, AT,CH" country="AT" fields="phone"></contact-signup>')
    const select = page.control('phone_country')
    assert.equal(select.value, 'AT')
    page.search.focus()
    await page.until(() => optionValues(select).length > 1)
    assert.sameMembers(optionValues(select), ['AT', 'CH', 'DE'])
    assert.equal((select as HTMLSelectElement).selectedOptions[0]!.text, '+43 Austria')
  })
})

test('a country that does not exist is reported in the console', async () => {
  const logged: string[] = []
  const {error} = console
  console.error = (text: string) => void logged.push(text)
  const page = await show('<contact-signup fields="email" country="UK" countries="GB, XX ie"></contact-signup>')
  await page.type('email', 'a')
  await page.until(() => logged.length > 1)
  console.error = error
  assert.deepEqual(logged, [
    '<contact-signup> country: "UK" is no country, expected an ISO 3166-1 alpha-2 code, as in GB',
    '<contact-signup> countries: "XX" is no country, expected an ISO 3166-1 alpha-2 code, as in GB',
  ])
})

suite('a plus that the URL does not escape', () => {
  teardown(() => history.replaceState(null, '', location.pathname))
  const filled: [query: string, name: string, value: string][] = [
    ['phone=+43664123456', 'phone', '+43664123456'],
    ['phone=%2B43664123456', 'phone', '+43664123456'],
    ['phone=0664+123456', 'phone', '0664 123456'],
    ['email=ada+news@example.com', 'email', 'ada+news@example.com'],
    ['name_first=Ada+Augusta', 'name_first', 'Ada Augusta'],
  ]
  for (const [query, name, value] of filled)
    test(`is read where it means one: ?${query}`, async () => {
      history.replaceState(null, '', `?wtr=1&${query}`)
      const page = await show('<contact-signup prefill country="DE" fields="name_first email phone"></contact-signup>')
      await page.until(() => page.control(name).value)
      assert.equal(page.control(name).value, value)
    })
})

suite('a number that is typed with an exit code', () => {
  const numbers: [country: string, typed: string, chosen: string, shown: string][] = [
    ['US', '011 49 30 901820', 'DE', '030 901820'],
    ['US', '011 43 664 1234567', 'AT', '0664 1234567'],
    ['AU', '0011 49 30 901820', 'DE', '030 901820'],
    ['AU', '0011 64 21 123 456', 'NZ', '021 123 456'],
    ['SG', '001 65 8123 4567', 'SG', '8123 4567'],
    ['DE', '0043 664 1234567', 'AT', '0664 1234567'],
  ]
  for (const [country, typed, chosen, shown] of numbers)
    test(`of ${country} is one of the country that follows: ${typed}`, async () => {
      const page = await show(`<contact-signup country="${country}" fields="phone" consent=""></contact-signup>`)
      await page.type('phone', typed)
      await page.press('Tab')
      await page.until(() => page.control('phone').value === shown)
      assert.equal(page.control('phone_country').value, chosen)
    })
})

suite('a country that is filled in and not offered', () => {
  test('takes the number with it, unless that has its calling code', async () => {
    const page = await show(
      '<contact-signup country="DE" countries="DE AT" fields="email phone" consent=""></contact-signup>',
    )
    page.form.values = {email: 'ada@example.com', phone: '078 123 45 67', phone_country: 'CH'}
    await page.until(() => page.control('email').value && optionValues(page.control('phone_country')).length > 1)
    await page.until(() => page.control('phone').value === '')
    page.form.values = {phone: '+43 664 1234567', phone_country: 'UK'}
    assert.isTrue(await page.form.submit())
    const {phone_countrycode, phone_number} = (await arrivals()).received[0]!.contact
    assert.deepEqual([phone_countrycode, phone_number], ['43', '6641234567'])
  })
})
