import ipaddr from 'ipaddr.js'

/** The subject of an address in canonical form. An IPv6 address counts as its /64: a visitor has at least that many. */
export function toNetwork(address: string): string {
  if (!address.includes(':')) return address
  return ipaddr.IPv6.networkAddressFromCIDR(`${address}/64`).toString()
}

/** A provider that serves one mailbox under several domains, or in several spellings. */
interface Provider {
  domains: RegExp
  name: string
  /** The spelling of the mailbox's name that its other spellings stand for. */
  toName?(local: string): string
}

const providers: Provider[] = [
  {domains: /^(?:gmail|googlemail)\.com$/, name: 'gmail.com', toName: local => local.replaceAll('.', '')},
  {domains: /^(?:icloud|me|mac)\.com$/, name: 'icloud.com'},
  {
    domains: /^(?:proton\.me|protonmail\.com|protonmail\.ch|pm\.me)$/,
    name: 'proton.me',
    toName: local => local.replace(/[._-]/g, ''),
  },
  {
    domains:
      /^(?:ya\.ru|narod\.ru|yandex\.(?:ru|com|by|kz|ua|uz|az|fr|ee|lt|lv|md|tj|tm|kg|co\.il|com\.(?:tr|am|ge)))$/,
    name: 'yandex.com',
    toName: local => local.replaceAll('.', '-'),
  },
  {domains: /^hey\.com$/, name: 'hey.com', toName: local => local.replaceAll('.', '')},
]

/** Fastmail and Hey deliver what is sent to any name at `ada.fastmail.com` to `ada@fastmail.com`. */
const subdomain = /^([^.]+)\.((?:fastmail\.(?:com|fm|net|org|us|de|es|fr|in|jp|nl|se|to|co\.uk|com\.au)|hey\.com))$/

/** The subject of an e-mail address: its mailbox, in the same spelling for all spellings that the provider accepts. */
export function toMailbox(email: string): string {
  const [typed = '', host = ''] = email.toLowerCase().split('@')
  const [, owner, parent] = subdomain.exec(host) ?? []
  const [local, domain] = owner && parent ? [owner, parent] : [typed, host]
  const plain = local.replace(/(?!^)\+.*$/, '')
  const provider = providers.find(({domains}) => domains.test(domain))
  if (!provider) return `${plain}@${domain}`
  return `${provider.toName?.(plain) ?? plain}@${provider.name}`
}

/** The subject of a phone (E.164): Argentina writes a 9 before mobile numbers only when they are called from abroad. */
export const toLine = (phone: string): string => phone.replace(/^\+549(?=\d{10}$)/, '+54')
