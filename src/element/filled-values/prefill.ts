/** Fills empty fields from the parameters of the page's URL that have their names. */
export function prefillFields(root: ParentNode): void {
  const parameters = new URLSearchParams(location.search)
  for (const control of root.querySelectorAll<HTMLInputElement>('[part~=input][name]'))
    control.value ||= toTyped(control.name, parameters.get(control.name) ?? '')
}

/** A plus that a URL does not escape is a space in its query. It begins a number; in an address it is before the @. */
function toTyped(name: string, value: string): string {
  if (name === 'phone') return value.replace(/^ (?=\d)/, '+')
  return name === 'email' ? value.trim().replace(/ (?=.*@)/g, '+') : value
}
