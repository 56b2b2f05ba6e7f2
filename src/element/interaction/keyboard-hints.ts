import {ownControls, type Control} from './controls.ts'

const name = {autocapitalize: 'words', spellcheck: 'false'}
const code = {autocapitalize: 'characters', spellcheck: 'false'}
/** Left to right in every language, as an address or a number is written. */
const latin = {dir: 'ltr', autocapitalize: 'none', autocorrect: 'off', spellcheck: 'false'}

/** What the keyboard of a phone should know of each field. */
const aids: Record<string, Record<string, string>> = {
  name_first: name,
  name_last: name,
  email: {...latin, inputmode: 'email'},
  phone: {...latin, inputmode: 'tel'},
  zip: code,
  city: name,
  region: name,
}

const aided = new WeakSet<Control>()

/** Gives the controls what is needed to type into them, and not to see them. */
export function aidTyping(root: ParentNode): void {
  const all = ownControls(root)
  for (const control of all.filter(control => !aided.has(control))) {
    aided.add(control)
    for (const [attribute, value] of Object.entries(aids[control.name] ?? {})) control.setAttribute(attribute, value)
  }
  // Enter in the last one sends, and in the others a phone does what its people are used to.
  const texts = all.filter(control => control.matches('input:not([type=checkbox])'))
  for (const control of texts.slice(0, -1)) control.removeAttribute('enterkeyhint')
  texts.at(-1)?.setAttribute('enterkeyhint', 'send')
}
