import assert from 'node:assert/strict'
import {test} from 'node:test'
import {checkContact, contactSchema} from '../../src/contact/index.ts'

const ada = {name_first: 'Ada', email: 'ada@example.com', phone_countrycode: '44', phone_number: '7712345678'}
const long = 'x'.repeat(100_000)

test('accepts the documented example unchanged', () => {
  const john = {
    name_first: 'John',
    name_last: 'Doe',
    email: 'johndoe@example.com',
    phone_countrycode: '44',
    phone_number: '7712345678',
    tags: ['tag1', 'tag2'],
  }
  assert.deepEqual(checkContact(john), {ok: true, contact: john})
})

const accepted: [string, Record<string, unknown>, Record<string, unknown>][] = [
  ['an e-mail alone', {email: 'ada@example.com'}, {email: 'ada@example.com'}],
  ['a phone alone', {phone: '+44 7712 345678'}, {phone_countrycode: '44', phone_number: '7712345678'}],
  [
    'blank fields, and leaves them out',
    {email: 'a@b.co', name_first: '  ', city: null, tags: [], room: ['', ' ', null]},
    {email: 'a@b.co'},
  ],
  [
    'a Persian name with joiners',
    {email: 'a@b.co', name_first: 'می\u200cخواهم'},
    {email: 'a@b.co', name_first: 'می\u200cخواهم'},
  ],
  [
    'an apostrophe and a single letter',
    {email: 'a@b.co', name_first: 'O', name_last: "O'Brien"},
    {email: 'a@b.co', name_first: 'O', name_last: "O'Brien"},
  ],
  [
    'an address of several lines',
    {email: 'a@b.co', full_address: 'Faro 4\nCosta'},
    {email: 'a@b.co', full_address: 'Faro 4\nCosta'},
  ],
  ['a language with its region', {email: 'a@b.co', language: 'es-MX'}, {email: 'a@b.co', language: 'ES'}],
  ['a country without telephones', {email: 'a@b.co', country: 'AQ'}, {email: 'a@b.co', country: 'AQ'}],
  [
    'the largest exact integer, and digits as text',
    {email: 'a@b.co', score: -9007199254740991, account: '12345678901234567'},
    {email: 'a@b.co', score: -9007199254740991, account: '12345678901234567'},
  ],
  ['a country in lower case', {email: 'a@b.co', country: 'es'}, {email: 'a@b.co', country: 'ES'}],
  [
    'a birthday in the contact API’s notation',
    {email: 'a@b.co', born_date: '2000-02-29T00:00:00.000Z'},
    {email: 'a@b.co', born_date: '2000-02-29'},
  ],
  [
    'custom arrays of text, without blank items',
    {email: 'a@b.co', room: ['sea', ' ', 'lake ']},
    {email: 'a@b.co', room: ['sea', 'lake']},
  ],
  ['a leap day', {email: 'a@b.co', born_date: '2000-02-29'}, {email: 'a@b.co', born_date: '2000-02-29'}],
  [
    'coordinates as numbers or as text',
    {email: 'a@b.co', last_latitude: '27.994401', last_longitude: -81.726896},
    {email: 'a@b.co', last_latitude: 27.994401, last_longitude: -81.726896},
  ],
  [
    'a date and numbers in the digits of other scripts',
    {email: 'a@b.co', born_date: '١٩٩٠-٠٥-١٧', last_latitude: '२७.९९', facebook_friends: '๑๒'},
    {email: 'a@b.co', born_date: '1990-05-17', last_latitude: 27.99, facebook_friends: 12},
  ],
  [
    'custom fields of three types',
    {email: 'a@b.co', room: 'sea', guests: 2, dog: true},
    {email: 'a@b.co', room: 'sea', guests: 2, dog: true},
  ],
  ['an invisible name, and leaves it out', {email: 'a@b.co', name_first: '\u200b'}, {email: 'a@b.co'}],
  [
    'the URL of a page, and removes its query',
    {email: 'a@b.co', consent: {page: 'https://b.co/x?email=a%40b.co#y', lang: ''}},
    {email: 'a@b.co', consent: {page: 'https://b.co/x', lang: ''}},
  ],
  [
    'the fields of integrations',
    {email: 'a@b.co', user_id: '17', facebook_friends: '12'},
    {email: 'a@b.co', user_id: '17', facebook_friends: 12},
  ],
]
for (const [what, input, contact] of accepted)
  test(`accepts ${what}`, () => {
    assert.deepEqual(checkContact(input), {ok: true, contact})
    assert.deepEqual(checkContact(contact), {ok: true, contact}, 'the same when validated again')
  })

