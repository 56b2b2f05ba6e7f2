import assert from 'node:assert/strict'
import {test} from 'node:test'
import {checkContact, toPhone} from '../../src/contact/index.ts'

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
]
for (const [typed, country, callingCode, nationalNumber, home] of readable)
  test(`reads ${typed} ${country ? `in ${country}` : 'without a country'}`, () => {
    const phone = toPhone(typed, country)
    assert.deepEqual([phone?.callingCode, phone?.nationalNumber], [callingCode, nationalNumber])
    if (home) assert.equal(phone?.country, home)
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
  ['a number without a country', {phone: '07712 345678'}, ['phone', 'phone_country_missing']],
  ['half a pair', {phone_number: '7712345678'}, ['phone_number', 'phone_country_missing']],
  [
    'an unknown calling code',
    {phone_countrycode: '999', phone_number: '7712345678'},
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
