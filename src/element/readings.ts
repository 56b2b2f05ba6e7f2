import {ownControls, type Control} from './controls.ts'

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

/** What is typed, or whether the box is ticked. */
export function valueOf(control: Control): string | boolean {
  return control.type === 'checkbox' ? (control as HTMLInputElement).checked : control.value
}

/** Ties a control to its hint and to its complaint, where it has them. */
export function describe(control: Control, isWrong: boolean): void {
  const root = control.getRootNode() as ShadowRoot // the form is never drawn outside one
  const ids = ['hint', 'error'].map(kind => `${control.name}-${kind}`).filter(id => root.getElementById(id))
  setOrRemove(control, 'aria-describedby', ids.join(' '))
  setOrRemove(control, 'aria-invalid', isWrong && 'true')
}

function setOrRemove(control: Control, name: string, value: string | false): void {
  if (value) control.setAttribute(name, value)
  else control.removeAttribute(name)
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
