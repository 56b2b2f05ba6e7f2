import {
  toConformingRecord,
  type ConsentChoice,
  type Entity,
  type JsonLd,
  type SubmissionFacts,
} from '../../contact/consent-record.ts'
import {splitWords} from '../../contact/words.ts'
import {ConfigurationError, type Environment} from '../config/configuration-error.ts'
import {readEvidenceSettings} from '../config/environment.ts'
import type {StoredRecord} from '../outbox/sql/consent.ts'
import {readFormUrls} from './form-option.ts'

/** The name of the format: ISO/IEC TS 27560:2023 as JSON-LD. */
export const format27560 = '27560'

type Settings = ReturnType<typeof readEvidenceSettings>

/**
 * Converts a stored record to one document for each consent box that was shown; takes the path of its form.
 * @param identifies whether the documents contain the e-mail address and the phone number, beside their digests
 * @throws {ConfigurationError} if a setting is missing
 */
export function createRecordWriter(
  env: Environment,
  {identifies}: {identifies: boolean},
): (stored: StoredRecord, form: string) => JsonLd[] {
  const settings = readEvidenceSettings(env)
  const urls = readFormUrls(env)
  const processing = toProcessing(settings)
  const toUrl = (form: string) => {
    const url = urls.get(form) ?? settings.url
    if (url === undefined) throw new ConfigurationError([urlMissingMessage(form)])
    return url
  }
  return (stored, form) => {
    const entities = [toController(settings, stored.id), toProcessor(settings, toUrl(form))]
    const facts = {...toFacts(stored, identifies), privacyUrl: settings.privacyNoticeUrl, entities, processing}
    return toChoices(stored).map(choice => toConformingRecord(choice, facts))
  }
}

const urlMissingMessage = (form: string) =>
  `CONTACT_API_URL: missing, expected the URL of the contact API of the form ${form}, which FORMS_FILE does not name`

function toChoices({record: {terms, marketing}}: StoredRecord): ConsentChoice[] {
  return [
    ...(terms ? [{box: 'terms', ...terms} as const] : []),
    ...(marketing ? [{box: 'marketing', ...marketing} as const] : []),
  ]
}

function toFacts({id, submission, digests, fields, record}: StoredRecord, identifies: boolean) {
  const {time, page, lang, email, phone, address} = record
  return {
    id,
    submission,
    time,
    page,
    lang,
    identifiers: [
      ...withPrefix('email-digest:', digests.email),
      ...withPrefix('phone-digest:', digests.phone),
      ...(identifies ? [...withPrefix('mailto:', email), ...withPrefix('tel:', phone)] : []),
    ],
    fields: [
      ...(fields ?? [...(email ? ['email'] : []), ...(phone ? ['phone'] : [])]),
      ...(address ? ['gdpr_remote_ip'] : []),
    ],
  } satisfies Partial<SubmissionFacts>
}

const withPrefix = (prefix: string, text: string | undefined) => (text ? [prefix + text] : [])

/** What applies to all records alike. The retention is that of the proxy: what the contact API does is not known. */
function toProcessing(settings: Settings): JsonLd {
  const contact = toContactUrl(settings.controllerContact)
  return {
    'dpv:hasStorageCondition': [
      {'@type': 'dpv:StorageLocation', 'dpv:hasLocation': toPlaces(settings.storageLocation)},
      {'@type': 'dpv:StorageDuration', 'dpv:hasDuration': toDuration(settings.retention)},
    ],
    'dpv:hasJurisdiction': toPlaces(settings.jurisdiction),
    'dpv:hasRight': {'@type': 'dpv:DataSubjectRight', 'dpv:isExercisedAt': contact},
    'dpv:hasConsentControl': {
      '@type': 'dpv:WithdrawConsent',
      'dpv:isExercisedAt': settings.withdrawalContact ? toContactUrl(settings.withdrawalContact) : contact,
    },
  }
}

const toPlaces = (codes: string) => splitWords(codes).map(code => `loc:${code}`)

const dayMs = 24 * 3_600_000

function toDuration(retentionMs: number | undefined): JsonLd {
  if (retentionMs === undefined) return {'@type': 'dpv:EndlessDuration'}
  const days = {'@type': 'xsd:duration', '@value': `P${Math.round(retentionMs / dayMs)}D`}
  return {'@type': 'dpv:TemporalDuration', 'rdf:value': days}
}

/** The controller has no IRI of its own, only one in the record. */
function toController({controllerName, controllerAddress, controllerContact}: Settings, id: string): Entity {
  const party = toParty(controllerName, controllerAddress, controllerContact)
  return {'@type': 'dpv:DataController', ...withIdentifier(`urn:uuid:${id}#controller`), ...party}
}

function toProcessor({processorName, processorAddress, processorContact}: Settings, url: string): Entity {
  const party = toParty(processorName, processorAddress, processorContact)
  return {'@type': 'dpv:DataProcessor', ...withIdentifier(new URL(url).origin), ...party}
}

const withIdentifier = (iri: string) => ({'@id': iri, 'dpv:hasIdentifier': iri})

function toParty(name: string, address: string, contact: string): JsonLd {
  const reach = contact.includes('://') ? {'schema:url': contact} : {'schema:email': contact}
  return {
    'dpv:hasName': name,
    'schema:address': {'@type': 'schema:PostalAddress', 'schema:streetAddress': address},
    'schema:contactPoint': {'@type': 'schema:ContactPoint', ...reach},
  }
}

const toContactUrl = (contact: string) => (contact.includes('://') ? contact : `mailto:${contact}`)
