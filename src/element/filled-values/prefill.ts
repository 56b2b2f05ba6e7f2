/** Fills empty fields from the parameters of the page's URL that have their names. */
export function prefillFields(root: ParentNode): void {
  const parameters = new URLSearchParams(location.search)
  for (const control of root.querySelectorAll<HTMLInputElement>('[part~=input][name]'))
    control.value ||= parameters.get(control.name) ?? ''
}
