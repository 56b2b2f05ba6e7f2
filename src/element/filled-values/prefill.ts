/** Fills empty fields from the parameters of the page's URL that have their names. */
export function prefillFields(root: ParentNode): void {
  for (const control of root.querySelectorAll<HTMLInputElement>('[part~=input][name]'))
    control.value ||= prefilledValue(control.name)
}

/** What the page's URL has for a field; empty if it has nothing. */
export function prefilledValue(name: string): string {
  return toTyped(name, new URLSearchParams(location.search).get(name) ?? '')
}

/** A plus that a URL does not escape is a space in its query. It begins a number; in an address it is before the @. */
function toTyped(name: string, value: string): string {
  if (name === 'phone') return value.replace(/^ (?=\d)/, '+')
  return name === 'email' ? value.trim().replace(/ (?=.*@)/g, '+') : value
}
