import assert from 'node:assert/strict'
import {suite, test, type TestContext} from 'node:test'
import manifest from '../../package.json' with {type: 'json'}
import {checkContact, toPhone} from '../../src/contact/index.ts'
import {plansReleasedAt} from '../../src/contact/phone/plans-age.ts'

const readable: [string, string | undefined, string, string, string?][] = [
  ['07700 900123', 'GB', '44', '7700900123', 'GB'],
  ['(020) 7946-0000', 'GB', '44', '2079460000', 'GB'],
  ['+44 (0)7700 900123', undefined, '44', '7700900123', 'GB'],
  ['+44 0 20 7946.0000', 'ES', '44', '2079460000', 'GB'],
  ['0044 20 7946 0000', 'ES', '44', '2079460000', 'GB'],
  ['0044 20 7946 0000', 'US', '44', '2079460000', 'GB'],
  ['0044 20 7946 0000', undefined, '44', '2079460000', 'GB'],
  ['+0044 20 7946 0000', undefined, '44', '2079460000', 'GB'],
  ['+020 7946 0000', 'GB', '44', '2079460000', 'GB'],
  ['44 20 7946 0000', 'GB', '44', '2079460000', 'GB'],
  ['+49 (0)30 901820', 'GB', '49', '30901820', 'DE'],
  ['+34 (0) 612 345 678', undefined, '34', '612345678', 'ES'],
  ['06 4412 3456', 'IT', '39', '0644123456', 'IT'],
  ['+39 06 4412 3456', undefined, '39', '0644123456', 'IT'],
  ['8 (912) 345-67-89', 'RU', '7', '9123456789', 'RU'],
  ['+52 55 1234 5678', undefined, '52', '5512345678', 'MX'],
  ['+52 1 55 1234 5678', undefined, '52', '5512345678', 'MX'],
  ['011 15-2345-6789', 'AR', '54', '91123456789', 'AR'],
  ['+800 1234 5678', undefined, '800', '12345678'],
  ['٠٦١٢٣٤٥٦٧٨', 'FR', '33', '612345678', 'FR'],
  ['＋４４２０７９４６００００', undefined, '44', '2079460000', 'GB'],
  // A plus that right-to-left text puts at the end
  ['989123456789+', undefined, '98', '9123456789', 'IR'],
  // Prefixes that Mexico dropped
  ['044 55 1234 5678', 'MX', '52', '5512345678', 'MX'],
  ['045-55-1234-5678', 'MX', '52', '5512345678', 'MX'],
  ['0441234567', 'GB', '44', '441234567', undefined],
  // Calling code in brackets
  ['(+33) 6 12 34 56 78', 'FR', '33', '612345678', 'FR'],
  ['(+33) 6 12 34 56 78', 'US', '33', '612345678', 'FR'],
  ['(+33) 6 12 34 56 78', undefined, '33', '612345678', 'FR'],
  ['( + 33 ) (0)6 12 34 56 78', 'DE', '33', '612345678', 'FR'],
  ['(+33 6) 12 34 56 78', 'DE', '33', '612345678', 'FR'],
  ['(0033) 6 12 34 56 78', 'US', '33', '612345678', 'FR'],
  ['（＋３３）６１２３４５６７８', undefined, '33', '612345678', 'FR'],
  // Invisible marks, as contact apps copy them, and links
  ['\u202d+44 7712 345678\u202c', undefined, '44', '7712345678', 'GB'],
  ['\u2068+44 7712 345678\u2069', 'US', '44', '7712345678', 'GB'],
  ['\u200e07712 345678', 'GB', '44', '7712345678', 'GB'],
  ['(\u2066+44\u2069) 7712\u00ad345678\ufeff', 'DE', '44', '7712345678', 'GB'],
  ['tel:+44-7712-345678', 'US', '44', '7712345678', 'GB'],
  [' Tel.: \u202a07712 345678\u202c', 'GB', '44', '7712345678', 'GB'],
  // Digits of other scripts
  ['९८७६५ ४३२१०', 'IN', '91', '9876543210', 'IN'],
  ['+৮৮০ ১৮১২-৩৪৫৬৭৮', undefined, '880', '1812345678', 'BD'],
  ['๐๘๑ ๒๓๔ ๕๖๗๘', 'TH', '66', '812345678', 'TH'],
  ['۰۹۱۲ ۳۴۵ ۶۷۸۹', 'IR', '98', '9123456789', 'IR'],
  ['٠٠٣٣ ٦١٢٣٤٥٦٧٨', 'DE', '33', '612345678', 'FR'],
  // The country's own calling code without a plus
  ['49 171 1234567', 'DE', '49', '1711234567', 'DE'],
  ['4915112345678', 'DE', '49', '15112345678', 'DE'],
  ['49 (0)171 1234567', 'DE', '49', '1711234567', 'DE'],
  ['0491 711234567', 'DE', '49', '491711234567', 'DE'],
  ['383 44 123 456', 'XK', '383', '44123456', 'XK'],
  ['62812345678', 'ID', '62', '812345678', 'ID'],
  ['55 99123-4567', 'BR', '55', '55991234567', 'BR'],
  ['390 123 4567', 'IT', '39', '3901234567', 'IT'],
  ['48 123 45 67', 'PL', '48', '481234567', 'PL'],
  ['53 12 34 56', 'CU', '53', '53123456', 'CU'],
  // Numbers of before a renumbering
  ['52 1 55 1234 5678', 'MX', '52', '5512345678', 'MX'],
  ['5215512345678', 'MX', '52', '5512345678', 'MX'],
  ['0052 1 55 1234 5678', undefined, '52', '5512345678', 'MX'],
  ['0052 1 55 1234 5678', 'ES', '52', '5512345678', 'MX'],
  ['011 52 1 55 1234 5678', 'US', '52', '5512345678', 'MX'],
  ['+52 (1) 55 1234 5678', undefined, '52', '5512345678', 'MX'],
  ['(+52) 1 55 1234 5678', 'US', '52', '5512345678', 'MX'],
  ['95 12 34 56', 'BJ', '229', '0195123456', 'BJ'],
  ['+229 95 12 34 56', undefined, '229', '0195123456', 'BJ'],
  ['00229 95123456', 'FR', '229', '0195123456', 'BJ'],
  ['229 95123456', 'BJ', '229', '0195123456', 'BJ'],
  ['07700 900123', 'gb', '44', '7700900123', 'GB'],
]
for (const [typed, country, callingCode, nationalNumber, home] of readable)
  test(`reads ${typed} ${country ? `in ${country}` : 'without a country'}`, () => {
    const phone = toPhone(typed, country)
    assert.deepEqual([phone?.callingCode, phone?.nationalNumber], [callingCode, nationalNumber])
    if (home) assert.equal(phone?.country, home)
  })

