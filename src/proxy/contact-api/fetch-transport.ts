import type {Send} from './upstream.ts'

/** Sends with the platform's `fetch`: for runtimes that have no connections of their own to keep. */
export function sendByFetch(fetch: typeof globalThis.fetch): Send {
  return async (url, headers, body, deadline) => {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers,
      body,
      signal: AbortSignal.timeout(deadline),
    })
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after') ?? undefined,
      text: max => readText(response, max),
      discard: () => void response.body?.cancel().catch(() => {}),
    }
  }
}

async function readText(response: Response, max: number): Promise<string | undefined> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, {stream: true})
    if (text.length > max) return undefined
  }
  return text
}
