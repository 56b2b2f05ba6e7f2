/**
 * Converts a digest to a key of the form that clients use: a UUID of version 8 (RFC 9562).
 * @param hash SHA-256 in hex
 */
export function toDerivedKey(hash: string): string {
  return hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5')
}
