/** SHA-256 of text in base64, as in a content security policy. Undefined on pages without HTTPS, which lack the API. */
export async function hashOf(text: string): Promise<string | undefined> {
  const digest = await globalThis.crypto.subtle?.digest('SHA-256', new TextEncoder().encode(text))
  return digest && btoa(String.fromCharCode(...new Uint8Array(digest)))
}
