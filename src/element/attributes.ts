import type {FieldName} from '../contact/fields.ts'
import {splitWords} from '../contact/words.ts'
import {fieldTable} from './field-table.ts'

/** The fields that a page asks for, in order, and whether each is required. */
export type Fields = ReadonlyMap<FieldName, boolean>

/**
 * Converts the `fields` attribute: names in order, each with a trailing `*` if it is required. Ignores unknown names.
 * Adds `email` if the page asks for neither e-mail nor phone, since a contact needs one of them; if it asks for only
 * one, that one is required.
 */
export function toFields(text: string): Fields {
  const fields = new Map<FieldName, boolean>()
  for (const word of splitWords(text)) {
    const name = word.replace('*', '') as FieldName // checked on the next line
    if (Object.hasOwn(fieldTable, name)) fields.set(name, word !== name)
  }
  const [email, phone] = [fields.has('email'), fields.has('phone')]
  if (!email || !phone) fields.set(phone ? 'phone' : 'email', true)
  return fields
}

/** The consent boxes: their names in the `consent` attribute and on the wire. */
const boxes = [
  ['terms', 'gdpr_accept_terms'],
  ['marketing', 'gdpr_marketing_consent'],
] as const
export type Box = (typeof boxes)[number]

/** Converts the `consent` attribute. Each box has a fixed place: one is never rendered over the other. */
export function toBoxes(text: string): (Box | undefined)[] {
  return boxes.map(box => (splitWords(text).includes(box[0]) ? box : undefined))
}

/** Converts the `countries` attribute: ISO 3166-1 alpha-2 codes, separated by spaces or commas; none for all. */
export function toCountries(text: string): string[] {
  return splitWords(text.toUpperCase())
}

/**
 * Warns of `messages` that are no object: Lit reads malformed JSON as null, and other JSON as it is. An attribute that
 * has been removed is null too.
 */
export function warnOfMessages(element: Element & {messages?: unknown}): void {
  let {messages = {}} = element
  messages ??= element.hasAttribute('messages') || {}
  if (Object(messages) === messages && !Array.isArray(messages)) return
  console.warn('<contact-signup> messages: expected a JSON object')
}
