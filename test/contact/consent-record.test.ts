import assert from 'node:assert/strict'
import {describe, test} from 'node:test'
import {
  givenFields,
  toChoices,
  toConformingRecord,
  toConsentReceipt,
  type ConsentChoice,
  type Entity,
  type JsonLd,
} from '../../src/contact/consent-record.ts'
import {receiptFields, recordFields, type Field} from '../support/evidence/field-table.ts'
import {missingFields, readGraph, remove} from '../support/evidence/graph.ts'
import {unknownTerms} from '../support/evidence/vocabulary.ts'

const id = '0b0c5c1e-0000-4000-8000-000000000001'
const controller: Entity = {
  '@id': `urn:uuid:${id}#controller`,
  '@type': 'dpv:DataController',
  'dpv:hasIdentifier': `urn:uuid:${id}#controller`,
  'dpv:hasName': 'Example Ltd',
  'schema:address': {'@type': 'schema:PostalAddress', 'schema:streetAddress': '1 Example Street, Dublin'},
  'schema:contactPoint': {'@type': 'schema:ContactPoint', 'schema:email': 'privacy@example.com'},
}
const processor: Entity = {...controller, '@id': 'https://api.example.com', '@type': 'dpv:DataProcessor'}
const facts = {
  id,
  submission: '0b0c5c1e-0000-4000-8000-000000000002',
  time: '2026-01-01T00:00:00Z',
  page: 'https://www.example.com/landing',
  lang: 'de-CH',
  identifiers: ['mailto:ada@example.com'],
  fields: ['name_first', 'name_last', 'email', 'phone', 'company', 'gdpr_remote_ip'],
  privacyUrl: 'https://www.example.com/privacy',
  entities: [controller, processor],
  processing: {
    'dpv:hasStorageCondition': [
      {'@type': 'dpv:StorageLocation', 'dpv:hasLocation': ['loc:IE', 'loc:EU']},
      {'@type': 'dpv:StorageDuration', 'dpv:hasDuration': {'@type': 'dpv:EndlessDuration'}},
    ],
    'dpv:hasJurisdiction': 'loc:IE',
    'dpv:hasRight': {'@type': 'dpv:DataSubjectRight', 'dpv:isExercisedAt': 'mailto:privacy@example.com'},
    'dpv:hasConsentControl': {'@type': 'dpv:WithdrawConsent', 'dpv:isExercisedAt': 'mailto:privacy@example.com'},
  },
}
const ticked: ConsentChoice = {box: 'marketing', accepted: true, text: 'Ja, gerne', digest: 'd1'}
const unticked: ConsentChoice = {box: 'marketing', accepted: false, text: 'Ja, gerne', digest: 'd1'}
const terms: ConsentChoice = {box: 'terms', accepted: true, text: 'Ich stimme zu', digest: 'd2'}