test('asks about a number that is valid with and without the own calling code at its start', () => {
  const phone = toPhone('49 211 2345678', 'DE')
  assert.deepEqual([phone?.nationalNumber, phone?.assigned, phone?.national], ['2112345678', false, '2112345678'])
  const checked = checkContact({phone: '49 211 2345678', phone_country: 'DE'})
  assert.deepEqual(checked.warnings, [{field: 'phone', code: 'phone_unassigned', value: '+492112345678'}])
})

test('reads digits of every script', () => {
  for (const numberingSystem of Intl.supportedValuesOf('numberingSystem')) {
    const format = new Intl.NumberFormat('en', {numberingSystem, useGrouping: false})
    const digits = format.format(7712345678)
    if (/^\p{Nd}+$/u.test(digits)) assert.equal(toPhone(digits, 'GB')?.nationalNumber, '7712345678', numberingSystem)
  }
})

const impossible: [string, string | undefined][] = [
  ['123', 'GB'],
  ['+44 20 7946 0000 00 00', undefined],
  ['call me', 'GB'],
  ['0800 FLOWERS', 'GB'],
  ['020 7946 0000 ext 5', 'GB'],
  ['+999 123456', undefined],
  ['020 7946 0000', undefined],
  ['1'.repeat(41), 'US'],
  ['', 'GB'],
  ['+', 'GB'],
  ['020 7946 0000, 020 7946 0001', 'GB'],
]
for (const [typed, country] of impossible)
  test(`refuses ${JSON.stringify(typed)} ${country ? `in ${country}` : 'without a country'}`, () =>
    assert.equal(toPhone(typed, country), undefined))

