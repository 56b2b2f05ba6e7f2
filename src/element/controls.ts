/** The form's live controls. Their values are read when needed: password managers change them without a usable event. */
export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

/** The controls inside the form, by their names. */
export function ownControls(root: ParentNode): Control[] {
  return [...root.querySelectorAll<Control>('form [name]:not(slot)')]
}

/** What is typed, or whether the box is ticked. */
export function valueOf(control: Control): string | boolean {
  return isBox(control) ? control.checked : control.value
}

export const isBox = (control: Control): control is HTMLInputElement => control.type === 'checkbox'
