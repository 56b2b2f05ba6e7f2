import type {Contact} from './schema.ts'

/**
 * Consent records and receipts of ISO/IEC TS 27560:2023 as JSON-LD, in the terms of the Data Privacy Vocabulary
 * (https://w3id.org/dpv/guides/consent-27560). The proxy's command exports records, and the form gives the visitor a
 * receipt. What is not known is left out.
 */
export interface JsonLd {
  [name: string]: JsonLdValue | undefined
}
export type JsonLdValue = string | JsonLd | readonly (string | JsonLd)[]

/** A consent box that was shown. */
export interface ConsentChoice {
  box: 'terms' | 'marketing'
  accepted: boolean
  /** The wording as it was shown; its digest is SHA-256 in hex. */
  text?: string | undefined
  digest?: string | undefined
}

/** What is known of a submission. */
export interface SubmissionFacts {
  /** UUID of the record. */
  id: string
  /** The idempotency key under which the form sent the submission: its receipt and its stored records have it in common. */
  submission: string
  /** When the visitor submitted; ISO 8601, UTC. */
  time: string
  page?: string | undefined
  /** BCP 47 tag of the wordings' language. */
  lang?: string | undefined
  /** By what the visitor can be found: addresses, or digests of them. */
  identifiers: readonly string[]
  /** Names of the fields that the visitor gave. */
  fields: readonly string[]
  /** URL of the privacy policy. */
  privacyUrl?: string | undefined
  /** The controller and the recipients. */
  entities: readonly Entity[]
  /** Of the processing, what no form can know: storage, jurisdiction, rights, withdrawal. */
  processing?: JsonLd
}

/** A party of the processing, whose `@id` is its identifier. */
export interface Entity extends JsonLd {
  '@id': string
  '@type': 'dpv:DataController' | 'dpv:DataProcessor'
}

/** The names of the fields that a visitor gave: the phone's as one, and neither consent nor what the page chose. */
export function givenFields(contact: Readonly<Record<string, unknown>>): string[] {
  const names = Object.keys(contact).filter(name => contact[name] !== undefined && !pageFields.test(name))
  return [...new Set(names.map(name => (phoneFields.test(name) ? 'phone' : name)))]
}

const phoneFields = /^phone_(?:country(?:code)?|number)$/
const pageFields = /^(?:consent|gdpr_.*|tags|list_ids)$/

/** The consent boxes that a contact's form showed. */
export function toChoices({consent, gdpr_accept_terms, gdpr_marketing_consent}: Contact): ConsentChoice[] {
  const boxes = [
    {box: 'terms', text: consent?.terms, accepted: gdpr_accept_terms === true},
    {box: 'marketing', text: consent?.marketing, accepted: gdpr_marketing_consent === true},
  ] as const
  return boxes.filter(({text}) => text !== undefined)
}

const toIri = {'@type': '@id'}

/** Part of each document, which is then complete without the network: the namespaces, and the properties whose text is an IRI. */
const context: JsonLd = {
  dct: 'http://purl.org/dc/terms/',
  dpv: 'https://w3id.org/dpv#',
  'dpv-27560': 'https://w3id.org/dpv/schema/dpv-27560#',
  loc: 'https://w3id.org/dpv/loc#',
  pd: 'https://w3id.org/dpv/pd#',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  schema: 'https://schema.org/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  'dct:conformsTo': toIri,
  'dct:created': {'@type': 'xsd:dateTime'},
  'dct:source': toIri,
  'dpv:hasDataController': toIri,
  'dpv:hasDataProcessor': toIri,
  'dpv:hasJurisdiction': toIri,
  'dpv:hasLegalBasis': toIri,
  'dpv:hasLocation': toIri,
  'dpv:hasPersonalData': toIri,
  'dpv:hasPurpose': toIri,
  'dpv:hasRecipient': toIri,
  'dpv:isExercisedAt': toIri,
  'dpv:isIndicatedAtTime': {'@type': 'xsd:dateTime'},
  'dpv:isIndicatedBy': toIri,
  'schema:url': toIri,
}

const purposes = {terms: 'dpv:ServiceRegistration', marketing: 'dpv:DirectMarketing'}

