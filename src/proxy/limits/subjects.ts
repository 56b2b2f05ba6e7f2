import ipaddr from 'ipaddr.js'

/** Who an address counts as: an IPv6 visitor has at least a /64 of them. Takes the canonical form. */
export function toNetwork(address: string): string {
  if (!address.includes(':')) return address
  return ipaddr.IPv6.networkAddressFromCIDR(`${address}/64`).toString()
}

/** Who an e-mail counts as: the mailbox, in whichever spelling its provider takes for it. */
export function toMailbox(email: string): string {
  const [local = '', domain = ''] = email.toLowerCase().split('@')
  const plain = local.replace(/(?!^)\+.*$/, '')
  return /^(?:gmail|googlemail)\.com$/.test(domain) ? `${plain.replaceAll('.', '')}@gmail.com` : `${plain}@${domain}`
}
