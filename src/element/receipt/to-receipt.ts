import {givenFields, toChoices, toConsentReceipt, type Entity, type JsonLd} from '../../contact/consent-record.ts'
import type {Contact} from '../../contact/schema.ts'
import {createKey} from '../create-key.ts'
import type {Sent} from '../form-state.ts'

/** The receipt of a contact that was sent. Its records have the same `dct:source` as those of the proxy. */
export function toReceipt(contact: Contact, {key, time}: Sent, privacyUrl: string | undefined): JsonLd {
  const {email, phone, phone_countrycode, phone_number, consent} = contact
  return toConsentReceipt(createKey(), toChoices(contact), {
    id: key,
    submission: key,
    time: time.toJSON(),
    page: consent?.page,
    lang: consent?.lang,
    identifiers: [
      ...(email ? [`mailto:${email}`] : []),
      ...(phone_number ? [`tel:+${phone_countrycode}${phone_number}`] : []),
      ...(phone ? [phone] : []), // as it was typed, which the proxy reads
    ],
    fields: givenFields(contact),
    privacyUrl,
    entities: consent?.page ? [toController(consent.page)] : [],
  })
}

/** The site of the page: all that the form knows of who decides on the processing. */
function toController(page: string): Entity {
  const {origin, hostname} = new URL(page)
  return {'@id': origin, '@type': 'dpv:DataController', 'dpv:hasIdentifier': origin, 'dpv:hasName': hostname}
}
