import assert from 'node:assert/strict'
import {test} from 'node:test'
import {useBrowser, Visitor} from '../support/page/visitor.ts'
import {useSite} from '../support/servers/site.ts'

const browser = await useBrowser()
const site = await useSite()

interface Case {
  locale: string
  timezoneId: string
  lang?: string
  attributes?: string
  /** The code and the name that the untouched form shows. */
  country: [code: string, name: string]
}
const vienna = {locale: 'de-AT', timezoneId: 'Europe/Vienna'}
const cases: Record<string, Case> = {
  'is where the language and the time zone agree': {...vienna, country: ['AT', 'Austria']},
  'is called by its name in the language of the page': {...vienna, lang: 'fr', country: ['AT', 'Autriche']},
  'is where the visitor is at home, though the page says another': {
    ...vienna,
    attributes: 'country="DE"',
    country: ['AT', 'Austria'],
  },
  'is where the visitor is at home, though the page is for another': {
    ...vienna,
    lang: 'de-DE',
    country: ['AT', 'Österreich'],
  },
  'is what the page says if the visitor’s is not offered': {
    ...vienna,
    attributes: 'country="DE" countries="DE CH"',
    country: ['DE', 'Germany'],
  },
  'is what the page says for a traveller': {
    locale: 'de-AT',
    timezoneId: 'Asia/Tokyo',
    attributes: 'country="DE"',
    country: ['DE', 'Germany'],
  },
  'is known in a time zone that has changed its name': {
    locale: 'uk-UA',
    timezoneId: 'Europe/Kyiv',
    country: ['UA', 'Ukraine'],
  },
  'is none where the language and the time zone disagree': {
    locale: 'en-US',
    timezoneId: 'Europe/Berlin',
    country: ['', ''],
  },
}
for (const [title, {locale, timezoneId, lang = 'en', attributes = '', country}] of Object.entries(cases))
  test(`the initial country ${title}`, async () => {
    const form = `<contact-signup consent="" ${attributes}></contact-signup>`
    const url = site.put(
      '/',
      `<!doctype html><html lang="${lang}"><title>Country</title><script type="module" src="/contact-signup.js"></script>${form}`,
    )
    const visitor = await Visitor.visit(browser, url, {locale, timezoneId})
    const shown = () =>
      Promise.all([visitor.control('phone_country').inputValue(), visitor.part('country').inputValue()])
    await visitor.page.evaluate(() => new Promise(resolve => requestIdleCallback(resolve)))
    assert.deepEqual(await shown(), country)
    await visitor.leave()
  })

test('a national number is read as one of the country where the visitor is at home', async () => {
  const url = site.put(
    '/',
    `<!doctype html><html lang="de"><title>Country</title><script type="module" src="/contact-signup.js"></script>
    <contact-signup consent="" fields="phone" country="DE"></contact-signup>`,
  )
  const visitor = await Visitor.visit(browser, url, vienna)
  await visitor.type('phone', '0664 1234567')
  await visitor.button.click()
  await visitor.part('success').waitFor()
  const {phone_countrycode, phone_number} = site.apis['/api/signup']!.requests.at(-1)!.body
  assert.deepEqual([phone_countrycode, phone_number], ['43', '6641234567'])
  await visitor.leave()
})
