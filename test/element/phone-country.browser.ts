import {assert} from 'chai'
import {show} from '../support/page.ts'

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
