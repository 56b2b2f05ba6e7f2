import {maxLengths} from './max-lengths.ts'
import {isAscii} from './text.ts'

const maxLength = maxLengths.email
// RFC 5321, 4.5.3.1: 64 octets before the @.
const maxLocalLength = 64

// The characters of an unquoted local part (RFC 5322 atext) that HTML's type=email accepts, and letters and digits of any
// script (RFC 6531); dots between atoms only.
const localPart = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * Converts a typed address to its deliverable form: trimmed, its domain in lower-case ASCII (IDN as punycode).
 * The local part is normalised (NFC). Undefined if no mail server would accept it: no dot in the domain, consecutive
 * dots, spaces, several addresses.
 */
export function toEmail(typed: string): string | undefined {
  if (typed.length > 4 * maxLength) return undefined
  const address = trimInvisible(toHalfWidth(typed))
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at).normalize()
  if (at < 1 || new TextEncoder().encode(local).length > maxLocalLength || !localPart.test(local)) return undefined
  const domain = toAsciiDomain(address.slice(at + 1))
  if (!domain) return undefined
  const email = `${local}@${domain}`
  return email.length <= maxLength ? email : undefined
}

function toAsciiDomain(typed: string): string | undefined {
  // The URL parser would also accept ports, paths, percent signs and IPv4 shorthand: none of them is a mail domain.
  if (/[\s:/?#%@\\[\]]/.test(typed)) return undefined
  const domain = typed.toLowerCase()
  const ascii = isAscii(domain) ? domain : hostname(domain)
  const labels = ascii.split('.')
  const top = labels.at(-1) ?? ''
  if (labels.length < 2 || top.length < 2 || /^\d+$/.test(top)) return undefined
  return labels.every(part => label.test(part)) ? ascii : undefined
}

/** Uses the platform's own IDNA (UTS 46): the form ships no table for it. */
function hostname(domain: string): string {
  try {
    return new URL(`http://${domain}`).hostname
  } catch {
    return ''
  }
}

/** East Asian input methods type full-width letters, digits and the at sign; the ASCII characters are meant. */
function toHalfWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, char => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
}

/** Text copied from a web page or an app often has invisible characters at its ends. */
function trimInvisible(text: string): string {
  return text.replace(/^[\s\p{DI}]+|[\s\p{DI}]+$/gu, '')
}
