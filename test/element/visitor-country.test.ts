import assert from 'node:assert/strict'
import {after, suite, test} from 'node:test'
import {guessCountry} from '../../src/element/visitor-country.ts'

suite('guessCountry', () => {
  const cases: [title: string, languages: string[], timeZone: string, expected: string][] = [
    ['a region and its time zone', ['de-AT'], 'Europe/Vienna', 'AT'],
    ['a language that is spoken mostly where the time zone is', ['nb'], 'Europe/Oslo', 'NO'],
    ['a region with many time zones', ['en-US'], 'America/Los_Angeles', 'US'],
    ['the second language', ['en-US', 'de', 'en'], 'Europe/Berlin', 'DE'],
    ['the first of two languages that agree', ['fr-CH', 'de-CH'], 'Europe/Zurich', 'CH'],
    ['no country for a traveller', ['de-AT', 'de'], 'Asia/Tokyo', ''],
    ['no country for a traveller where most people speak their language', ['de-AT', 'de', 'en'], 'Europe/Berlin', ''],
    ['a language alone before the one with a region', ['de', 'de-AT'], 'Europe/Berlin', 'DE'],
    ['no country for English elsewhere', ['en-US'], 'Europe/Berlin', ''],
    ['no country for UTC', ['en-US', 'en-GB', 'fr', 'is'], 'UTC', ''],
    ['no country for a language of many countries', ['es-419', 'en-001', 'eo'], 'America/Mexico_City', ''],
    ['no country for tags that are none', ['', '*', 'not a language', 'C', 'x-private'], 'Europe/Berlin', ''],
    ['a country after tags that are none', ['*', 'de-DE;q=0.9'], 'Europe/Berlin', 'DE'],
    ['no country without languages', [], 'Europe/Berlin', ''],
    ['no country without a time zone', ['de-DE'], '', ''],
  ]
  for (const [title, languages, timeZone, expected] of cases)
    test(`finds ${title}`, () => {
      assert.equal(guessCountry(languages, timeZone), expected)
    })

  const lacking: [what: string, names: string[], expected: string][] = [
    [
      'has the time zones of a region as a property only',
      ['getTimeZones'],
      'timeZones' in Intl.Locale.prototype ? 'AT' : '',
    ],
    ['does not know the time zones of a region', ['getTimeZones', 'timeZones'], ''],
  ]
  for (const [what, names, expected] of lacking)
    test(`finds ${expected || 'none'} in a browser that ${what}`, () => {
      const {prototype} = Intl.Locale
      const own = names.map(name => [name, Object.getOwnPropertyDescriptor(prototype, name)] as const)
      for (const name of names) Reflect.deleteProperty(prototype, name)
      try {
        assert.equal(guessCountry(['de-AT'], 'Europe/Vienna'), expected)
      } finally {
        for (const [name, descriptor] of own) if (descriptor) Object.defineProperty(prototype, name, descriptor)
      }
    })
})

suite('guessCountry, in a time zone that has changed its name,', () => {
  const {TZ} = process.env
  after(() => (TZ === undefined ? delete process.env.TZ : (process.env.TZ = TZ)))
  const renamed: [language: string, zones: string[], country: string][] = [
    ['hi-IN', ['Asia/Kolkata', 'Asia/Calcutta'], 'IN'],
    ['uk', ['Europe/Kyiv', 'Europe/Kiev'], 'UA'],
    ['vi', ['Asia/Ho_Chi_Minh', 'Asia/Saigon'], 'VN'],
    ['ne', ['Asia/Kathmandu', 'Asia/Katmandu'], 'NP'],
    ['es-AR', ['America/Argentina/Buenos_Aires', 'America/Buenos_Aires'], 'AR'],
  ]
  for (const [language, zones, country] of renamed)
    for (const zone of zones)
      test(`finds ${country} in ${zone}`, () => {
        process.env.TZ = zone
        assert.equal(guessCountry([language], new Intl.DateTimeFormat().resolvedOptions().timeZone), country)
      })
})
