import {readStart, readText} from './read-text.ts'
import type {Send} from './upstream.ts'

export interface FetchOptions {
  /**
   * Whether the next request may use the same connection. Where the process may be frozen in between, that one would be dead, and
   * it would be unknown whether the request has arrived.
   */
  keepsConnection?: boolean
}

/** Sends with the platform's `fetch`, for runtimes without a connection pool of their own. */
export function sendByFetch(fetch: typeof globalThis.fetch, {keepsConnection = true}: FetchOptions = {}): Send {
  return async (url, headers, body, timeoutMs) => {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: keepsConnection ? headers : {...headers, connection: 'close'},
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
