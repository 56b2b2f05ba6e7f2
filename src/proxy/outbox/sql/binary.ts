/** Ids and digests as the tables hold them: 16 bytes each, a fifth of the size of their text in every index. */

const uuidPattern = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i
const digestHexLength = 32

/** Converts a UUID to its bytes; undefined for any other text. */
export function toIdBytes(id: string): Buffer | undefined {
  return uuidPattern.test(id) ? Buffer.from(id.replaceAll('-', ''), 'hex') : undefined
}

/** Converts the id of a new row to its bytes. Throws if it is not a UUID. */
export function requireIdBytes(id: string): Buffer {
  const bytes = toIdBytes(id)
  if (!bytes) throw new TypeError('expected a UUID as the key of a lead')
  return bytes
}

/** Converts the bytes of an id, as a database returns them, to the UUID in lower case. */
export function toId(bytes: unknown): string {
  const hex = Buffer.from(bytes as Uint8Array).toString('hex') // of a column of bytes
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Shortens a SHA-256 in hex to 128 bits: enough to tell people and contacts apart. */
export function toDigestBytes(hex: string): Buffer {
  return Buffer.from(hex.slice(0, digestHexLength), 'hex')
}