const wires: [string, Record<string, string>, unknown][] = [
  ['a pair with a trunk zero', {phone_countrycode: '44', phone_number: '07712 345678'}, '7712345678'],
  ['a pair with a plus', {phone_countrycode: '+44', phone_number: '7712345678'}, '7712345678'],
  ['a pair with the calling code twice', {phone_countrycode: '44', phone_number: '+447712345678'}, '7712345678'],
  [
    'a full number and an equal pair',
    {phone: '+447712345678', phone_countrycode: '44', phone_number: '7712345678'},
    '7712345678',
  ],
  ['a number and its country', {phone: '07712 345678', phone_country: 'gb'}, '7712345678'],
  [
    'two different numbers',
    {phone: '+447712345679', phone_countrycode: '44', phone_number: '7712345678'},
    ['phone_number', 'phone_invalid'],
  ],
  ['a pair that is possible in one country of its code', {phone_countrycode: '1', phone_number: '5551234'}, '5551234'],
  ['a pair of before a renumbering', {phone_countrycode: '229', phone_number: '95123456'}, '0195123456'],
  [
    'a pair whose number begins with its calling code',
    {phone_countrycode: '49', phone_number: '491711234567'},
    '491711234567',
  ],
  ['a phone in invisible marks', {phone: '\u202d+44 7712 345678\u202c'}, '7712345678'],
  [
    'a pair in invisible marks',
    {phone_countrycode: '\u200e+44', phone_number: '\u20687712 345678\u2069'},
    '7712345678',
  ],
  ['a pair in Bengali digits', {phone_countrycode: '৮৮০', phone_number: '১৮১২৩৪৫৬৭৮'}, '1812345678'],
  ['a number without a country', {phone: '07712 345678'}, ['phone', 'phone_country_missing']],
  [
    'a number and a country that does not exist',
    {phone: '07712 345678', phone_country: 'UK'},
    ['phone', 'phone_country_missing'],
  ],
  ['a full number and a country that does not exist', {phone: '+44 7712 345678', phone_country: 'UK'}, '7712345678'],
  ['half a pair', {phone_number: '7712345678'}, ['phone_number', 'phone_country_missing']],
  [
    'an unknown calling code',
    {phone_countrycode: '999', phone_number: '7712345678'},
    ['phone_number', 'phone_invalid'],
  ],
  [
    'a calling code that is a property of every object',
    {phone_countrycode: 'toString', phone_number: '7712345678'},
    ['phone_number', 'phone_invalid'],
  ],
  ['letters', {phone: 'call me', phone_country: 'GB'}, ['phone', 'phone_invalid']],
]
for (const [what, input, expected] of wires)
  test(`validates ${what}`, () => {
    const checked = checkContact(input)
    assert.deepEqual(
      checked.ok ? checked.contact.phone_number : [checked.issues[0]!.field, checked.issues[0]!.code],
      expected,
    )
  })

test('the proxy accepts as a pair whatever a form read', () => {
  const typed: [string, string][] = [
    ['555-1234', 'CA'],
    ['49 171 1234567', 'DE'],
    ['0491 711234567', 'DE'],
    ['95 12 34 56', 'BJ'],
    ['1534 123456', 'JE'],
  ]
  for (const [phone, phone_country] of typed) {
    const checked = checkContact({phone, phone_country})
    assert.ok(checked.ok, phone)
    assert.deepEqual(checkContact(checked.contact, {skipWarnings: true}), {ok: true, contact: checked.contact})
  }
})

suite('plans that are over a year old', () => {
  const tooLong = '+44 7712 345 678 90'
  const tooShort = '+229 12 34 56'
  const atAge = (t: TestContext, days: number) =>
    t.mock.timers.enable({apis: ['Date'], now: plansReleasedAt + days * 24 * 3_600_000})

  test('question a number whose length they do not know, as typed with and without its country', t => {
    atAge(t, 366)
    for (const [typed, country, digits] of [
      [tooLong, undefined, '771234567890'],
      ['07712 345 678 90', 'GB', '771234567890'],
      [tooShort, 'FR', '123456'],
    ] as const) {
      const phone = toPhone(typed, country)!
      assert.deepEqual([phone.nationalNumber, phone.assigned], [digits, false], typed)
    }
    assert.deepEqual(checkContact({phone_countrycode: '44', phone_number: '771234567890'}, {skipWarnings: true}), {
      ok: true,
      contact: {phone_countrycode: '44', phone_number: '771234567890'},
    })
  })

  test('refuse what is no number by E.164 either', t => {
    atAge(t, 5_000)
    for (const typed of ['+44 771234567890123', '+44 12', '+44 letters', '1234', '+999 123 456 789'])
      assert.equal(toPhone(typed, 'GB'), undefined, typed)
  })

  test('do not change what they know', t => {
    const typed = ['07712 345678', '+44 7700 900123', '020 7946 0958', '+33612345678']
    const fresh = typed.map(text => toPhone(text, 'GB')!.nationalNumber)
    atAge(t, 5_000)
    assert.deepEqual(
      typed.map(text => toPhone(text, 'GB')!.nationalNumber),
      fresh,
    )
  })

  test('are of the version that package.json names', () =>
    assert.deepEqual(
      [manifest.dependencies['libphonenumber-js'], new Date(plansReleasedAt).toISOString().slice(0, 10)],
      ['1.13.16', '2026-11-10'],
      'set plansReleasedAt to the day on which the new version was released',
    ))
})

test('younger plans refuse a number whose length they do not know', t => {
  t.mock.timers.enable({apis: ['Date'], now: plansReleasedAt + 364 * 24 * 3_600_000})
  assert.equal(toPhone('+44 7712 345 678 90'), undefined)
})
