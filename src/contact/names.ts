/** Names that a client may use beside the contact API's own, and those that it may not. */

/** What only the proxy writes. Refused from a client, and never on an allow-list. */
export const proxyOnlyNames = ['gdpr_date', 'gdpr_remote_ip', 'email_validation', 'list_subscriptions'] as const

/** Whether a name may be a custom field at all: plain, short, and no property that every object has. */
export function isCustomName(name: string): boolean {
  return (
    /^[a-z][a-z0-9_]{0,63}$/i.test(name) &&
    !(name in Object.prototype) &&
    !(proxyOnlyNames as readonly string[]).includes(name)
  )
}
