import {Problem} from '../../contact/wire.ts'
import {splitSpaces, splitTags} from '../../contact/words.ts'

const checkboxFields = ['gdpr_accept_terms', 'gdpr_marketing_consent']

/**
 * Converts an `application/x-www-form-urlencoded` body into the object of the JSON wire: checkboxes become booleans,
 * lists come from repeated names or separated words, and `consent.terms` and the like become one object.
 * Throws `body_invalid` for text that no browser sends.
 */
export function readForm(text: string): Record<string, unknown> {
  const valuesByName = new Map<string, string[]>()
  for (const [name, value] of readPairs(text)) if (!valuesByName.get(name)?.push(value)) valuesByName.set(name, [value])
  const entries = [...valuesByName].map(([name, values]) => [name, toValue(name, values)] as const)
  const isConsent = ([name]: readonly [string, unknown]) => name.startsWith('consent.')
  const fields = Object.fromEntries(entries.filter(entry => !isConsent(entry)))
  const consent = entries.filter(isConsent).map(([name, value]) => [name.slice('consent.'.length), value])
  return consent.length > 0 ? {...fields, consent: Object.fromEntries(consent)} : fields
}

/** `URLSearchParams` keeps malformed percent sequences and replaces malformed UTF-8, so both are refused before. */
function readPairs(text: string): URLSearchParams {
  try {
    decodeURIComponent(text)
  } catch {
    throw new Problem('body_invalid')
  }
  return new URLSearchParams(text)
}

function toValue(name: string, values: string[]): unknown {
  if (name === 'tags') return values.flatMap(splitTags)
  if (name === 'list_ids') return values.flatMap(splitSpaces)
  if (checkboxFields.includes(name)) return values.some(value => ['on', 'true', '1'].includes(value))
  return values.length === 1 ? values[0] : values // a repeated field is an array, which only a custom field may be
}
