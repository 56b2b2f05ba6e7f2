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

/** Reads the first bytes of a response's body, as far as they arrive in time, as UTF-8. Never rejects. */
export async function readStart(response: Response, maxBytes: number, timeoutMs: number): Promise<string> {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let bytesLeft = maxBytes
  const timer = setTimeout(() => void reader?.cancel().catch(() => {}), timeoutMs) // ends the read
  try {
    while (reader && bytesLeft > 0) {
      const {done, value} = await reader.read()
      if (done) break
      text += decoder.decode(value.subarray(0, bytesLeft), {stream: true})
      bytesLeft -= value.byteLength
    }
  } catch {
    // What arrived before the connection broke off is enough.
  }
  clearTimeout(timer)
  void reader?.cancel().catch(() => {})
  return text
}
