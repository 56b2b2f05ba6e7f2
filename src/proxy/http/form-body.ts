import {Problem} from '../../contact/wire.ts'

const listFields = ['tags', 'list_ids']
const checkboxFields = ['gdpr_accept_terms', 'gdpr_marketing_consent']

/**
 * Converts an `application/x-www-form-urlencoded` body into the object of the JSON wire: checkboxes become booleans,
 * lists come from repeated names or space-separated words, and `consent.terms` and the like become one object.
 * Throws `body_invalid` for text that no browser sends.
 */
export function readForm(text: string): Record<string, unknown> {
  const pairs = text.split('&').filter(Boolean).map(readPair)
  const valuesByName = new Map<string, string[]>()
  for (const [name, value] of pairs) if (!valuesByName.get(name)?.push(value)) valuesByName.set(name, [value])
  const entries = [...valuesByName].map(([name, values]) => [name, toValue(name, values)] as const)
  const isConsent = ([name]: readonly [string, unknown]) => name.startsWith('consent.')
  const fields = Object.fromEntries(entries.filter(entry => !isConsent(entry)))
  const consent = entries.filter(isConsent).map(([name, value]) => [name.slice('consent.'.length), value])
  return consent.length > 0 ? {...fields, consent: Object.fromEntries(consent)} : fields
}

/** Not `URLSearchParams`: it replaces malformed UTF-8 instead of refusing it. */
function readPair(pair: string): [string, string] {
  const [name = '', ...value] = pair.replaceAll('+', ' ').split('=')
  try {
    return [decodeURIComponent(name), decodeURIComponent(value.join('='))]
  } catch {
    throw new Problem('body_invalid')
  }
}

function toValue(name: string, values: string[]): unknown {
  if (listFields.includes(name)) return values.flatMap(value => value.split(/\s+/).filter(Boolean))
  if (checkboxFields.includes(name)) return values.some(value => ['on', 'true', '1'].includes(value))
  return values.length === 1 ? values[0] : values // a repeated text field stays an array, which validation refuses
}
