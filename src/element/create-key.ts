/** Creates a UUID. Pages without TLS have no `crypto.randomUUID`; there, the URL of a blob ends with one. */
export function createKey(): string {
  if (crypto.randomUUID) return crypto.randomUUID()
  const url = URL.createObjectURL(new Blob())
  URL.revokeObjectURL(url)
  return url.slice(-36)
}
