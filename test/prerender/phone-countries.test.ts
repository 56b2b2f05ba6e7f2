import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import {callingCodes} from '../../src/contact/phone/calling-codes.ts'
import {toPhoneCountries} from '../../src/prerender/phone-countries.ts'
import {prerender} from '../../src/prerender/prerender.ts'
import type {PrerenderOptions} from '../../src/prerender/options.ts'
import {optionsOf, parseTag} from '../support/parsed-tag.ts'

const optionsFor = async (options: PrerenderOptions) =>
  optionsOf(parseTag(await prerender(options)).controls.phone_country)
const codesFor = async (options: PrerenderOptions) => (await optionsFor(options)).map(([code]) => code).join(' ')

suite('the countries of the phone in a prerendered form', () => {
  const cases: [title: string, options: PrerenderOptions, codes: string][] = [
    ['are the initial one, another, and that of the language', {attributes: {country: 'GB'}, lang: 'de'}, 'GB + DE'],
    ['begin with none, where the page names no region', {lang: 'de'}, ' DE'],
    ['begin with that of the page’s language', {lang: 'de-AT'}, 'AT + DE'],
    ['begin with the initial one in any case', {attributes: {country: 'gb'}, lang: 'fr'}, 'GB + FR'],
    ['have that of a language with a script', {lang: 'zh-Hant'}, ' TW'],
    ['have those of a language as some systems write it', {lang: 'pt_BR'}, 'BR +'],
    ['have that where most speakers of an unknown language live', {lang: 'gsw'}, ' CH US'],
    ['have that of English, in which a form of no known language is', {lang: 'x-klingon'}, ' US'],
    ['are all that the page offers', {attributes: {countries: 'de at  CH'}, lang: 'de-CH'}, 'CH + DE AT'],
    ['are all that the page offers, after none', {attributes: {countries: 'DE AT'}, lang: 'en'}, ' AT DE'],
    ['do not begin with one that the page does not offer', {attributes: {countries: 'DE', country: 'GB'}}, ' DE'],
    ['have no country that does not exist', {attributes: {countries: 'DE XX DEU', country: 'XX'}}, ' DE'],
    ['are none where the page offers none that exists', {attributes: {countries: 'XX'}}, ''],
  ]
  for (const [title, options, codes] of cases) test(title, async () => assert.equal(await codesFor(options), codes))

  test('are named in the language of the form, and sorted in it', async () =>
    assert.deepEqual(await optionsFor({attributes: {countries: 'SE AT CH'}, lang: 'de'}), [
      ['', 'Bitte wählen'],
      ['AT', '+43 Österreich'],
      ['SE', '+46 Schweden'],
      ['CH', '+41 Schweiz'],
    ]))

  test('have a choice of another one, which is typed with its calling code', async () =>
    assert.deepEqual(await optionsFor({attributes: {country: 'US'}}), [
      ['US', '+1 United States'],
      ['+', '+ …'],
    ]))

  test('keep the plus before the calling code in a language from right to left', async () =>
    assert.deepEqual((await optionsFor({lang: 'he'}))[1], ['IL', '\u2066+972\u2069 ישראל']))
  test('are asked for in the page’s own words', async () =>
    assert.deepEqual((await optionsFor({lang: 'de', messages: {choose: 'Land?'}}))[0], ['', 'Land?']))

  test('are missing in a form without a phone', async () =>
    assert.equal(parseTag(await prerender({attributes: {fields: 'email'}})).controls.phone_country, undefined))
})

suite('toPhoneCountries', () => {
  const of = (changes: Partial<Parameters<typeof toPhoneCountries>[0]>) =>
    toPhoneCountries({countries: '', initial: '', tag: 'en', lang: 'en', choose: 'Choose', ...changes}).map(
      ([code]) => code,
    )

  test('offers every country once a visitor’s was missing', () => {
    const all = of({isWhole: true})
    assert.deepEqual([...all].sort(), ['', ...[...callingCodes].map(([code]) => code)].sort())
    assert.deepEqual(of({isWhole: true, initial: 'GB'}).slice(0, 2), ['GB', '+'])
    assert.equal(of({isWhole: true, initial: 'GB'}).length, all.length)
  })

  test('offers no more than the page does, also then', () =>
    assert.deepEqual(of({isWhole: true, countries: 'DE AT'}), ['', 'AT', 'DE']))
})
