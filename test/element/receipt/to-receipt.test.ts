import assert from 'node:assert/strict'
import {test} from 'node:test'
import type {JsonLd} from '../../../src/contact/consent-record.ts'
import type {Contact} from '../../../src/contact/schema.ts'
import {toReceipt} from '../../../src/element/receipt/to-receipt.ts'
import {receiptFields} from '../../support/evidence/field-table.ts'
import {missingFields, readGraph} from '../../support/evidence/graph.ts'

const key = '0b0c5c1e-0000-4000-8000-000000000001'
const sent = {contact: '', key, time: new Date('2026-01-01T00:00:00Z')}
const consent = {terms: 'I agree', page: 'https://www.example.com/landing', lang: 'en'}
const receiptOf = (contact: Contact) => toReceipt({gdpr_accept_terms: true, consent, ...contact}, sent, undefined)
const firstRecordOf = (receipt: JsonLd) => (receipt['dpv:hasRecordOfActivity'] as Record<string, JsonLd>[])[0]!

const people: [contact: Contact, identifiers: string[]][] = [
  [{email: 'ada@example.com'}, ['mailto:ada@example.com']],
  [{phone_countrycode: '44', phone_number: '7712345678'}, ['tel:+447712345678']],
  [{phone: '07712 345678', phone_country: 'GB'}, ['07712 345678']], // its numbering plan had not loaded
]
for (const [contact, identifiers] of people)
  test(`names the visitor: ${identifiers.join()}`, async () => {
    const receipt = receiptOf(contact)
    assert.deepEqual(firstRecordOf(receipt)['dpv:hasDataSubject']!['dct:identifier'], identifiers)
    assert.deepEqual(missingFields(await readGraph(receipt), receiptFields), [])
  })

test('names the site of the page as the controller', () => {
  const entities = firstRecordOf(receiptOf({email: 'ada@example.com'}))['dpv:hasEntity'] as unknown as JsonLd[]
  assert.deepEqual(
    entities.map(({'@id': id, 'dpv:hasName': name}) => [id, name]),
    [['https://www.example.com', 'www.example.com']],
  )
})

test('names no controller on a page without an address', () => {
  const receipt = receiptOf({email: 'ada@example.com', consent: {terms: 'I agree', lang: 'en'}})
  assert.deepEqual(firstRecordOf(receipt)['dpv:hasEntity'], [])
})

test('has an identifier of its own each time it is saved', () => {
  const [one, other] = [receiptOf({email: 'ada@example.com'}), receiptOf({email: 'ada@example.com'})]
  assert.notEqual(one['@id'], other['@id'])
  assert.equal(firstRecordOf(one)['dct:source'] as unknown, `urn:uuid:${key}`)
})
