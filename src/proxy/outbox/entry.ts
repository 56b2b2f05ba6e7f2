import {LRUCache} from 'lru-cache'
import type {Contact} from '../../contact/schema.ts'
import {toApiContact} from '../contact-api/create-request.ts'
import {canonical, sha256} from '../delivery/canonical.ts'
import type {Lead} from '../delivery/lead.ts'
import type {DeliverySettings as Settings} from './delivery-settings.ts'
import type {Agreement, ConsentRecord, Entry, Person} from './outbox.ts'

/** Freezes a lead for the store: the request that will be sent, the consent record, and what tells equal ones. */
export async function toEntry({key, contact, evidence, quarantine}: Lead, settings: Settings): Promise<Entry> {
  const {consent, ...bare} = contact
  const {terms, marketing} = {
    terms: await toAgreement(consent?.terms, contact.gdpr_accept_terms),
    marketing: await toAgreement(consent?.marketing, contact.gdpr_marketing_consent),
  }
  const person = personOf(contact)
  const record: ConsentRecord = {
    time: evidence.gdpr_date,
    address: evidence.gdpr_remote_ip,
    page: consent?.page,
    lang: consent?.lang,
    ...person,
    terms: terms?.agreement,
    marketing: marketing?.agreement,
  }
  return {
    key,
    payload: canonical(contact),
    content: canonical(bare),
    person,
    body: withOwnId(toApiContact(contact, evidence, settings), key, settings),
    record,
    wordings: Object.fromEntries(
      [terms, marketing].filter(shown => shown !== undefined).map(({agreement, text}) => [agreement.digest, text]),
    ),
    quarantine,
  }
}

/** How the outbox knows a person: the e-mail in lower case, the phone as E.164. */
export function personOf({
  email,
  phone_countrycode,
  phone_number,
}: Pick<Contact, 'email' | 'phone_countrycode' | 'phone_number'>): Person {
  return {
    email: email?.toLowerCase(),
    phone: phone_countrycode && phone_number ? `+${phone_countrycode}${phone_number}` : undefined,
  }
}

/** What may have to be looked up needs an id of ours to look for. */
function withOwnId(body: Entry['body'], key: string, {unknownOutcome}: Settings): Entry['body'] {
  return unknownOutcome === 'reconcile' && body.user_id === undefined ? {...body, user_id: key} : body
}

async function toAgreement(
  text: string | undefined,
  accepted: boolean | undefined,
): Promise<{agreement: Agreement; text: string} | undefined> {
  if (text === undefined) return undefined
  return {agreement: {accepted: accepted === true, digest: await digests.memo(text)}, text}
}

/** All leads of a page have the same wordings. */
const digests = new LRUCache<string, Promise<string>>({max: 100, memoMethod: sha256})
