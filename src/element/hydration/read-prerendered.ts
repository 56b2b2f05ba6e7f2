import {labels} from '../../messages/en.labels.ts'
import {findLanguage} from '../../messages/find-language.ts'
import {loadMessages} from '../../messages/load-messages.ts'
import type {Option} from '../interaction/country-options.ts'
import type {FormView, Handlers} from '../view.ts'
import {prerenderedName, toPrerenderedView, type Prerendered} from './prerendered-view.ts'

/**
 * The view that the form of a shadow root was prerendered from; undefined if that cannot be told. Rejects if the words of its
 * language cannot be loaded.
 */
export async function readPrerenderedView(root: ShadowRoot, on: Handlers): Promise<FormView | undefined> {
  const prerendered = readPrerendered(root)
  if (!prerendered) return undefined
  const lang = findLanguage(prerendered.lang)
  const words = lang ? (await loadMessages(lang)).default : labels
  return toPrerenderedView(prerendered, {
    words,
    options: {phone: optionsOf(root, 'phone_country_code'), address: optionsOf(root, 'country')},
    on,
  })
}

/** Undefined if it is missing, or not what a server writes. */
function readPrerendered(root: ShadowRoot): Prerendered | undefined {
  try {
    const control = root.querySelector<HTMLInputElement>(`input[name=${prerenderedName}]`)!
    const prerendered = JSON.parse(control.value) as Partial<Prerendered>
    return prerendered.attributes && prerendered.lang ? (prerendered as Prerendered) : undefined
  } catch {
    return undefined
  }
}

/** The options of a select; of the address's country, without the empty one. */
function optionsOf(root: ShadowRoot, id: string): Option[] {
  const options = [...(root.querySelector<HTMLSelectElement>(`select#${id}`)?.options ?? [])]
  return options.map(({value, text}) => [value, text] as const).filter(([value]) => id !== 'country' || value)
}
