/** Fills empty fields from the parameters of the page's URL that have their names. */
export function prefillFields(root: ParentNode): void {
  const parameters = new URLSearchParams(location.search)
  for (const control of root.querySelectorAll<HTMLInputElement>('[part~=input][name]'))
    control.value ||= parameters.get(control.name) ?? ''
}

/** The country (ISO 3166-1 alpha-2) in a parameter of the page's URL. */
export const countryParameter = (name: string): string | undefined =>
  RegExp(`\\b${name}=([A-Z]{2})\\b`).exec(location.search)?.[1]
