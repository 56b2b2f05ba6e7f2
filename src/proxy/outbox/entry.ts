import {LRUCache} from 'lru-cache'
import {givenFields} from '../../contact/consent-record.ts'
import type {Contact} from '../../contact/schema.ts'
import {hasConsentBox, toApiContact} from '../contact-api/create-request.ts'
import {canonical, sha256} from '../delivery/canonical.ts'
import type {Lead} from '../delivery/lead.ts'
import type {DeliverySettings as Settings} from './delivery-settings.ts'
import type {Agreement, ConsentRecord, Entry, Person} from './outbox.ts'

/** Converts a lead to an outbox entry: the request body for the contact API, the consent record and the wordings. */
export async function toEntry(lead: Lead, settings: Settings): Promise<Entry> {
  const {key, submission = key, contact, evidence, quarantine, traceparent} = lead
  const {consent, ...withoutConsent} = contact
  const terms = await toShownBox(consent?.terms, contact.gdpr_accept_terms)
  const marketing = await toShownBox(consent?.marketing, contact.gdpr_marketing_consent)
  const person = toPerson(contact)
  return {
    key,
    payload: canonical(contact),
    content: canonical(withoutConsent),
    person,
    body: withUserId(toApiContact(contact, evidence, settings), key, settings),
    record: {
      ...toStoredConsent(contact, evidence),
      ...person,
      submission,
      terms: terms?.agreement,
      marketing: marketing?.agreement,
    },
    wordings: Object.fromEntries(
      [terms, marketing].filter(box => box !== undefined).map(({agreement, wording}) => [agreement.digest, wording]),
    ),
    quarantine,
    traceparent,
  }
}

/** Identifies a person: the e-mail address in lower case, the phone number in E.164 format. */
export function toPerson({
  email,
  phone_countrycode,
  phone_number,
}: Pick<Contact, 'email' | 'phone_countrycode' | 'phone_number'>): Person {
  return {
    email: email?.toLowerCase(),
    phone: phone_countrycode && phone_number ? `+${phone_countrycode}${phone_number}` : undefined,
  }
}

/** The address is evidence of consent only, so it is not kept of a form without consent boxes. */
function toStoredConsent(contact: Contact, evidence: Lead['evidence']): ConsentRecord {
  return {
    time: evidence.gdpr_date,
    address: hasConsentBox(contact) ? evidence.gdpr_remote_ip : undefined,
    page: contact.consent?.page,
    lang: contact.consent?.lang,
    fields: givenFields(contact),
  }
}

/** `reconcile` looks contacts up by `user_id`, so each body needs one. */
function withUserId(body: Entry['body'], key: string, {unknownOutcome}: Settings): Entry['body'] {
  return unknownOutcome === 'reconcile' && body.user_id === undefined ? {...body, user_id: key} : body
}

/** A consent box that was shown: its wording, and whether it was ticked. */
interface ShownBox {
  agreement: Agreement
  wording: string
}

async function toShownBox(wording: string | undefined, accepted: boolean | undefined): Promise<ShownBox | undefined> {
  if (wording === undefined) return undefined
  return {agreement: {accepted: accepted === true, digest: await digests.memo(wording)}, wording}
}

/** All leads of a page have the same wordings; hashing them again took a tenth of the time of a lead. */
const digests = new LRUCache<string, Promise<string>>({max: 100, memoMethod: sha256})
