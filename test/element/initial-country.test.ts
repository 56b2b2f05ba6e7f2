import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import {toInitialCountry} from '../../src/element/initial-country.ts'

suite('toInitialCountry', () => {
  const cases: [title: string, given: Parameters<typeof toInitialCountry>, expected: string][] = [
    ['takes the attribute, in any case', ['gb', '', 'de-AT'], 'GB'],
    ['else the region of the page’s language', ['', '', 'de-AT'], 'AT'],
    ['else none', ['', '', 'de'], ''],
    ['prefers where the visitor is at home to the attribute', ['DE', '', 'de', 'AT'], 'AT'],
    ['prefers where the visitor is at home to the page’s language', ['', '', 'de-DE', 'AT'], 'AT'],
    ['takes where the visitor is at home if the page says nothing', ['', '', 'de', 'AT'], 'AT'],
    ['ignores where the visitor is at home if that is not offered', ['DE', 'DE CH', 'de', 'AT'], 'DE'],
    ['prefers where the visitor is at home if that is offered', ['DE', 'de at ch', 'de', 'AT'], 'AT'],
    ['ignores an attribute that is not offered', ['FR', 'DE CH', 'fr', ''], ''],
    ['ignores what is no country', ['Germany', '', 'en', ''], ''],
  ]
  for (const [title, given, expected] of cases) test(title, () => assert.equal(toInitialCountry(...given), expected))
})
