import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import {fieldNames} from '../../src/contact/fields.ts'
import {readBoxes, readFields, readInitialCountry} from '../../src/element/attributes.ts'

suite('readFields', () => {
  const cases: [title: string, text: string, expected: string][] = [
    ['keeps the order', 'phone email city', 'phone email city'],
    ['reads a trailing * as required', 'name_first* email phone*', 'name_first* email phone*'],
    ['accepts any white space', '\n email\t\tphone\u00a0city ', 'email phone city'],
    ['ignores unknown names', 'email shoe_size phone_country phone', 'email phone'],
    ['ignores names that every object has', 'email constructor __proto__ toString phone', 'email phone'],
    ['ignores names in another case', 'Email email phone', 'email phone'],
    ['reads a repeated name once, as it is last', 'email* phone email', 'email phone'],
    ['adds a required e-mail to a form with neither', 'name_first city', 'name_first city email*'],
    ['adds a required e-mail to an empty form', '', 'email*'],
    ['requires an e-mail without a phone', 'email name_first', 'email* name_first'],
    ['requires a phone without an e-mail', 'name_first phone', 'name_first phone*'],
  ]
  for (const [title, text, expected] of cases)
    test(title, () => {
      const fields = [...readFields(text)].map(([name, required]) => name + (required ? '*' : ''))
      assert.equal(fields.join(' '), expected)
    })

  test('knows all fields of the contact that a form can show', () => {
    assert.deepEqual([...readFields(fieldNames.join(' ')).keys()], fieldNames)
  })
})

suite('readBoxes', () => {
  const cases: [text: string, expected: (string | undefined)[]][] = [
    ['terms marketing', ['gdpr_accept_terms', 'gdpr_marketing_consent']],
    ['marketing  terms', ['gdpr_accept_terms', 'gdpr_marketing_consent']],
    ['terms', ['gdpr_accept_terms', undefined]],
    ['marketing', [undefined, 'gdpr_marketing_consent']],
    ['termsmarketing Terms none', [undefined, undefined]],
    ['', [undefined, undefined]],
  ]
  for (const [text, expected] of cases)
    test(`reads "${text}" as ${expected.map(name => name ?? 'none').join(', ')}`, () => {
      assert.deepEqual(
        readBoxes(text).map(box => box?.[1]),
        expected,
      )
    })
})

suite('readInitialCountry', () => {
  const cases: [title: string, given: Parameters<typeof readInitialCountry>, expected: string][] = [
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
  for (const [title, given, expected] of cases) test(title, () => assert.equal(readInitialCountry(...given), expected))
})
