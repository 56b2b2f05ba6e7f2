import type {Contact} from '../contact/schema.ts'
import type {Settings} from './options.ts'

/** What the proxy adds of its own knowledge, frozen when the lead arrives. */
export interface Evidence {
  /** When the contact accepted, ISO 8601 in UTC. */
  gdpr_date: string
  /** From where. */
  gdpr_remote_ip?: string
}

/** The body of the contact API's create request. */
export type ApiContact = Record<string, unknown>

const sentAsJudged = [
  'name_first', 'name_last', 'email', 'phone_countrycode', 'phone_number', 'city', 'country', 'region', 'zip',
  'full_address', 'gender', 'language', 'tags', 'gdpr_accept_terms', 'gdpr_marketing_consent',
] as const

/** Builds the request by name, so that nothing reaches the API that was not judged and allowed. */
export function toApiContact(
  contact: Contact,
  evidence: Evidence,
  settings: Pick<Settings, 'allowedFields' | 'emailValidation'>,
): ApiContact {
  const extra = [...settings.allowedFields].filter(isExtra)
  return withoutUndefined({
    ...pick(contact, sentAsJudged),
    ...pick(contact, extra),
    born_date: contact.born_date && `${contact.born_date}T00:00:00Z`,
    list_subscriptions: toListSubscriptions(contact),
    email_validation: contact.email && settings.emailValidation,
    ...evidence,
  })
}

/** The one place that knows how the API writes subscriptions. Nobody is subscribed without marketing consent. */
function toListSubscriptions({list_ids, gdpr_marketing_consent}: Contact): {list_id: string, subscribed: true}[] | undefined {
  if (!list_ids?.length || gdpr_marketing_consent !== true) return undefined
  return [...new Set(list_ids)].map(list_id => ({list_id, subscribed: true}))
}

const composed: readonly string[] = ['born_date', 'list_ids', 'consent', ...sentAsJudged]
/** Whether a name is sent only where the operator allows it: custom fields and the integrator's. */
export function isExtra(name: string): boolean {
  return !composed.includes(name)
}

function pick(contact: Contact, names: readonly string[]): ApiContact {
  return Object.fromEntries(names.filter(name => Object.hasOwn(contact, name)).map(name => [name, contact[name]]))
}

function withoutUndefined(object: ApiContact): ApiContact {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))
}
