/** Longer than the proxy waits for the contact API (10 s), so that the form does not miss the proxy's response. */
export const requestTimeoutMs = 20_000
