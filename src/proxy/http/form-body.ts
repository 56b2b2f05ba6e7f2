import {Problem} from '../../contact/wire.ts'
import {splitWords, splitTags} from '../../contact/words.ts'
import type {FormFields} from '../intake/leave-out.ts'

/** The checkboxes, and their wordings in `consent`. */
const boxes = [
  ['gdpr_accept_terms', 'terms'],
  ['gdpr_marketing_consent', 'marketing'],
] as const

/**
 * Converts an `application/x-www-form-urlencoded` body into the object of the JSON wire: checkboxes become booleans,
 * lists come from repeated names or separated words, and `consent.terms` and the like become one object. Browsers post
 * line breaks as CR LF, which become LF. Throws `body_invalid` for text that no browser sends.
 */
export function readForm(text: string): FormFields {
  const valuesByName = new Map<string, string[]>()
  for (const [name, posted] of readPairs(text)) {
    const value = posted.replace(/\r\n?/g, '\n')
    if (!valuesByName.get(name)?.push(value)) valuesByName.set(name, [value])
  }
  const entries = [...valuesByName].map(([name, values]) => [name, toValue(name, values)] as const)
  const isConsent = ([name]: readonly [string, unknown]) => name.startsWith('consent.')
  const fields = Object.fromEntries(entries.filter(entry => !isConsent(entry)))
  const consent = entries.filter(isConsent).map(([name, value]) => [name.slice('consent.'.length), value])
  return withConsent(fields, Object.fromEntries(consent.filter(([, value]) => String(value).trim() !== '')))
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
  if (name === 'list_ids') return values.flatMap(splitWords)
  if (boxes.some(([box]) => box === name)) return values.some(value => ['on', 'true', '1'].includes(value))
  return values.length === 1 ? values[0] : values // a repeated field is an array, which only a custom field may be
}

/** A box that is not ticked is not posted: its wording shows that there is one. A form posts its lists in any case. */
function withConsent({list_ids, ...fields}: FormFields, consent: Record<string, unknown>): FormFields {
  const unticked = boxes.filter(([box, wording]) => Object.hasOwn(consent, wording) && !Object.hasOwn(fields, box))
  return {
    ...fields,
    ...Object.fromEntries(unticked.map(([box]) => [box, false])),
    ...(fields.gdpr_marketing_consent === true && list_ids !== undefined && {list_ids}),
    ...(Object.keys(consent).length > 0 && {consent}),
  }
}
