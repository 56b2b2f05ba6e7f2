import {test} from 'node:test'
import assert from 'node:assert/strict'
import {checkContact} from '../../src/contact/index.ts'
import {isCleanLine, isCleanText} from '../../src/contact/text.ts'

const email = 'ada@example.com'

const names = [
  'می‌خواهم',
  "O'Brien",
  'O’Brien',
  'Q',
  '李',
  'Jean-Luc',
  'Nguyễn Thị',
  'Zoë',
  'രാജന\u0d4d\u200d',
  'Ada ❤️',
  'José María',
  'Mc Donald',
  'van der Berg',
  'أحمد',
  'אברהם',
  'Владимир',
  '👩‍👩‍👧',
  'X Æ A-12',
  'a'.repeat(100),
  '<b>Ada</b>',
  'null',
  'constructor',
]
for (const name of names)
  for (const field of ['name_first', 'name_last'])
    test(`keeps ${name.slice(0, 20)} as ${field} unchanged`, () =>
      assert.deepEqual(checkContact({email, [field]: name}), {ok: true, contact: {email, [field]: name}}))

const misleading: [what: string, text: string][] = [
  ['a lone high surrogate', 'Ada\ud83d'],
  ['a lone low surrogate', '\udc69Ada'],
  ['a right-to-left override', 'Ada\u202eevil'],
  ['a left-to-right embedding', 'Ada\u202aevil'],
  ['a right-to-left isolate', 'Ada\u2067evil'],
  ['a pop of an isolate', 'Ada\u2069evil'],
  ['a NUL', 'Ada\u0000Lovelace'],
  ['an escape', 'Ada\u001b[31m'],
  ['a tab', 'Ada\tLovelace'],
  ['a DEL', 'Ada\u007fLovelace'],
  ['a C1 control', 'Ada\u0085Lovelace'],
]
const lineEnds: [what: string, text: string][] = [
  ['CR and LF', 'Ada\r\nBcc: eve'],
  ['a CR', 'Ada\rLovelace'],
  ['an LF', 'Ada\nLovelace'],
  ['a line separator', 'Ada\u2028Lovelace'],
  ['a paragraph separator', 'Ada\u2029Lovelace'],
]
for (const field of ['name_first', 'name_last', 'city', 'region', 'zip', 'user_id'])
  for (const [what, text] of [...misleading, ...lineEnds])
    test(`refuses ${what} in ${field}`, () =>
      assert.deepEqual(checkContact({email, [field]: text}), {
        ok: false,
        issues: [{field, code: 'characters_invalid'}],
      }))

for (const field of ['full_address', 'note']) {
  for (const [what, text] of misleading)
    test(`refuses ${what} in ${field}`, () =>
      assert.deepEqual(checkContact({email, [field]: text}), {
        ok: false,
        issues: [{field, code: 'characters_invalid'}],
      }))
  for (const [what, text] of lineEnds)
    test(`accepts ${what} in ${field}, which has several lines`, () =>
      assert.deepEqual(checkContact({email, [field]: text}), {ok: true, contact: {email, [field]: text}}))
}

test('allows line ends in text and not in a line, and refuses everything else in both', () => {
  for (const [what, text] of misleading) assert.deepEqual([isCleanLine(text), isCleanText(text)], [false, false], what)
  for (const [what, text] of lineEnds) assert.deepEqual([isCleanLine(text), isCleanText(text)], [false, true], what)
})

test('trims a name', () =>
  assert.deepEqual(checkContact({email, name_first: ' \u00a0Ada\n'}), {ok: true, contact: {email, name_first: 'Ada'}}))

test('leaves out blank values', () =>
  assert.deepEqual(checkContact({email, name_first: '', name_last: '  ', city: null, zip: undefined, tags: []}), {
    ok: true,
    contact: {email},
  }))

test('leaves out names that consist of invisible characters', () => {
  const invisible =
    '\u200b \u3164 \u115f \u1160 \uffa0 \u2800 \ufe0f \u180e \u034f \u202a\u202c \u2068\u2069 \u{e0061} \u00ad'
  for (const name of [...invisible.split(' '), invisible]) {
    assert.deepEqual(checkContact({email, name_first: name}), {ok: true, contact: {email}}, JSON.stringify(name))
    assert.deepEqual(checkContact({email, name_first: name}, {required: ['name_first']}), {
      ok: false,
      issues: [{field: 'name_first', code: 'required'}],
    })
  }
})

