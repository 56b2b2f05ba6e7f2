/** The form's live controls. Their values are read when needed: password managers change them without a usable event. */
export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

/** The controls inside the form, by their names. Asked for by tag, for there are a few hundred options among them. */
export function ownControls(root: ParentNode): Control[] {
  return [...root.querySelectorAll<Control>('input[name], select[name], textarea[name]')]
}

export function controlOf(root: ParentNode, name: string): Control | undefined {
  return ownControls(root).find(control => control.name === name)
}
