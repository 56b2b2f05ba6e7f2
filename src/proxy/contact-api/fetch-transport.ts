import {readStart, readText} from './read-text.ts'
import type {Send} from './upstream.ts'

/** Sends with the platform's `fetch`, for runtimes without a connection pool of their own. */
export function sendByFetch(fetch: typeof globalThis.fetch): Send {
  return async (url, headers, body, timeoutMs) => {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers,
      body,
      signal: AbortSignal.timeout(timeoutMs),
    })
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after') ?? undefined,
      text: maxLength => readText(response, maxLength),
      start: (maxBytes, startTimeoutMs) => readStart(response, maxBytes, startTimeoutMs),
      discard: () => void response.body?.cancel().catch(() => {}),
    }
  }
}
