import {Problem} from '../../contact/wire.ts'

const lists = ['tags', 'list_ids']
const boxes = ['gdpr_accept_terms', 'gdpr_marketing_consent']

/**
 * The wire's object out of an `application/x-www-form-urlencoded` body: boxes as booleans, lists from repeated names or
 * words, and `consent.terms` and its like as one object. Throws `body_invalid` for what no browser writes.
 */
export function readForm(text: string): Record<string, unknown> {
  const pairs = text.split('&').filter(Boolean).map(readPair)
  const values = new Map<string, string[]>()
  for (const [name, value] of pairs) if (!values.get(name)?.push(value)) values.set(name, [value])
  const all = [...values].map(([name, said]) => [name, toValue(name, said)] as const)
  const [consent, fields] = [
    all.filter(([name]) => name.startsWith('consent.')),
    all.filter(([name]) => !name.startsWith('consent.')),
  ]
  const shown = Object.fromEntries(consent.map(([name, value]) => [name.slice('consent.'.length), value]))
  return Object.fromEntries(consent.length > 0 ? [...fields, ['consent', shown]] : fields)
}

/** `URLSearchParams` would replace bytes that are no UTF-8 without a word. */
function readPair(pair: string): [string, string] {
  const [name = '', ...value] = pair.replaceAll('+', ' ').split('=')
  try {
    return [decodeURIComponent(name), decodeURIComponent(value.join('='))]
  } catch {
    throw new Problem('body_invalid')
  }
}

function toValue(name: string, values: string[]): unknown {
  if (lists.includes(name)) return values.flatMap(value => value.split(/\s+/).filter(Boolean))
  if (boxes.includes(name)) return values.some(value => ['on', 'true', '1'].includes(value))
  return values.length === 1 ? values[0] : values // one field twice is no text, and is refused as such
}
