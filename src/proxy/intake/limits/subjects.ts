import ipaddr from 'ipaddr.js'

/** The subject of an address in canonical form. An IPv6 address counts as its /64: a visitor has at least that many. */
export function toNetwork(address: string): string {
  if (!address.includes(':')) return address
  return ipaddr.IPv6.networkAddressFromCIDR(`${address}/64`).toString()
}

/** Providers that serve one mailbox under several domains, and the characters they ignore in its name. */
const providers: {domains: RegExp; name: string; ignores?: RegExp}[] = [
  {domains: /^(?:gmail|googlemail)\.com$/, name: 'gmail.com', ignores: /\./g},
  {domains: /^(?:icloud|me|mac)\.com$/, name: 'icloud.com'},
  {domains: /^(?:proton\.me|protonmail\.com|protonmail\.ch|pm\.me)$/, name: 'proton.me', ignores: /[._-]/g},
  {domains: /^(?:ya\.ru|yandex\.(?:ru|com|by|kz|ua))$/, name: 'yandex.com'},
]

/** The subject of an e-mail address: its mailbox, in the same spelling for all spellings that the provider accepts. */
export function toMailbox(email: string): string {
  const [local = '', domain = ''] = email.toLowerCase().split('@')
  const plain = local.replace(/(?!^)\+.*$/, '')
  const provider = providers.find(({domains}) => domains.test(domain))
  if (!provider) return `${plain}@${domain}`
  return `${provider.ignores ? plain.replace(provider.ignores, '') : plain}@${provider.name}`
}
