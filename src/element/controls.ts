/** The form's live controls. Their values are read when needed: password managers change them without a usable event. */
export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

/** The controls inside the form, by their names. */
export function ownControls(root: ParentNode): Control[] {
  return [...root.querySelectorAll<Control>('form [name]:not(slot)')]
}

export function controlOf(root: ParentNode, name: string): Control | undefined {
  return ownControls(root).find(control => control.name === name)
}
