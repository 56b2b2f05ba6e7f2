import {ownControls, valueOf, type Control} from './controls.ts'

/** The page's own controls in slot `fields`: custom fields of the contact. */
export function customControls(host: ParentNode): Control[] {
  return [...host.querySelectorAll<Control>('[slot=fields][name], [slot=fields] [name]')]
}

/** Values by name: text as typed, boxes as booleans; of the page's own boxes and radios only what is chosen. */
export function readValues(root: ParentNode, host: ParentNode): Record<string, unknown> {
  const own = ownControls(root).map(control => [control.name, valueOf(control)])
  const custom = customControls(host)
    .filter(control => !control.disabled && !(isChoice(control) && !control.checked))
    .map(control => [control.name, control.value])
  return Object.fromEntries([...custom, ...own])
}

/** The wording that a consent slot shows, slotted or built in, with its white space as a reader sees it. */
export function readWording(root: ParentNode, name: string): string | undefined {
  const slot = root.querySelector<HTMLSlotElement>(`slot[name=${name}]`)
  if (!slot) return undefined
  const assigned = slot.assignedNodes({flatten: true})
  const nodes = assigned.length > 0 ? assigned : [...slot.childNodes]
  return nodes.map(node => node.textContent ?? '').join('').replace(/\s+/g, ' ').trim()
}

const isChoice = (control: Control): control is HTMLInputElement => /^(?:checkbox|radio)$/.test(control.type)

/** Puts one of the page's own controls back to what its HTML says. */
export function restore(control: Control): void {
  if (control instanceof HTMLSelectElement) control.selectedIndex = [...control.options].findIndex(option => option.defaultSelected)
  else control.value = control.defaultValue
  if (control instanceof HTMLInputElement) control.checked = control.defaultChecked
}
