import assert from 'node:assert/strict'
import {after, before, describe, test} from 'node:test'
import type {JsonLd} from '../../../src/contact/consent-record.ts'
import {startProxy} from '../../../src/proxy/node.ts'
import {startContactApi, type ContactApi} from '../../support/contact-api.ts'
import {recordFields} from '../../support/evidence/field-table.ts'
import {missingFields, readGraph} from '../../support/evidence/graph.ts'
import {parties} from '../../support/evidence/parties.ts'
import {unknownTerms} from '../../support/evidence/vocabulary.ts'
import {createFormsFolder} from '../../support/forms.ts'
import {runWith} from '../../support/operator.ts'
import {freshPath} from '../../support/outbox.ts'

const wordings = {terms: 'I agree to the terms', marketing: 'Send me news'}
const ada = {
  email: 'Ada@Example.com',
  phone: '+44 7712 345678',
  name_first: 'Ada',
  gdpr_accept_terms: true,
  gdpr_marketing_consent: false,
  consent: {...wordings, page: 'https://www.example.com/landing', lang: 'en'},
}
const digest = async (text: string) =>
  Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))).toString('hex')

describe('evidence --format 27560', () => {
  let env: Record<string, string>
  let api: ContactApi
  let proxy: Awaited<ReturnType<typeof startProxy>>
  const leads = {ada: crypto.randomUUID(), grace: crypto.randomUUID()}
  before(async () => {
    api = await startContactApi()
    env = {
      CONTACT_API_URL: api.url,
      CONTACT_ACCOUNT_ID: 'acc-1',
      CONTACT_ACCOUNT_SECRET: 's',
      PORT: '0',
      OUTBOX: `file:${freshPath()}`,
      EVIDENCE_RETENTION: '730',
      MIN_FILL_TIME: '0',
    }
    proxy = await startProxy(env)
    await send(leads.ada, ada)
    await send(leads.grace, {email: 'grace@example.com'})
  })
  after(async () => {
    await proxy.close()
    await api.close()
  })

  async function send(key: string, contact: object, endpoint = proxy.endpoint) {
    const headers = {'content-type': 'application/json', 'idempotency-key': key}
    const {status} = await fetch(endpoint, {method: 'POST', headers, body: JSON.stringify(contact)})
    assert.equal(status, 201)
  }
  const run = (settings: Record<string, string>, ...args: string[]) =>
    runWith({...env, ...settings}, 'evidence', ...args, '--format', '27560')
  async function documents(settings: Record<string, string> = {}, ...args: string[]) {
    const {printed} = await run({...parties, ...settings}, ...(args.length > 0 ? args : ['--all']))
    return printed.map(line => JSON.parse(line) as JsonLd)
  }

  test('prints a valid document for each consent box that was shown, and none for a form without', async () => {
    const [terms, marketing, ...others] = await documents()
    assert.equal(others.length, 0)
    for (const document of [terms!, marketing!]) {
      const graph = await readGraph(document)
      assert.deepEqual(missingFields(graph, recordFields), [])
      assert.deepEqual(unknownTerms(graph), [])
      assert.equal(document['dct:source'], `urn:uuid:${leads.ada}`)
    }
    assert.equal(processOf(terms).at('dpv:hasPurpose'), 'dpv:ServiceRegistration')
    assert.equal(processOf(marketing).at('dpv:hasPurpose'), 'dpv:DirectMarketing')
    assert.deepEqual(statusOf(terms)['@type'], ['dpv:ConsentGiven', 'dpv:ExpressedConsent'])
    assert.equal(statusOf(marketing)['@type'], 'dpv:ConsentRefused')
    assert.match(String(statusOf(terms)['dpv:isIndicatedAtTime']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    const [notice] = marketing!['dpv:hasNotice'] as JsonLd[]
    assert.deepEqual(
      {...notice, '@id': undefined},
      {
        '@id': undefined,
        '@type': 'dpv:ConsentNotice',
        'dct:language': 'en',
        'dct:description': {'@value': 'Send me news', '@language': 'en'},
        'dct:identifier': `sha256:${await digest('Send me news')}`,
        'schema:url': 'https://www.example.com/landing',
      },
    )
  })

  test('has as its source the key that the visitor sent, also to a form of a file and of a duplicate', async t => {
    const {file, write} = createFormsFolder(['news'])
    write({'/news': {url: api.url, accountId: 'news', accountSecretFile: 'news'}})
    const settings = {FORMS_FILE: file, OUTBOX: `file:${freshPath()}`, PORT: '0'}
    const forms = await startProxy(settings)
    t.after(() => forms.close())
    const keys: string[] = [crypto.randomUUID(), crypto.randomUUID()]
    for (const key of keys) await send(key, {...ada, gdpr_marketing_consent: true}, forms.endpoint)
    const stored = (await runWith(settings, 'evidence', '--all')).printed.map(
      line => JSON.parse(line) as {lead: string},
    )
    assert.equal(new Set(stored.map(({lead}) => lead)).size, 1)
    assert.ok(!keys.includes(stored[0]!.lead))
    const sources = (await documents(settings)).map(document => document['dct:source'])
    assert.deepEqual(
      sources,
      keys.flatMap(key => [`urn:uuid:${key}`, `urn:uuid:${key}`]),
    )
  })

  test('states the fields that the visitor gave, the retention, the places and the parties', async () => {
    const [terms] = await documents()
    const process = processOf(terms)
    assert.deepEqual(process.at('dpv:hasPersonalData'), [
      'pd:Name',
      'pd:EmailAddress',
      'pd:TelephoneNumber',
      'pd:IPAddress',
    ])
    assert.deepEqual(process.at('dpv:hasStorageCondition'), [
      {'@type': 'dpv:StorageLocation', 'dpv:hasLocation': ['loc:DE']},
      {
        '@type': 'dpv:StorageDuration',
        'dpv:hasDuration': {
          '@type': 'dpv:TemporalDuration',
          'rdf:value': {'@type': 'xsd:duration', '@value': 'P730D'},
        },
      },
    ])
    assert.deepEqual(process.at('dpv:hasJurisdiction'), ['loc:IE', 'loc:EU'])
    assert.deepEqual(process.at('dpv:hasRecipient'), [new URL(api.url).origin])
    const [controller, processor] = terms!['dpv:hasEntity'] as JsonLd[]
    assert.equal(controller!['dpv:hasName'], 'Example Ltd')
    assert.equal((controller!['schema:contactPoint'] as JsonLd)['schema:email'], 'privacy@example.com')
    assert.equal(processor!['dpv:hasName'], 'CRM Inc.')
    assert.equal((processor!['schema:contactPoint'] as JsonLd)['schema:url'], 'https://crm.example/contact')
  })

  test('keeps consent records without an end if no retention is set', async () => {
    const [terms] = await documents({EVIDENCE_RETENTION: ''})
    const [, duration] = processOf(terms).at('dpv:hasStorageCondition') as JsonLd[]
    assert.deepEqual(duration!['dpv:hasDuration'], {'@type': 'dpv:EndlessDuration'})
  })

  test('names people by the digests of the store, and by their addresses when asked', async () => {
    const identifiers = async (...args: string[]) => {
      const [terms] = await documents({}, '--email', 'ada@example.com', ...args)
      return (terms!['dpv:hasDataSubject'] as JsonLd)['dct:identifier']
    }
    const digests = [`email-digest:${await digest('ada@example.com')}`, `phone-digest:${await digest('+447712345678')}`]
    assert.deepEqual(await identifiers(), digests)
    assert.deepEqual(await identifiers('--identify'), [...digests, 'mailto:ada@example.com', 'tel:+447712345678'])
  })

  test('withdraws at the contact of the controller, or at one of its own', async () => {
    const control = async (settings: Record<string, string>) => {
      const [terms] = await documents(settings)
      return (processOf(terms).at('dpv:hasConsentControl') as JsonLd)['dpv:isExercisedAt']
    }
    assert.equal(await control({}), 'mailto:privacy@example.com')
    const url = 'https://www.example.com/unsubscribe'
    assert.equal(await control({WITHDRAWAL_CONTACT: url}), url)
  })

  test('refers to the privacy policy that is configured', async () => {
    const [terms] = await documents({PRIVACY_NOTICE_URL: 'https://www.example.com/privacy'})
    const [, policy] = terms!['dpv:hasNotice'] as JsonLd[]
    assert.deepEqual(policy, {'@id': 'https://www.example.com/privacy', '@type': 'dpv:PrivacyNotice'})
  })

  for (const variable of Object.keys(parties))
    test(`names the setting that is missing: ${variable}`, async () => {
      await assert.rejects(run({...parties, [variable]: ''}, '--all'), {
        name: 'ConfigurationError',
        message: new RegExp(`^${variable}: missing, expected `),
      })
    })

  test('names all settings that are missing or malformed at once', async () => {
    const malformed = {JURISDICTION: 'UK', CONTROLLER_CONTACT: 'ftp://example.com', CONTACT_API_URL: ''}
    await assert.rejects(
      run(malformed, '--all'),
      ({message}: Error) => message.split('\n').length === Object.keys(parties).length + 1,
    )
  })

  const refusedPlaces = ['UK', 'XX', 'ZZ', 'XA', 'XK', 'UN', 'EZ', 'AC', 'ie', 'ireland', 'USA']
  for (const place of refusedPlaces)
    test(`refuses what is no code of a country: ${place}`, () =>
      assert.rejects(
        run({...parties, STORAGE_LOCATION: place}, '--all'),
        /^ConfigurationError: STORAGE_LOCATION: expected ISO/,
      ))

  test('refuses other formats, and --identify with them', async () => {
    const outcome = await runWith(env, 'evidence', '--all', '--format', '27561')
    assert.equal(outcome.code, 2)
    assert.match(outcome.remarks[0]!, /--format: expected jsonl or csv or 27560/)
    const identified = await runWith(env, 'evidence', '--all', '--identify')
    assert.equal(identified.code, 2)
    assert.match(identified.remarks[0]!, /--identify: expected with --format 27560 only/)
  })

  test('leaves the other formats as they are', async () => {
    const {printed} = await runWith(env, 'evidence', '--email', 'ada@example.com')
    assert.deepEqual(Object.keys(JSON.parse(printed[0]!) as object), [
      'lead',
      'time',
      'address',
      'page',
      'lang',
      'email',
      'phone',
      'terms',
      'marketing',
    ])
  })
})

const processOf = (document: JsonLd | undefined) => ({
  at: (property: string) => (document!['dpv:hasProcess'] as JsonLd)[property],
})
const statusOf = (document: JsonLd | undefined) => document!['dpv:hasConsentStatus'] as JsonLd
