import {splitWords} from '../../contact/words.ts'

/** What `attribution` can name, and what it then sends. */
const sources = {
  utm: ({searchParams}: URL) => [...searchParams].filter(([name]) => /^utm_[a-z_]{1,30}$/.test(name)),
  clicks: ({searchParams}: URL) => [...searchParams].filter(([name]) => clickIds.has(name)),
  referrer: (url: URL, referrer: string) => [
    ['referrer', toPage(referrer)],
    ['landing_page', toPage(url.href)],
  ],
} satisfies Record<string, (url: URL, referrer: string) => string[][]>

/** The parameters in which advertising networks name a click: Google, Meta, TikTok, Microsoft. */
const clickIds = new Set(['gclid', 'gbraid', 'wbraid', 'dclid', 'fbclid', 'ttclid', 'msclkid'])

/** Words that the developer has been warned of, on this page. */
const warned = new Set<string>()

/**
 * Where the visitor came from, as custom fields. Values that are not short plain text are left out: no lead may fail because
 * of its campaign.
 * @param attribution of the element: `utm` if it is empty or true
 * @param href the page's URL
 * @param referrer the URL of the page before, or empty
 */
export function toAttribution(attribution: string | boolean, href: string, referrer: string): Record<string, string> {
  if (attribution === false) return {}
  const words = String(attribution) === 'true' ? [] : splitWords(String(attribution)) // a framework may write either
  const known = (words.length > 0 ? words : ['utm']).filter(isSource)
  const values = known.flatMap(word => sources[word](new URL(href), referrer))
  return Object.fromEntries(values.filter(([, value]) => /^[^\p{C}]{1,200}$/u.test(value!)))
}

/** Warns of other words once. */
function isSource(word: string): word is keyof typeof sources {
  if (Object.hasOwn(sources, word)) return true
  if (!warned.has(word))
    console.warn(
      `<contact-signup> attribution: "${word}" is unknown, expected one of: ${Object.keys(sources).join(' ')}`,
    )
  warned.add(word)
  return false
}

/** Without query and fragment, which may hold personal data. Empty for anything but http(s). */
function toPage(text: string): string {
  try {
    const {origin, pathname, protocol} = new URL(text)
    return /^https?:$/.test(protocol) ? origin + pathname : ''
  } catch {
    return ''
  }
}
