import type {Contact} from '../../contact/schema.ts'
import type {Settings} from '../config/options.ts'

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

/** Builds the request by name, so that nothing reaches the API that was not judged and allowed. */
export function toApiContact(
  contact: Contact,
  evidence: Evidence,
  settings: Pick<Settings, 'allowedFields' | 'emailValidation'>,
): ApiContact {
  const built: ApiContact = {}
  for (const name of sentAsJudged) if (Object.hasOwn(contact, name)) put(built, name, contact[name])
  for (const name of settings.allowedFields)
    if (isExtra(name) && Object.hasOwn(contact, name)) put(built, name, contact[name])
  put(built, 'born_date', contact.born_date && `${contact.born_date}T00:00:00Z`)
  put(built, 'list_subscriptions', toListSubscriptions(contact))
  put(built, 'email_validation', contact.email && settings.emailValidation)
  put(built, 'gdpr_date', evidence.gdpr_date)
  put(built, 'gdpr_remote_ip', evidence.gdpr_remote_ip)
  return built
}

function put(built: ApiContact, name: string, value: unknown): void {
  if (value !== undefined) built[name] = value
}

/** The one place that knows how the API writes subscriptions. Nobody is subscribed without marketing consent. */
function toListSubscriptions({
  list_ids,
  gdpr_marketing_consent,
}: Contact): {list_id: string; subscribed: true}[] | undefined {
  if (!list_ids?.length || gdpr_marketing_consent !== true) return undefined
  return [...new Set(list_ids)].map(list_id => ({list_id, subscribed: true}))
}

const composed: ReadonlySet<string> = new Set(['born_date', 'list_ids', 'consent', ...sentAsJudged])
/** Whether a name is sent only where the operator allows it: custom fields and the integrator's. */
export function isExtra(name: string): boolean {
  return !composed.has(name)
}
