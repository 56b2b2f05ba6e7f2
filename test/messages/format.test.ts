import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import ar from '../../src/messages/ar.ts'
import en from '../../src/messages/en.ts'
import {labels} from '../../src/messages/en.labels.ts'
import {receiptTexts} from '../../src/messages/en.receipt.ts'
import {replies} from '../../src/messages/en.replies.ts'
import {formatCount, interpolate, isolate, withHints} from '../../src/messages/format.ts'
import pl from '../../src/messages/pl.ts'

suite('interpolate', () => {
  const cases: [words: string, values: Record<string, string>, text: string][] = [
    ['Please fill in “{label}”.', {label: 'City'}, 'Please fill in “City”.'],
    ['{label} or {label}: {example}', {label: 'a', example: 'b'}, 'a or a: b'],
    ['For example {example}', {}, 'For example '],
    ['{label}', {label: '{example}', example: 'b'}, '{example}'],
    ['{label}', {label: '$& $1 $$'}, '$& $1 $$'],
    ['no placeholder, {} and { label }', {label: 'x'}, 'no placeholder, {} and { label }'],
  ]
  for (const [words, values, text] of cases)
    test(`formats ${JSON.stringify(words)} with ${JSON.stringify(values)} as ${JSON.stringify(text)}`, () => {
      assert.equal(interpolate(words, values), text)
    })
})

suite('formatCount', () => {
  const cases: [lang: string, words: typeof en, count: number, text: string][] = [
    ['en', en, 0, '0 countries found'],
    ['en', en, 1, '1 country found'],
    ['en', en, 1_234, '1,234 countries found'],
    ['pl', pl, 1, 'Znaleziono 1 kraj'],
    ['pl', pl, 2, 'Znaleziono 2 kraje'],
    ['pl', pl, 5, 'Znaleziono 5 krajów'],
    ['pl', pl, 22, 'Znaleziono 22 kraje'],
  ]
  for (const [lang, words, count, text] of cases)
    test(`formats ${count} in ${lang} as “${text}”`, () => {
      assert.equal(formatCount(words.countries_found, count, lang), text)
    })

  test('uses the form for all other counts if the words lack one', () => {
    assert.equal(formatCount({other: '{count} found'}, 1, 'en'), '1 found')
  })
})

suite('isolate', () => {
  for (const [lang, text] of [
    ['en', '+41'],
    ['de-CH', '+41'],
    ['ar', '\u2066+41\u2069'],
    ['he', '\u2066+41\u2069'],
  ] as const)
    test(`gives ${JSON.stringify(text)} for +41 in ${lang}`, () => {
      assert.equal(isolate('+41', lang), text)
    })
})

suite('withHints', () => {
  test('adds the English hints to labels', () => {
    assert.deepEqual({...withHints(labels), ...replies, ...receiptTexts}, en)
  })

  test('keeps the hints of a language that has them', () => {
    assert.equal(withHints(ar).hint_phone, ar.hint_phone)
  })

  test('keeps the page’s own words', () => {
    assert.equal(withHints({...labels, country_none: 'None.'}).country_none, 'None.')
  })
})
