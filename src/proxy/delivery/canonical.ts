import {stringify} from 'safe-stable-stringify'

/** JSON with sorted keys: equal values give equal texts. */
export function canonical(value: object): string {
  return stringify(value)
}

/** A digest of a text, in hex or any other notation. */
export type Digest = (text: string) => string | Promise<string>

/** SHA-256 of a text, in lower-case hex. */
export async function sha256(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(bytes), byte => byte.toString(16).padStart(2, '0')).join('')
}
