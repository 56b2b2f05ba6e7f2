import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import type {FieldName} from '../../../src/contact/fields.ts'
import {placeFields, type Places} from '../../../src/element/interaction/place-fields.ts'

/** Field names of each place, the places separated by `|`: `|email|phone city`. */
const toPlaces = (text: string): Places => text.split('|').map(names => names.split(' ').filter(Boolean) as FieldName[])
const toText = (places: Places) => places.map(names => names.join(' ')).join('|')

const initial = '|name_first|email|phone'

suite('placeFields', () => {
  const cases: [title: string, before: string, fields: string, after: string][] = [
    ['keeps every field where it is', initial, 'name_first email phone', '|name_first|email|phone'],
    [
      'puts a new first field into the first place',
      initial,
      'zip name_first email phone',
      'zip|name_first|email|phone',
    ],
    ['puts a new field behind the one before it', initial, 'name_first zip email phone', '|name_first zip|email|phone'],
    ['puts a new last field behind the last one', initial, 'name_first email phone zip', '|name_first|email|phone zip'],
    [
      'puts new fields everywhere at once',
      initial,
      'zip city name_first region email country phone gender',
      'zip city|name_first region|email country|phone gender',
    ],
    ['leaves the place of a removed field empty', initial, 'name_first phone', '|name_first||phone'],
    ['leaves the place of a removed first field empty', initial, 'email phone', '||email|phone'],
    [
      'puts a field that comes back behind the one before it',
      '|name_first||phone',
      'name_first email phone',
      '|name_first email||phone',
    ],
    [
      'keeps a field that joined a place',
      '|name_first zip|email|phone',
      'name_first zip email phone',
      '|name_first zip|email|phone',
    ],
    [
      'puts a field between one and the one that joined it',
      '|name_first zip|email',
      'name_first city zip email',
      '|name_first city zip|email',
    ],
    ['moves a field on if the first one of its place is removed', '|name_first zip|email', 'zip email', 'zip||email'],
    ['replaces a field by another', initial, 'name_first zip phone', '|name_first zip||phone'],
    ['replaces all fields', initial, 'zip city', 'zip city|||'],
    ['keeps the first of two fields that change places', initial, 'name_first phone email', '|name_first||phone email'],
    ['keeps the field that is now first', initial, 'phone name_first email', '|||phone name_first email'],
    ['keeps the fields behind two that change places', initial, 'email name_first phone', '||email name_first|phone'],
    ['removes one field and adds another elsewhere', initial, 'name_first phone zip', '|name_first||phone zip'],
  ]
  for (const [title, before, fields, after] of cases)
    test(title, () => {
      const names = fields.split(' ') as FieldName[]
      assert.equal(toText(placeFields(names, toPlaces(before))), after)
    })

  test('keeps the order of the fields, and as many places, whatever changes', () => {
    const orders = [
      'name_first email phone',
      'phone zip email',
      'zip',
      'email name_first zip phone',
      'name_first email',
    ]
    let places = toPlaces(initial)
    for (const order of orders) {
      places = placeFields(order.split(' ') as FieldName[], places)
      assert.equal(places.flat().join(' '), order)
      assert.equal(places.length, 4)
    }
  })
})
