import type {CreatedContact} from '../stand-in/contact-api.ts'

/** A contact as lines for people: a field each. Its values are validated text, without control characters. */
export function formatContact(contact: CreatedContact, heading: string): string {
  const width = Math.max(...Object.keys(contact).map(name => name.length))
  const lines = Object.entries(contact).map(
    ([name, value]) => `  ${name.padEnd(width)}  ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  return `\n${heading}\n${lines.join('\n')}`
}
