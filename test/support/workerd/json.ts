const absent = {undefined: true}

/** JSON that keeps which properties are undefined, as messages between threads do. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value === undefined ? absent : value, (_key, inner: unknown) => (inner === undefined ? absent : inner))

export const fromJson = (text: string): unknown => restore(JSON.parse(text))

function restore(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if ('undefined' in value) return undefined
  if (Array.isArray(value)) return value.map(restore)
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, restore(inner)]))
}
