import table from '#calling-codes'

/** Every calling code with its countries (ISO 3166-1 alpha-2), the main country first; no countries for codes such as 800. */
export const countriesByCallingCode: ReadonlyMap<string, readonly string[]> = new Map(
  [...table.matchAll(/(\d{1,3})((?:[A-Z]{2})*)/g)].map(([, code, names]) => [code!, names!.match(/../g) ?? []]),
)

/** The calling code of every country that has one: `GB` has `44`. */
export const callingCodes: ReadonlyMap<string, string> = new Map(
  [...countriesByCallingCode].flatMap(([code, names]) => names.map(name => [name, code] as const)),
)
