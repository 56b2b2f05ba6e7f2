import table from './plans/calling-codes.js'

/** Every calling code with its countries (ISO 3166-1 alpha-2), the main one first; none for codes of the whole world. */
export const countriesByCallingCode: ReadonlyMap<string, readonly string[]> = new Map(
  [...table.matchAll(/(\d{1,3})((?:[A-Z]{2})*)/g)].map(([, code, names]) => [code!, names!.match(/../g) ?? []]),
)

/** The calling code of every country that has one: `GB` has `44`. */
export const callingCodes: ReadonlyMap<string, string> = new Map(
  [...countriesByCallingCode].flatMap(([code, names]) => names.map(name => [name, code] as const)),
)
