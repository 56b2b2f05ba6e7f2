/** Sets a control's value; several values of one name are separated as they are read: `news, jobs`. */
export function setValue(control: HTMLElement, value: string | boolean): void {
  const text = String(value ?? '')
  const isChosen = (choice: string) => choice === text || text.split(', ').includes(choice)
  if (control instanceof HTMLSelectElement && control.multiple)
    for (const option of control.options) option.selected = isChosen(option.value)
  else if (control instanceof HTMLInputElement && /^(?:checkbox|radio)$/.test(control.type))
    control.checked = control.hasAttribute('value') ? isChosen(control.value) : value === true
  else if (control instanceof HTMLInputElement && control.type === 'file') return
  else (control as HTMLInputElement).value = text // or a form-associated custom element, which has a value too
}
