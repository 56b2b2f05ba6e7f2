/** Enough for a body of a few kilobytes on the slowest mobile connection. */
export const bodyTimeoutMs = 8_000
