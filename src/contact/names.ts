/** Names that a client may use for custom fields, and names that it must not use. */

/** Fields that only the proxy writes. They are refused from a client, and no allow-list may contain them. */
export const proxyOnlyNames = ['gdpr_date', 'gdpr_remote_ip', 'email_validation', 'list_subscriptions'] as const

/** Letters and digits of any script, `_` and `-`, 64 at most. */
export const isFieldName = (name: string): boolean => /^[\p{L}\p{M}\p{N}_-]{1,64}$/u.test(name)

/** Whether a name can be a custom field: begins with a letter or `_`, and is no property of `Object.prototype`. */
export function isCustomName(name: string): boolean {
  return (
    isFieldName(name) &&
    /^[\p{L}_]/u.test(name) &&
    !(name in Object.prototype) &&
    !(proxyOnlyNames as readonly string[]).includes(name)
  )
}
