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

/**
 * Suggests the address that was probably meant, if the domain of a valid address is one typing error away from a common
 * domain: one letter added, missing, wrong or swapped with the next; but not the first letter, and none of a country's
 * two. Libraries for this compare by edit distance, and suspect real domains such as `gmx.net` or `libero.it`.
 */
export function suggestEmail(email: string): string | undefined {
  const at = email.lastIndexOf('@') + 1
  const domain = email.slice(at)
  const meant = common.includes(domain) ? undefined : common.find(name => isTypingError(domain, name))
  return meant && email.slice(0, at) + meant
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
  return isSwapped || (start > 0 && wrong.length < 2 && right.length < 2)
}