/** The consent record of one box. It claims no schema version: see `toConformingRecord`. */
export function toConsentRecord(choice: ConsentChoice, facts: SubmissionFacts): JsonLd {
  const iri = iriOf(facts, choice.box)
  const person = iriOf(facts, 'person')
  const {controllers, processors} = toRoles(facts.entities)
  return {
    '@id': iri,
    '@type': 'dpv:ConsentRecord',
    'dct:identifier': iri,
    'dpv:hasIdentifier': iri,
    'dct:source': `urn:uuid:${facts.submission}`,
    'dpv:hasDataSubject': {'@id': person, '@type': 'dpv:DataSubject', 'dct:identifier': facts.identifiers},
    'dpv:hasNotice': [toConsentNotice(choice, facts), ...toPrivacyNotice(facts)],
    'dpv:hasProcess': {
      '@type': 'dpv:Process',
      'dpv:hasPurpose': purposes[choice.box],
      'dpv:hasLegalBasis': 'dpv:ExpressedConsent',
      'dpv:hasPersonalData': toCategories(facts.fields),
      'dpv:hasDataController': controllers,
      'dpv:hasDataProcessor': processors,
      'dpv:hasRecipient': processors,
      ...facts.processing,
    },
    'dpv:hasConsentStatus': toStatus(choice, facts, person),
    'dpv:hasEntity': facts.entities,
  }
}

/** A consent record as a document of its own, with everything that TS 27560 requires of the operator. */
export function toConformingRecord(choice: ConsentChoice, facts: SubmissionFacts & {processing: JsonLd}): JsonLd {
  return {'@context': context, ...toConsentRecord(choice, facts), 'dct:conformsTo': 'dpv-27560:record'}
}

/** The visitor's receipt of the records of one submission. */
export function toConsentReceipt(id: string, choices: readonly ConsentChoice[], facts: SubmissionFacts): JsonLd {
  const iri = `urn:uuid:${id}`
  return {
    '@context': context,
    '@id': iri,
    '@type': 'dpv:ConsentReceipt',
    'dct:identifier': iri,
    'dpv:hasIdentifier': iri,
    'dct:conformsTo': 'dpv-27560:receipt',
    'dct:created': facts.time,
    'dpv:hasRecordOfActivity': choices.map(choice => toConsentRecord(choice, facts)),
  }
}

const iriOf = ({id}: SubmissionFacts, part: string) => `urn:uuid:${id}#${part}`

/** What the visitor read when they decided. `und` is the code of a language that is not known (ISO 639). */
function toConsentNotice({box, text, digest}: ConsentChoice, facts: SubmissionFacts): JsonLd {
  const lang = facts.lang || 'und'
  return {
    '@id': iriOf(facts, `${box}-notice`),
    '@type': 'dpv:ConsentNotice',
    'dct:language': lang,
    'dct:description': text ? {'@value': text, '@language': lang} : undefined,
    'dct:identifier': digest && `sha256:${digest}`,
    'schema:url': facts.page,
  }
}

function toPrivacyNotice({privacyUrl}: SubmissionFacts): JsonLd[] {
  return privacyUrl ? [{'@id': privacyUrl, '@type': 'dpv:PrivacyNotice'}] : []
}

/** A box that was shown and left unticked is a consent that was asked for and not given. */
function toStatus({accepted}: ConsentChoice, {time}: SubmissionFacts, person: string): JsonLd {
  return {
    '@type': accepted ? ['dpv:ConsentGiven', 'dpv:ExpressedConsent'] : 'dpv:ConsentRefused',
    'dpv:isIndicatedAtTime': time,
    'dpv:isIndicatedBy': person,
    'dpv:hasIndicationMethod': accepted
      ? 'ticked the checkbox beside the wording and submitted the form'
      : 'left the checkbox beside the wording unticked and submitted the form',
    'dpv:hasDuration': accepted
      ? {'@type': 'dpv:UntilEventDuration', 'rdf:value': 'withdrawal of the consent'}
      : {'@type': 'dpv:IndeterminateDuration'},
  }
}

const categories: Record<string, string> = {
  name_first: 'Name',
  name_last: 'Name',
  email: 'EmailAddress',
  phone: 'TelephoneNumber',
  full_address: 'PhysicalAddress',
  zip: 'PostalCode',
  city: 'City',
  region: 'Region',
  country: 'Country',
  born_date: 'BirthDate',
  gender: 'Gender',
  language: 'Language',
  gdpr_remote_ip: 'IPAddress',
}

/** The categories of the known fields. Of a page's own fields only the names are known. */
function toCategories(fields: readonly string[]): (string | JsonLd)[] {
  const isKnown = (name: string) => Object.hasOwn(categories, name)
  const [known, own] = [fields.filter(isKnown), fields.filter(name => !isKnown(name))]
  return [
    ...new Set(known.map(name => `pd:${categories[name]}`)),
    ...own.map(name => ({'@type': 'dpv:PersonalData', 'dct:identifier': name})),
  ]
}

function toRoles(entities: readonly Entity[]) {
  const inRole = (role: string) => entities.filter(entity => entity['@type'] === role).map(entity => entity['@id'])
  return {controllers: inRole('dpv:DataController'), processors: inRole('dpv:DataProcessor')}
}
