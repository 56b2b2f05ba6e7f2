/** Reads a response's body as UTF-8; undefined if it has more than `maxLength` characters. Rejects if it breaks off. */
export async function readText(response: Response, maxLength: number): Promise<string | undefined> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, {stream: true})
    if (text.length > maxLength) return undefined
  }
  return text
}