describe('a consent record', () => {
  for (const choice of [ticked, unticked, terms])
    test(`has every mandatory field of TS 27560, in terms that DPV has: ${choice.box}, ${choice.accepted}`, async () => {
      const graph = await readGraph(toConformingRecord(choice, facts))
      assert.deepEqual(missingFields(graph, recordFields), [])
      assert.deepEqual(unknownTerms(graph), [])
    })

  for (const field of recordFields)
    test(`is found invalid without: ${field.section}, ${field.name}`, async () => {
      const graph = await readGraph(toConformingRecord(ticked, facts))
      remove(graph, field)
      assert.ok(missingFields(graph, recordFields).includes(field.name))
    })

  test('says that an unticked box is a consent that was not given', () => {
    const [given, refused] = [ticked, unticked].map(
      choice => toConformingRecord(choice, facts)['dpv:hasConsentStatus'] as JsonLd,
    )
    assert.deepEqual(given!['@type'], ['dpv:ConsentGiven', 'dpv:ExpressedConsent'])
    assert.equal(refused!['@type'], 'dpv:ConsentRefused')
  })

  test('has the wording as it was shown, in its language, with its page', () => {
    const [notice] = toConformingRecord(ticked, facts)['dpv:hasNotice'] as JsonLd[]
    assert.deepEqual(notice!['dct:description'], {'@value': 'Ja, gerne', '@language': 'de-CH'})
    assert.equal(notice!['dct:identifier'], 'sha256:d1')
    assert.equal(notice!['schema:url'], 'https://www.example.com/landing')
  })

  test('leaves out what is not known, and marks an unknown language', async () => {
    const unknown = {...facts, page: undefined, lang: '', privacyUrl: undefined}
    const record = toConformingRecord({box: 'terms', accepted: true, digest: 'd2'}, unknown)
    const notices = JSON.parse(JSON.stringify(record['dpv:hasNotice'])) as JsonLd[]
    assert.deepEqual(notices, [
      {
        '@id': `urn:uuid:${id}#terms-notice`,
        '@type': 'dpv:ConsentNotice',
        'dct:language': 'und',
        'dct:identifier': 'sha256:d2',
      },
    ])
    assert.deepEqual(missingFields(await readGraph(record), recordFields), [])
  })

  test('names the category of each field, and a field of the page by its name', () => {
    const {'dpv:hasPersonalData': data} = toConformingRecord(ticked, facts)['dpv:hasProcess'] as JsonLd
    assert.deepEqual(data, [
      'pd:Name',
      'pd:EmailAddress',
      'pd:TelephoneNumber',
      'pd:IPAddress',
      {'@type': 'dpv:PersonalData', 'dct:identifier': 'company'},
    ])
  })
})

describe('a receipt', () => {
  const {processing: _processing, ...known} = {...facts, entities: [controller]}
  const receipt = () => toConsentReceipt(facts.submission, [terms, unticked], known)

  test('has every mandatory field that a form can know, in terms that DPV has', async () => {
    const graph = await readGraph(receipt())
    assert.deepEqual(missingFields(graph, receiptFields), [])
    assert.deepEqual(unknownTerms(graph), [])
  })

  for (const field of receiptFields)
    test(`is found invalid without: ${field.section}, ${field.name}`, async () => {
      const graph = await readGraph(receipt())
      remove(graph, field as Field)
      assert.ok(missingFields(graph, receiptFields).includes(field.name))
    })

  test('does not claim that its records have what only the operator knows', () => {
    for (const record of receipt()['dpv:hasRecordOfActivity'] as JsonLd[]) assert.ok(!('dct:conformsTo' in record))
  })
})

test('finds a term that DPV does not have', async () => {
  const document = toConformingRecord(ticked, {...facts, processing: {'dpv:hasJurisdiction': 'loc:UK'}})
  const graph = await readGraph({...document, 'dpv:hasPurposes': 'dpv:Marketing', '@type': 'dpv:ConsentRecrod'})
  assert.deepEqual(unknownTerms(graph).sort(), [
    'https://w3id.org/dpv#ConsentRecrod',
    'https://w3id.org/dpv#hasPurposes',
    'https://w3id.org/dpv/loc#UK',
  ])
})

test('knows the given fields of a contact, and the boxes that its form showed', () => {
  const contact = {
    name_first: 'Ada',
    name_last: undefined,
    phone_countrycode: '44',
    phone_number: '7712345678',
    tags: ['one'],
    list_ids: ['news'],
    gdpr_accept_terms: true,
    consent: {terms: 'I agree', page: 'https://www.example.com/'},
  }
  assert.deepEqual(givenFields(contact), ['name_first', 'phone'])
  assert.deepEqual(toChoices(contact), [{box: 'terms', text: 'I agree', accepted: true}])
})

test('names a field of the page whose name is like a field of the phone, or of an object', () => {
  assert.deepEqual(givenFields({phone: '1', phone_country: 'GB', phonebook: 'x', constructor: 'y'}), [
    'phone',
    'phonebook',
    'constructor',
  ])
  const record = toConformingRecord(ticked, {...facts, fields: ['constructor']})
  assert.deepEqual((record['dpv:hasProcess'] as JsonLd)['dpv:hasPersonalData'], [
    {'@type': 'dpv:PersonalData', 'dct:identifier': 'constructor'},
  ])
})
