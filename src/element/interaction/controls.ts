/** The form's own controls. Read their values when you need them: password managers change them without a usable event. */
export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

/** The form's named controls. Queried by tag, since there are a few hundred options among them. */
export function ownControls(root: ParentNode): Control[] {
  return [...root.querySelectorAll<Control>('input[name], select[name], textarea[name]')]
}

export function controlOf(root: ParentNode, name: string): Control | undefined {
  return ownControls(root).find(control => control.name === name)
}

/** The select that holds the phone's country; undefined in a form without a phone. */
export function phoneCountryOf(root: ParentNode): HTMLSelectElement | undefined {
  return root.querySelector<HTMLSelectElement>('#phone_code') ?? undefined
}

/** The combobox in which the visitor searches for the phone's country. */
export function countryComboboxOf(root: ParentNode): HTMLInputElement | undefined {
  return root.querySelector<HTMLInputElement>('#phone_country') ?? undefined
}

/** The phone's country as its select shows it: `+49 Germany`; empty if none is chosen. */
export function chosenCountryName(root: ParentNode): string {
  const select = phoneCountryOf(root)
  return select?.value ? (select.options[select.selectedIndex]?.label ?? '') : ''
}

/** Whether a country is typed that its select does not have: without the picker, none is chosen for it. */
export function hasUnresolvedCountry(root: ParentNode): boolean {
  const combobox = countryComboboxOf(root)
  return combobox !== undefined && ![combobox.defaultValue, chosenCountryName(root)].includes(combobox.value)
}

/** Sets a control's value as a visitor would. */
export function enterValue(control: Control, value: string): void {
  control.value = value
  for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, {bubbles: true, composed: true}))
}
