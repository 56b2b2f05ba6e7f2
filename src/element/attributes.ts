import {controls} from './field-table.ts'
import type {FieldName} from '../contact/fields.ts'

/** The fields that a page asks for, in their order, and whether each must be filled. */
export type Fields = ReadonlyMap<FieldName, boolean>

/**
 * Reads the `fields` attribute: names in their order, a `*` behind one that must be filled. What is no name is left
 * out. Where neither e-mail nor phone is asked for, e-mail is added, for a contact needs one of them; and the only way
 * to be reached is required.
 */
export function readFields(text: string): Fields {
  const fields = new Map<FieldName, boolean>()
  for (const word of toWords(text)) {
    const name = word.replace('*', '') as FieldName // or no name at all, as the next line finds out
    if (Object.hasOwn(controls, name)) fields.set(name, word !== name)
  }
  const [email, phone] = [fields.has('email'), fields.has('phone')]
  if (!email || !phone) fields.set(phone ? 'phone' : 'email', true)
  return fields
}

/** The consent boxes, by what the `consent` attribute calls them and by their names on the wire. */
const boxes = [
  ['terms', 'gdpr_accept_terms'],
  ['marketing', 'gdpr_marketing_consent'],
] as const
export type Box = (typeof boxes)[number]

/** Reads the `consent` attribute: each box in its own place, so that none is ever drawn over the other. */
export function readBoxes(text: string): (Box | undefined)[] {
  return boxes.map(box => (toWords(text).includes(box[0]) ? box : undefined))
}

/** Space-separated words. */
export function toWords(text: string): string[] {
  return text.split(/\s+/).filter(Boolean)
}
