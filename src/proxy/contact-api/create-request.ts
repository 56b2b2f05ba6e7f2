import type {Contact} from '../../contact/schema.ts'

/** What the proxy adds to a contact, fixed when the lead arrives. */
export interface Evidence {
  /** When the contact gave consent, ISO 8601 in UTC. */
  gdpr_date: string
  /** The visitor's address. */
  gdpr_remote_ip?: string
}

/** The contact API's `email_validation`. */
export interface EmailValidation {
  validate: true
  create_if_invalid?: true
  create_if_no_credit?: true
}

/** The notations that the contact API's documentation leaves open. */
export const contactNotations = {
  /** An ISO 3166-1 alpha-2 code, or the country's English name. */
  country: ['code', 'name'],
  /** An array of objects; or one object, if there is one list. */
  listSubscriptions: ['array', 'object'],
} as const

/** Which fields of a contact are sent, and how. */
export interface ApiContactSettings {
  /** Extra fields that the operator allows. */
  allowedFields: ReadonlySet<string>
  emailValidation?: EmailValidation
  countryAs: (typeof contactNotations.country)[number]
  listSubscriptionsAs: (typeof contactNotations.listSubscriptions)[number]
}

/** The body of the contact API's create request. */
export type ApiContact = Record<string, unknown>

const copiedFields = [
  'name_first',
  'name_last',
  'email',
  'phone_countrycode',
  'phone_number',
  'city',
  'country',
  'region',
  'zip',
  'full_address',
  'gender',
  'language',
  'tags',
  'gdpr_accept_terms',
  'gdpr_marketing_consent',
] as const

/** Builds the request field by field, so that nothing reaches the API that was not validated and allowed. */
export function toApiContact(contact: Contact, evidence: Evidence, settings: ApiContactSettings): ApiContact {
  const body: ApiContact = {}
  for (const name of copiedFields) if (Object.hasOwn(contact, name)) set(body, name, contact[name])
  for (const name of settings.allowedFields)
    if (isExtraField(name) && Object.hasOwn(contact, name)) set(body, name, contact[name])
  set(body, 'born_date', contact.born_date && `${contact.born_date}T00:00:00Z`)
  if (contact.country && settings.countryAs === 'name') body.country = toCountryName(contact.country)
  set(body, 'list_subscriptions', toListSubscriptions(contact, settings))
  set(body, 'email_validation', contact.email && settings.emailValidation)
  if (hasConsentBox(contact)) {
    set(body, 'gdpr_date', evidence.gdpr_date)
    set(body, 'gdpr_remote_ip', evidence.gdpr_remote_ip)
  }
  return body
}

/** Whether a consent box was shown: a contact then has its state, its wording or both. */
export function hasConsentBox({gdpr_accept_terms, gdpr_marketing_consent, consent}: Contact): boolean {
  return [gdpr_accept_terms, gdpr_marketing_consent, consent?.terms, consent?.marketing].some(
    value => value !== undefined,
  )
}

function set(body: ApiContact, name: string, value: unknown): void {
  if (value !== undefined) body[name] = value
}

interface ListSubscription {
  list_id: string
  subscribed: true
}

/** Converts list ids to the API's notation. Without marketing consent the contact is not subscribed to any list. */
function toListSubscriptions(
  {list_ids, gdpr_marketing_consent}: Contact,
  {listSubscriptionsAs}: ApiContactSettings,
): ListSubscription | ListSubscription[] | undefined {
  if (!list_ids?.length || gdpr_marketing_consent !== true) return undefined
  const subscriptions = [...new Set(list_ids)].map((list_id): ListSubscription => ({list_id, subscribed: true}))
  const [only] = subscriptions
  return listSubscriptionsAs === 'object' && subscriptions.length === 1 ? only : subscriptions
}

const countryNames = new Intl.DisplayNames('en', {type: 'region'})

const toCountryName = (code: string): string => countryNames.of(code) ?? code

/** Sent in another form, or not at all. */
const convertedFields = ['phone', 'phone_country', 'born_date', 'list_ids', 'consent']
const knownFields: ReadonlySet<string> = new Set([...convertedFields, ...copiedFields])

/** Whether a field is sent only if the operator allows it: custom fields, and fields such as `user_id`. */
export function isExtraField(name: string): boolean {
  return !knownFields.has(name)
}
