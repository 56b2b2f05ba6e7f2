/** Names that a client may use for custom fields, and names that it must not use. */

/** Fields that only the proxy writes. They are refused from a client, and no allow-list may contain them. */
export const proxyOnlyNames = ['gdpr_date', 'gdpr_remote_ip', 'email_validation', 'list_subscriptions'] as const

/** Whether a name can be a custom field: plain, short, and no property of `Object.prototype`. */
export function isCustomName(name: string): boolean {
  return (
    /^[a-z][a-z0-9_]{0,63}$/i.test(name) &&
    !(name in Object.prototype) &&
    !(proxyOnlyNames as readonly string[]).includes(name)
  )
}
