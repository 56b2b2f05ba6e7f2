import type {FieldName} from '../contact/fields.ts'
import {splitSpaces} from '../contact/words.ts'
import {fieldTable} from './field-table.ts'

/** The fields that a page asks for, in order, and whether each is required. */
export type Fields = ReadonlyMap<FieldName, boolean>

/**
 * Reads the `fields` attribute: names in order, each with a trailing `*` if it is required. Ignores unknown names.
 * Adds `email` if the page asks for neither e-mail nor phone, since a contact needs one of them; if it asks for only
 * one, that one is required.
 */
export function readFields(text: string): Fields {
  const fields = new Map<FieldName, boolean>()
  for (const word of splitSpaces(text)) {
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

/** Reads the `consent` attribute. Each box has a fixed place, so that one is never rendered over the other. */
export function readBoxes(text: string): (Box | undefined)[] {
  return boxes.map(box => (splitSpaces(text).includes(box[0]) ? box : undefined))
}

/**
 * Initial country of phone numbers, one of the offered `countries`: where the visitor is at home, else the `country`
 * attribute, else the region of the page's language. What the page says is true of most visitors; under it the number of
 * one from elsewhere would be another person's. ISO 3166-1 alpha-2, or empty.
 * @param tag BCP 47 tag of the page's language
 * @param home ISO 3166-1 alpha-2, or empty if unknown
 */
export function readInitialCountry(country: string, countries: string, tag: string, home = ''): string {
  const codes = [home, regionOf(`-${country}`) || regionOf(tag)]
  return codes.find(code => code && (!countries || countries.toUpperCase().includes(code))) ?? ''
}

/** The region of a language tag: `MX` of `es-MX`; empty if it has none. */
function regionOf(tag: string): string {
  return /[-_]([a-z]{2})(?:[-_]|$)/i.exec(tag)?.[1]?.toUpperCase() ?? ''
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
