/**
 * The names of a contact's fields, as the contact API spells them, sorted by who may set them.
 * Kept apart from the schema so that the form can be shown before the schema is loaded.
 */

/** What a form can show, in the order in which the address parts are usually asked. */
export const fieldNames = [
  'name_first', 'name_last', 'email', 'phone',
  'full_address', 'zip', 'city', 'region', 'country', 'born_date', 'gender',
] as const
export type FieldName = (typeof fieldNames)[number]

/** What a site's own code may add when the proxy allows it by name, beside the account's custom fields. */
export const integratorNames = [
  'device_id', 'user_id', 'facebook_id', 'facebook_friends', 'google_id', 'twitter_id', 'twitter_followers',
  'last_latitude', 'last_longitude',
] as const

/** What only the proxy writes. Refused from a client, and never on an allow-list. */
export const proxyOnlyNames = ['gdpr_date', 'gdpr_remote_ip', 'email_validation', 'list_subscriptions'] as const

/** Whether a name may be a custom field at all: plain, short, and no property that every object has. */
export function isCustomName(name: string): boolean {
  return /^[a-z][a-z0-9_]{0,63}$/i.test(name)
    && !(name in Object.prototype)
    && !(proxyOnlyNames as readonly string[]).includes(name)
}
