import {toEmail} from './email.ts'

/**
 * The most common e-mail domains that are long enough to tell a typing error from another name: one letter away from
 * `gmx.de` or `live.com` there are many real domains.
 */
const common = [
  'gmail.com',
  'googlemail.com',
  'yahoo.com',
  'hotmail.com',
  'outlook.com',
  'icloud.com',
  'protonmail.com',
  'proton.me',
  'fastmail.com',
  'rocketmail.com',
  'comcast.net',
  'verizon.net',
  'sbcglobal.net',
  'bellsouth.net',
  'btinternet.com',
  'bigpond.com',
  'yahoo.co.uk',
  'hotmail.co.uk',
  'hotmail.fr',
  'outlook.fr',
  'orange.fr',
  'wanadoo.fr',
  'laposte.net',
  'hotmail.es',
  'outlook.es',
  'telefonica.net',
  'hotmail.it',
  'libero.it',
  'virgilio.it',
  'tiscali.it',
  'hotmail.de',
  'outlook.de',
  't-online.de',
  'freenet.de',
  'bluewin.ch',
  'telenet.be',
  'skynet.be',
  'hotmail.nl',
  'ziggo.nl',
  'seznam.cz',
  'centrum.cz',
  'interia.pl',
  'freemail.hu',
  'citromail.hu',
  'mail.telia.com',
  'yandex.ru',
  'rambler.ru',
  'hotmail.com.br',
  'naver.com',
  'hanmail.net',
  'docomo.ne.jp',
  'ezweb.ne.jp',
]

/** The largest providers, with first letters that are mistyped as a neighbour on the keyboard and name no other provider. */
const firstLetters: Record<string, string> = {
  'gmail.com': 'fh',
  'yahoo.com': 'tugh',
  'hotmail.com': 'jynb',
  'outlook.com': 'ipl',
  'icloud.com': 'ok',
}

/** Cyrillic and Greek letters that look like Latin ones, which a visitor types in the wrong keyboard layout. */
const lookalikes: Record<string, string> = {а: 'a', е: 'e', о: 'o', р: 'p', с: 'c', у: 'y', х: 'x', і: 'i', ο: 'o'}

/**
 * Suggests the address that was probably meant, if the domain is one typing error away from a common domain: one letter
 * added, missing, wrong or swapped with the next; but not the first letter, except of the largest providers, and none of
 * a country's two. Also if its end is no domain, or no address, and if the address has more around it than belongs to it.
 * Libraries for this compare by edit distance, and suspect real domains such as `gmx.net` or `libero.it`.
 */
export function suggestEmail(typed: string): string | undefined {
  if (typed.length > 300) return undefined
  const text = typed.trim()
  const address = extractAddress(text)
  const at = address.lastIndexOf('@') + 1
  const domain = address.slice(at).toLowerCase()
  const meant = correctDomain(domain)
  return at > 1 && (meant !== domain || address !== text) ? toEmail(address.slice(0, at) + meant) : undefined
}

/** The address in `mailto:zoe@example.com?subject=Hello`, `Zoe <zoe@example.com>`, `"zoe@example.com"` or `zoe@ example.com`. */
function extractAddress(text: string): string {
  const inBrackets = /<([^<>]*)>$/.exec(text)?.[1] ?? text
  const address = /^mailto:([^?]*)/i.exec(inBrackets)?.[1] ?? inBrackets
  return address.replace(/^["'“„«\s]+|["'”“»\s]+$/g, '').replace(/\s*@\s*/, '@')
}

function correctDomain(domain: string): string {
  const latin = domain.replace(/[^\u0000-\u007f]/g, letter => lookalikes[letter] ?? letter)
  if (latin !== domain) return common.includes(latin) ? latin : domain
  const repaired = domain
    .replace(/[\s,;.]+/g, '.')
    .replace(/^\.|\.$/g, '')
    .replace(/\.(?:c|con|cmo|ocm|comm|vom|xom|cpm|cim)$/, '.com') // none of them is a top-level domain
    .replace(/^gmail\..*/, 'gmail.com') // Gmail has no other
    .replace(/(\.com)\1$/, '$1')
  if (common.includes(repaired)) return repaired
  return common.find(name => isTypingError(repaired, name)) ?? (/\./.test(repaired) ? repaired : withEnd(repaired))
}

/** Adds the end that a domain lacks: `gmail`, or misspelt `gmial`. */
function withEnd(name: string): string {
  const isMeant = (domain: string) => domain.startsWith(`${name}.`) || isTypingError(`${name}.com`, domain)
  return (name !== 'mail' && common.find(isMeant)) || name
}

function isTypingError(typed: string, meant: string): boolean {
  const shorter = Math.min(typed.length, meant.length)
  let start = 0
  while (start < shorter && typed[start] === meant[start]) start += 1
  let end = 0
  while (end < shorter - start && typed.at(-1 - end) === meant.at(-1 - end)) end += 1
  if (end < 3 && /\.\w\w$/.test(meant)) return false // many providers have a domain in several countries
  const [wrong, right] = [typed.slice(start, typed.length - end), meant.slice(start, meant.length - end)]
  const isSwapped = wrong.length === 2 && right.length === 2 && wrong[0] === right[1] && wrong[1] === right[0]
  const isFirst = start === 0 && right.length === 1 && wrong.length === 1 && firstLetters[meant]?.includes(wrong)
  return isSwapped || isFirst === true || (start > 0 && wrong.length < 2 && right.length < 2)
}
