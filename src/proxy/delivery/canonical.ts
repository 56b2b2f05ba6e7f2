/** JSON with sorted keys: equal values give equal texts. */
export function canonical(value: unknown): string {
  return JSON.stringify(toSorted(value))
}

function toSorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(toSorted)
  const sorted: Record<string, unknown> = Object.create(null) // safe for a key named `__proto__`
  for (const name of Object.keys(value).sort()) sorted[name] = toSorted((value as Record<string, unknown>)[name]) // own keys
  return sorted
}

/** A digest of a text, in hex or any other notation. */
export type Digest = (text: string) => string | Promise<string>

/** SHA-256 of a text, in lower-case hex. */
export async function sha256(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(bytes), byte => byte.toString(16).padStart(2, '0')).join('')
}
