import english from '../messages/en.ts'
import type {MessageOverrides, Messages} from '../messages/messages.ts'

/** Reads overrides of wordings. Throws a TypeError that names the one that is wrong. */
export function readMessages(messages: unknown): MessageOverrides {
  if (!isRecord(messages)) throw new TypeError('prerender: messages: expected a JSON object')
  const given = Object.entries(messages).filter(([, value]) => value !== undefined)
  for (const [name, value] of given)
    if (!isMessage(name, value)) throw new TypeError(`prerender: messages: ${name}: expected ${kindOf(name)}`)
  return Object.fromEntries(given)
}

/** Of untrusted overrides, those that can be rendered. */
export function pickMessages(messages: object): MessageOverrides {
  return Object.fromEntries(Object.entries(messages).filter(([name, value]) => isMessage(name, value)))
}

/** Whether a value is of the same kind as the English text; any is, of a name that the form does not know. */
function isMessage(name: string, value: unknown): boolean {
  if (isPlaceholder(name)) return typeof value === 'string'
  if (!Object.hasOwn(english, name)) return true
  if (!isPlural(name)) return typeof value === 'string'
  return isRecord(value) && 'other' in value && Object.values(value).every(form => typeof form === 'string')
}

/** No language has placeholders. */
const isPlaceholder = (name: string) => name.startsWith('placeholder_')

const isPlural = (name: string) => !isPlaceholder(name) && typeof english[name as keyof Messages] !== 'string'
const kindOf = (name: string) => (isPlural(name) ? 'an object of plural forms' : 'text')
const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
