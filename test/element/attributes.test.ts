import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import {fieldNames} from '../../src/contact/fields.ts'
import {toBoxes, toFields} from '../../src/element/attributes.ts'

suite('toFields', () => {
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
      const fields = [...toFields(text)].map(([name, required]) => name + (required ? '*' : ''))
      assert.equal(fields.join(' '), expected)
    })

  test('knows all fields of the contact that a form can show', () => {
    assert.deepEqual([...toFields(fieldNames.join(' ')).keys()], fieldNames)
  })
})

suite('toBoxes', () => {
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
        toBoxes(text).map(box => box?.[1]),
        expected,
      )
    })
})
