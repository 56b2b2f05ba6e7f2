import assert from 'node:assert/strict'
import {test} from 'node:test'
import {checkContact} from '../../src/contact/contact.ts'
import {suggestEmail} from '../../src/contact/email-suggestion.ts'
import {fullReader as phones} from '../../src/contact/phone/full.ts'
import {contactSchema} from '../../src/contact/schema.ts'
import {fastest} from '../support/processor-time.ts'

const length = 100_000
const long = (part: string, before = '', after = '') => before + part.repeat(length / part.length) + after

/** Texts that provoke backtracking in regular expressions. */
const texts = [
  long('a'),
  long(' ', '', 'x'),
  long('\t', 'x', 'x'),
  long('a ', '', '\u202e'),
  long('\u200b', '', 'x'),
  long('a\n'),
  long('\r\n'),
  long('e\u0301'),
  long('\u1100\u1161'),
  long('😀'),
  long('\ud800'),
  long('\u202e'),
  long('\ufdfa'),
  long('@'),
  long('a.', 'a@'),
  long('a.', '', '@b.co'),
  long('a@b@'),
  long('\\"', '"', '"@b.co'),
  long('a-', 'a@xn--', '.co'),
  long('a', 'a@', '.co'),
  long('1'),
  long('１'),
  long('0', '+'),
  long('00 '),
  long('('),
  long('1-'),
  long(' ', '+44 20 7946 0958 ext', '1'),
  long('(0)', '+44'),
  long('a', 'https://'),
  long('%41', 'https://a/'),
  long('../', 'https://a/'),
  long('1', '1990-'),
  long('-', 'en'),
]
const names = [...Object.keys(contactSchema._zod.def.shape), 'room', long('a')]

test('validates 100,000 hostile characters in any field in less than 20 ms', () => {
  for (const name of names)
    for (const text of texts)
      for (const value of [text, [text], {terms: text, marketing: text, page: text, lang: text}]) {
        const milliseconds = fastest(() => checkContact({email: 'ada@example.com', [name]: value}, {phones}))
        assert.ok(
          milliseconds < 20,
          `${name.slice(0, 20)}: ${JSON.stringify(value).slice(0, 40)} took ${milliseconds} ms`,
        )
      }
})

test('searches 100,000 characters for a typing error in less than 20 ms', () => {
  for (const text of texts) {
    const milliseconds = fastest(() => suggestEmail(text))
    assert.ok(milliseconds < 20, `${JSON.stringify(text).slice(0, 40)} took ${milliseconds} ms`)
  }
})
