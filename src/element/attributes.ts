import {fieldNames, type FieldName} from '../contact/fields.ts'

/** A field as the page asks for it. */
export interface Field {
  name: FieldName
  required: boolean
}

/**
 * Reads the `fields` attribute: names in their order, a `*` behind one that must be filled. Names that are none are
 * reported to the page's author and left out; where neither e-mail nor phone is asked for, e-mail is added, for a
 * contact needs one of them. A way to be reached that stands alone is required.
 */
export function readFields(text: string): Field[] {
  const fields = new Map<FieldName, Field>()
  for (const word of toWords(text)) {
    const name = fieldNames.find(known => known === word.replace(/\*$/, ''))
    if (name) fields.set(name, {name, required: word.endsWith('*')})
    else console.error(`<contact-signup> fields: "${word}" is no field, expected any of: ${fieldNames.join(' ')}`)
  }
  if (!fields.has('email') && !fields.has('phone')) fields.set('email', {name: 'email', required: true})
  const reach = [fields.get('email'), fields.get('phone')].filter(field => field !== undefined)
  if (reach.length === 1) reach[0]!.required = true
  return [...fields.values()]
}

/** A consent box, by its name on the wire. */
export type Box = 'gdpr_accept_terms' | 'gdpr_marketing_consent'

/** Reads the `consent` attribute; terms first, whatever the order. */
export function readBoxes(text: string): Box[] {
  const shown = toWords(text)
  const boxes: [string, Box][] = [['terms', 'gdpr_accept_terms'], ['marketing', 'gdpr_marketing_consent']]
  return boxes.filter(([word]) => shown.includes(word)).map(([, box]) => box)
}

/** Space-separated words. */
export function toWords(text: string): string[] {
  return text.split(/\s+/).filter(Boolean)
}
