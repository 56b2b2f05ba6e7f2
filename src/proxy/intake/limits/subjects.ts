import ipaddr from 'ipaddr.js'

/** Who an address counts as: an IPv6 visitor has at least a /64 of them. Takes the canonical form. */
export function toNetwork(address: string): string {
  if (!address.includes(':')) return address
  return ipaddr.IPv6.networkAddressFromCIDR(`${address}/64`).toString()
}

/** Providers that have one mailbox under several domains, and what of its name they pass over. */
const providers: {domains: RegExp; name: string; ignores?: RegExp}[] = [
  {domains: /^(?:gmail|googlemail)\.com$/, name: 'gmail.com', ignores: /\./g},
  {domains: /^(?:icloud|me|mac)\.com$/, name: 'icloud.com'},
  {domains: /^(?:proton\.me|protonmail\.com|protonmail\.ch|pm\.me)$/, name: 'proton.me', ignores: /[._-]/g},
  {domains: /^(?:ya\.ru|yandex\.(?:ru|com|by|kz|ua))$/, name: 'yandex.com'},
]

/** Who an e-mail counts as: the mailbox, in whichever spelling its provider takes for it. */
export function toMailbox(email: string): string {
  const [local = '', domain = ''] = email.toLowerCase().split('@')
  const plain = local.replace(/(?!^)\+.*$/, '')
  const provider = providers.find(({domains}) => domains.test(domain))
  if (!provider) return `${plain}@${domain}`
  return `${provider.ignores ? plain.replace(provider.ignores, '') : plain}@${provider.name}`
}
