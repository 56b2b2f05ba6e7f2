/**
 * The mandatory fields of ISO/IEC TS 27560:2023, as the guide of DPV lists them in 7.2, 8 and 9
 * (https://w3id.org/dpv/guides/consent-27560, Final Community Group Report of 15 February 2026). Neither the guide nor
 * its repository publishes a JSON Schema or SHACL shapes for them: `schema/dpv-27560.ttl` has the names of the schemas only.
 */
export interface Field {
  section: string
  /** As TS 27560 names it; in brackets, what only the guide requires. */
  name: string
  /** The properties from the record to the field's value. */
  path: readonly string[]
  /** The properties from the record to the nodes of which each needs the field. */
  each?: readonly string[]
  /** Only the operator knows it, so the receipt of a form has none. */
  fromOperator?: true
}

const inProcess = (name: string, ...path: string[]): Field => ({
  section: 'processing',
  name,
  path: ['dpv:hasProcess', ...path],
})
const ofOperator = (field: Field): Field => ({...field, fromOperator: true})
const ofParty = (name: string, ...path: string[]): Field => ({
  section: 'party',
  name,
  each: ['dpv:hasEntity'],
  path,
})
const ofEvent = (name: string, ...path: string[]): Field => ({
  section: 'event',
  name,
  path: ['dpv:hasConsentStatus', ...path],
})

export const recordFields: readonly Field[] = [
  ofOperator({section: 'metadata', name: 'schema version', path: ['dct:conformsTo']}),
  {section: 'metadata', name: 'record id', path: ['dct:identifier']},
  {section: 'metadata', name: 'record id (table of 8.1)', path: ['dpv:hasIdentifier']},
  {section: 'metadata', name: 'pii principal id', path: ['dpv:hasDataSubject', 'dct:identifier']},
  {section: 'processing', name: 'privacy notice', path: ['dpv:hasNotice']},
  {section: 'processing', name: 'language', path: ['dpv:hasNotice', 'dct:language']},
  inProcess('purpose', 'dpv:hasPurpose'),
  inProcess('pii information', 'dpv:hasPersonalData'),
  inProcess('pii controllers', 'dpv:hasDataController', 'dpv:hasIdentifier'),
  ofOperator(inProcess('storage locations', 'dpv:hasStorageCondition', 'dpv:hasLocation')),
  ofOperator(inProcess('retention period', 'dpv:hasStorageCondition', 'dpv:hasDuration')),
  ofOperator(inProcess('jurisdiction', 'dpv:hasJurisdiction')),
  ofOperator(inProcess('recipient third parties', 'dpv:hasRecipient', 'dpv:hasIdentifier')),
  ofOperator(inProcess('withdrawal method', 'dpv:hasConsentControl', 'dpv:isExercisedAt')),
  ofOperator(inProcess('(rights)', 'dpv:hasRight', 'dpv:isExercisedAt')),
  ofParty('party id', 'dpv:hasIdentifier'),
  ofParty('party name', 'dpv:hasName'),
  ofParty('party type', '@type'),
  ofOperator(ofParty('party address', 'schema:address', 'schema:streetAddress')),
  ofOperator(ofParty('party contact', 'schema:contactPoint')),
  ofEvent('event state', '@type'),
  ofEvent('event time', 'dpv:isIndicatedAtTime'),
  ofEvent('validity duration', 'dpv:hasDuration'),
  ofEvent('entity id', 'dpv:isIndicatedBy', 'dct:identifier'),
  {section: 'event', name: 'event type', path: ['dpv:hasProcess', 'dpv:hasLegalBasis']},
]

const ofReceipt = (name: string, ...path: string[]): Field => ({section: 'receipt', name, path})
const records = ['dpv:hasRecordOfActivity']

/** Those of the receipt that a form gives, with those of each record in it that a form can know. */
export const receiptFields: readonly Field[] = [
  ofReceipt('schema version', 'dct:conformsTo'),
  ofReceipt('receipt id', 'dct:identifier'),
  ofReceipt('receipt id (table of 9.1)', 'dpv:hasIdentifier'),
  ofReceipt('(associated consent record)', ...records),
  ofReceipt('(creation timestamp)', 'dct:created'),
  ...recordFields
    .filter(({fromOperator}) => !fromOperator)
    .map(field => ({...field, each: [...records, ...(field.each ?? [])]})),
]
