import {callingCodeChoice, withCallingCode} from '../../contact/phone/calling-code-choice.ts'
import type {Loader} from '../loader.ts'
import {hasTyped} from './typed-values.ts'

/**
 * Loads what keeps values and the focus, if there are any: the page may show other fields than were prerendered. Has the form
 * keep the countries that the visitor has chosen, or has typed a phone number for, while the selects of the prerendered form
 * are replaced. Waits while a select has the focus: its list may be open.
 */
export async function keepInput(root: ShadowRoot, loader: Loader): Promise<void> {
  if (root.activeElement instanceof HTMLSelectElement) {
    await nextEvent(root)
    return keepInput(root, loader)
  }
  if (!root.activeElement && !hasTyped(root) && !hasSelected(root)) return
  if (!loader.interaction) {
    await loader.loadInteraction()
    return keepInput(root, loader)
  }
  if (selectOf(root, 'phone_country')?.value === callingCodeChoice) addPlus(phoneOf(root)!)
  if (hasSelected(root)) loader.interaction.countryOptions.fill(name => selectOf(root, name)?.value)
}

/** In a window without the focus, none but an input may come. */
const nextEvent = (root: ShadowRoot) =>
  new Promise(resolve => {
    for (const type of ['blur', 'focus', 'input']) root.addEventListener(type, resolve, {once: true, capture: true})
  })

function hasSelected(root: ShadowRoot): boolean {
  const phoneCountry = selectOf(root, 'phone_country')
  const hasPhone = Boolean(phoneCountry?.value && phoneOf(root)!.value)
  return hasPhone || (phoneCountry?.selectedIndex ?? 0) > 0 || Boolean(selectOf(root, 'country')?.value)
}

/** The country that the number names is then chosen. The caret stays where it is. */
function addPlus(phone: HTMLInputElement): void {
  if (withCallingCode(phone.value) !== phone.value) phone.setRangeText('+', 0, 0)
}

/** The first select of a name: that of the phone's country which shows without script. */
const selectOf = (root: ShadowRoot, name: string) => root.querySelector<HTMLSelectElement>(`select[name=${name}]`)
const phoneOf = (root: ShadowRoot) => root.querySelector<HTMLInputElement>('#phone')