const refusals: [string, Record<string, unknown>, [string, string][]][] = [
  ['an address without a domain', {email: 'ada@'}, [['email', 'email_invalid']]],
  ['neither e-mail nor phone', {email: '', phone_number: ''}, [['email', 'email_or_phone']]],
  ['a list for an e-mail', {email: ['a']}, [['email', 'type_invalid']]],
  ['a lone surrogate', {name_first: '\ud800'}, [['name_first', 'characters_invalid']]],
  ['a bidirectional override', {name_first: 'a\u202eb'}, [['name_first', 'characters_invalid']]],
  ['a NUL', {city: 'a\0b'}, [['city', 'characters_invalid']]],
  ['a line break in a name', {name_last: 'a\r\nSet-Cookie: x'}, [['name_last', 'characters_invalid']]],
  ['an escape in an address', {full_address: 'a\u001b[2J'}, [['full_address', 'characters_invalid']]],
  ['a day that does not exist', {born_date: '2023-02-29'}, [['born_date', 'date_invalid']]],
  ['a gender that the API does not know', {gender: 'male'}, [['gender', 'gender_invalid']]],
  ['a country that is not a code', {country: 'Spain'}, [['country', 'country_invalid']]],
  ['a birthday with a time', {born_date: '1990-05-17T00:00:01Z'}, [['born_date', 'date_invalid']]],
  ['a birthday in another zone', {born_date: '1990-05-17T00:00:00+02:00'}, [['born_date', 'date_invalid']]],
  ['a custom array of other than text', {room: ['sea', 1]}, [['room', 'type_invalid']]],
  ['a custom array of 51 texts', {room: Array(51).fill('x')}, [['room', 'too_long']]],
  ['a custom array with a long text', {room: ['x'.repeat(1001)]}, [['room', 'too_long']]],
  ['a language that is not a tag', {language: '12'}, [['language', 'language_invalid']]],
  ['a latitude off the globe', {last_latitude: 91}, [['last_latitude', 'number_invalid']]],
  ['a fractional count', {facebook_friends: 1.5}, [['facebook_friends', 'number_invalid']]],
  ['an empty tag', {tags: ['a', ' ']}, [['tags', 'required']]],
  ['a tag that is not text', {tags: [1]}, [['tags', 'type_invalid']]],
  ['tags as text', {tags: 'a'}, [['tags', 'type_invalid']]],
  ['a checkbox that is not a boolean', {gdpr_marketing_consent: 'on'}, [['gdpr_marketing_consent', 'type_invalid']]],
  ['terms that were not accepted', {gdpr_accept_terms: false}, [['gdpr_accept_terms', 'terms_required']]],
  ['terms that were shown and not answered', {consent: {terms: 'I agree'}}, [['gdpr_accept_terms', 'terms_required']]],
  ['consent with unknown keys', {consent: {where: 'here'}}, [['consent', 'not_allowed']]],
  ['a page that is not an http(s) URL', {consent: {page: 'javascript:alert(1)'}}, [['consent', 'url_invalid']]],
  ['a country that does not exist', {country: 'XX'}, [['country', 'country_invalid']]],
  ['a country that has another code', {country: 'UK'}, [['country', 'country_invalid']]],
  ['an integer that JavaScript cannot represent', {score: Number('12345678901234567')}, [['score', 'number_invalid']]],
  ['an infinite number', {score: -Infinity}, [['score', 'number_invalid']]],
  ['a custom field that is an object', {room: {view: 'sea'}}, [['room', 'type_invalid']]],
  ['an invalid field name', {'room number': 'x'}, [['contact', 'not_allowed']]],
  [
    'fields that only the proxy writes',
    {gdpr_date: 'x', gdpr_remote_ip: 'x', email_validation: {}, list_subscriptions: [1]},
    ['gdpr_date', 'gdpr_remote_ip', 'email_validation', 'list_subscriptions'].map(name => [name, 'not_allowed']),
  ],
  [
    'names of Object.prototype',
    JSON.parse('{"__proto__": {"a": 1}, "constructor": "x"}'),
    [
      ['__proto__', 'not_allowed'],
      ['constructor', 'not_allowed'],
    ],
  ],
]
for (const [what, change, issues] of refusals)
  test(`refuses ${what}`, () => {
    const checked = checkContact({
      ...ada,
      ...change,
      ...('phone_number' in change ? {phone_countrycode: '44'} : {}),
      ...protoOf(change),
    })
    assert.ok(!checked.ok)
    assert.deepEqual(
      checked.issues.map(({field, code}) => [field, code]),
      issues,
    )
  })

test('reports each required field that is missing', () => {
  const checked = checkContact({email: 'a@b.co'}, {required: ['name_first', 'phone', 'email']})
  assert.deepEqual(checked, {
    ok: false,
    issues: [
      {field: 'name_first', code: 'required'},
      {field: 'phone', code: 'required'},
    ],
  })
})

for (const input of [undefined, null, 'x', 7, [], [ada]])
  test(`refuses ${JSON.stringify(input)} instead of a contact`, () =>
    assert.deepEqual(checkContact(input), {ok: false, issues: [{field: 'contact', code: 'type_invalid'}]}))

test('refuses 100,000 characters in any field', () => {
  for (const field of [...Object.keys(contactSchema.shape), 'custom']) {
    const checked = checkContact({...ada, [field]: long})
    assert.ok(!checked.ok, field)
  }
})

/** Spreading an object loses its own `__proto__`, which a parsed body keeps. */
function protoOf(change: object): object {
  const proto = Object.getOwnPropertyDescriptor(change, '__proto__')
  return proto ? Object.defineProperty({}, '__proto__', proto) : {}
}

test('warns of an international e-mail address, also beside an invalid phone, and not in the proxy', () => {
  const warning = {field: 'email', code: 'email_international', value: 'jörg@example.de'}
  assert.deepEqual(checkContact({email: ' jörg@Example.de'}), {
    ok: true,
    contact: {email: 'jörg@example.de'},
    warnings: [warning],
  })
  assert.deepEqual(checkContact({email: 'jörg@example.de', phone: '123', phone_country: 'GB'}), {
    ok: false,
    issues: [{field: 'phone', code: 'phone_invalid'}],
    warnings: [warning],
  })
  assert.deepEqual(checkContact({email: 'jörg@example.de'}, {skipWarnings: true}), {
    ok: true,
    contact: {email: 'jörg@example.de'},
  })
})