for (const field of ['name_first', 'name_last', 'city'])
  test(`trims invisible marks around ${field}`, () => {
    for (const [typed, stored] of [
      ['\u200bAda\u200b', 'Ada'],
      ['\u200eAda', 'Ada'],
      ['\u200fمحمد\u200f', 'محمد'],
      ['\u202a Ada\u202c', 'Ada'],
      ['\u2068Ada\u2069 ', 'Ada'],
    ] as const)
      assert.deepEqual(checkContact({email, [field]: typed}), {ok: true, contact: {email, [field]: stored}})
  })

test('stores names in the composed form of Unicode', () =>
  assert.deepEqual(checkContact({email, name_first: 'Zoe\u0308', name_last: '한'.normalize('NFD')}), {
    ok: true,
    contact: {email, name_first: 'Zoë', name_last: '한'},
  }))

for (const value of [7, true, {}, ['Ada']])
  test(`refuses ${JSON.stringify(value)} as a name`, () =>
    assert.deepEqual(checkContact({email, name_first: value}), {
      ok: false,
      issues: [{field: 'name_first', code: 'type_invalid'}],
    }))

const limits: [field: string, longest: number][] = [
  ['name_first', 100],
  ['name_last', 100],
  ['city', 100],
  ['region', 100],
  ['zip', 20],
  ['full_address', 500],
  ['device_id', 200],
  ['user_id', 200],
  ['facebook_id', 200],
  ['google_id', 200],
  ['twitter_id', 200],
  ['company', 1000],
]
for (const [field, longest] of limits)
  test(`accepts at most ${longest} characters in ${field}`, () => {
    const text = 'a'.repeat(longest)
    assert.deepEqual(checkContact({email, [field]: text}), {ok: true, contact: {email, [field]: text}})
    assert.deepEqual(checkContact({email, [field]: text + 'a'}), {ok: false, issues: [{field, code: 'too_long'}]})
  })

const textFields = [
  'name_first',
  'name_last',
  'email',
  'phone',
  'phone_country',
  'phone_countrycode',
  'phone_number',
  'city',
  'country',
  'region',
  'zip',
  'full_address',
  'born_date',
  'language',
  'device_id',
  'user_id',
  'facebook_id',
  'google_id',
  'twitter_id',
  'company',
]
for (const char of ['a', '1', '٣', '\ud83d', 'a\u202e', '@', '.'])
  for (const field of textFields)
    test(`refuses ${JSON.stringify(char)} repeated 100,000 times in ${field}`, () =>
      assert.deepEqual(checkContact({email, [field]: char.repeat(100_000)}), {
        ok: false,
        issues: [{field, code: 'too_long'}],
      }))

const long = 'a'.repeat(100_000)
const nested: [what: string, input: Record<string, unknown>, field: string, code: string][] = [
  ['gender', {gender: long}, 'gender', 'gender_invalid'],
  ['a count', {facebook_friends: '1'.repeat(100_000)}, 'facebook_friends', 'number_invalid'],
  ['a latitude', {last_latitude: '1'.repeat(100_000)}, 'last_latitude', 'number_invalid'],
  ['a tag', {tags: [long]}, 'tags', 'too_long'],
  ['a list', {list_ids: [long]}, 'list_ids', 'too_long'],
  ['the text of the marketing consent', {consent: {marketing: long}}, 'consent', 'too_long'],
  ['the page', {consent: {page: `https://example.com/${long}`}}, 'consent', 'too_long'],
  ['the language of the consent', {consent: {lang: long}}, 'consent', 'too_long'],
  ['the name of a field', {[long]: 'x'}, 'contact', 'not_allowed'],
]
test('removes marks of direction from the wording of a consent', () => {
  const checked = checkContact({
    email,
    gdpr_accept_terms: true,
    consent: {terms: '\u2068أوافق\u2069 على \u202bالشروط\u202c'},
  })
  assert.ok(checked.ok)
  assert.equal(checked.contact.consent?.terms, 'أوافق على الشروط')
})

for (const [what, input, field, code] of nested)
  test(`refuses 100,000 characters in ${what}`, () =>
    assert.deepEqual(checkContact({email, ...input}), {ok: false, issues: [{field, code}]}))
