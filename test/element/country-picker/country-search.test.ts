import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import {editedPart, namesElsewhere, searchCountries} from '../../../src/element/country-picker/country-search.ts'
import type {Country} from '../../../src/element/interaction/countries.ts'

/** In the order in which an English form lists them. */
const countries: readonly Country[] = [
  {code: 'AX', name: 'Åland Islands', callingCode: '358'},
  {code: 'AT', name: 'Austria', callingCode: '43'},
  {code: 'BA', name: 'Bosnia & Herzegovina', callingCode: '387'},
  {code: 'CI', name: 'Côte d’Ivoire', callingCode: '225'},
  {code: 'FI', name: 'Finland', callingCode: '358'},
  {code: 'DE', name: 'Germany', callingCode: '49'},
  {code: 'GW', name: 'Guinea-Bissau', callingCode: '245'},
  {code: 'IM', name: 'Isle of Man', callingCode: '44'},
  {code: 'PT', name: 'Portugal', callingCode: '351'},
  {code: 'RU', name: 'Russia', callingCode: '7'},
  {code: 'KN', name: 'St. Kitts & Nevis', callingCode: '1'},
  {code: 'CH', name: 'Switzerland', callingCode: '41'},
  {code: 'TL', name: 'Timor-Leste', callingCode: '670'},
  {code: 'TR', name: 'Türkiye', callingCode: '90'},
  {code: 'GB', name: 'United Kingdom', callingCode: '44'},
  {code: 'US', name: 'United States', callingCode: '1'},
]
const otherNames: Record<string, string[]> = {
  CH: ['Suisse', 'Schweiz'],
  RU: ['Россия'],
  DE: ['Deutschland', 'Allemagne'],
}

const search = (typed: string) =>
  searchCountries(countries, typed, code => otherNames[code] ?? [])
    .map(({code}) => code)
    .join(' ')
const all = countries.map(({code}) => code).join(' ')

suite('searchCountries', () => {
  const groups: Record<string, [typed: string, found: string][]> = {
    'an empty query': [
      ['', all],
      ['  ', all],
      ['+', all],
      [' (', all],
    ],
    'a calling code': [
      ['44', 'IM GB'],
      ['+44', 'IM GB'],
      [' + 44 ', 'IM GB'],
      ['4', 'AT DE IM CH GB'],
      ['35', 'AX FI PT'],
      ['1', 'KN US'],
      ['999', ''],
    ],
    'an ISO code, before all names': [
      ['de', 'DE'],
      ['CH', 'CH'],
      ['im', 'IM TL'],
      ['at', 'AT US'],
    ],
    'what people call it, behind the names that begin so': [
      ['UK', 'GB'],
      ['England', 'GB'],
      ['usa', 'US'],
      ['U.S.', 'US'],
      ['Turkey', 'TR'],
      ['ivory', 'CI'],
    ],
    'the start of a name': [
      ['germany', 'DE'],
      ['GERM', 'DE'],
      ['united', 'GB US'],
      ['united k', 'GB'],
    ],
    'the start of a name, then that of a word, then any part': [
      ['k', 'KN GB TR'],
      ['man', 'IM DE'],
      ['island', 'AX'],
    ],
    'a name without its accents and punctuation': [
      ['aland', 'AX'],
      ['cote', 'CI'],
      ['cote d ivoire', 'CI'],
      ['turkiye', 'TR'],
      ['st kitts', 'KN'],
      ['timor leste', 'TL'],
      ['bosnia herz', 'BA'],
    ],
    'a name with other accents and punctuation': [
      ["Côte d'Ivoire", 'CI'],
      ['tu\u0308rkiye', 'TR'],
      ['guinea – bissau', 'GW'],
    ],
    'another name, if none in the form’s language matches': [
      ['suisse', 'CH'],
      ['schw', 'CH'],
      ['росс', 'RU'],
      ['deutsch', 'DE'],
      ['alle', 'DE'],
      ['zzz', ''],
    ],
    'a name after its calling code, as the field shows it': [
      ['+49 Germany', 'DE'],
      ['+49 Ger', 'DE'],
      ['+44 Germany', 'DE'],
      ['+49Germany', 'DE'],
      [' \u2066+49\u2069 Germany ', 'DE'],
    ],
  }
  for (const [title, cases] of Object.entries(groups))
    suite(`finds by ${title}`, () => {
      for (const [typed, found] of cases)
        test(`${JSON.stringify(typed)}: ${found === all ? 'all' : found || 'none'}`, () => {
          assert.equal(search(typed), found)
        })
    })

  test('asks for no other names if a name matches', () => {
    searchCountries(countries, 'germ', () => assert.fail('asked for other names'))
  })
})

suite('editedPart', () => {
  const chosen = {code: 'GB', name: 'United Kingdom', callingCode: '44'}
  const cases: [typed: string, searched: string][] = [
    ['+44 United Kingdom', '+44 United Kingdom'],
    ['\u2066+44\u2069 United Kingdom', '\u2066+44\u2069 United Kingdom'],
    ['+49 United Kingdom', '+49'],
    ['\u2066+49\u2069 United Kingdom', '+49'],
    ['49 United Kingdom', '49'],
    ['+44United Kingdom', '+44'],
    ['United Kingdom', 'United Kingdom'],
    [' United Kingdom', ' United Kingdom'],
    ['+44 United Kin', '+44 United Kin'],
    ['+44 Germany', '+44 Germany'],
    ['+44', '+44'],
    ['', ''],
  ]
  for (const [typed, searched] of cases)
    test(`of ${JSON.stringify(typed)} is ${JSON.stringify(searched)}`, () => {
      assert.equal(editedPart(typed, chosen), searched)
    })
})

suite('namesElsewhere', () => {
  const cases: [code: string, languages: string[], names: string[]][] = [
    ['DE', [], ['Deutschland']],
    ['DE', ['fr', 'en-GB'], ['Allemagne', 'Germany', 'Deutschland']],
    ['JP', ['es'], ['Japón', '日本']],
    ['DE', ['not a language', ''], ['Deutschland']],
  ]
  for (const [code, languages, names] of cases)
    test(`of ${code} for a visitor with the languages ${JSON.stringify(languages)} are ${names.join(', ')}`, () => {
      assert.deepEqual(namesElsewhere(code, languages), names)
    })
})
