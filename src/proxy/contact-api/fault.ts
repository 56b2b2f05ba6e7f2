/** A request that failed before its first byte was sent: a retry is safe. */
export class NotSentError extends Error {
  constructor(options: ErrorOptions) {
    super('not sent', options)
    this.name = 'NotSentError'
  }
}

/** The error of a request that took too long, as `fetch` has it too. */
export const createTimeoutError = (): Error => new DOMException('timed out', 'TimeoutError')

// Codes of Node and Bun for a connection that was never established: name resolution, refusal, unreachable, TLS.
const connectErrorCodes =
  /^(?:ConnectionRefused|FailedToOpenSocket|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|CERT_\w+|ERR_TLS_\w+|ERR_SSL_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/

/** Whether no connection was established. If several addresses were tried, all must have failed to connect. */
export function isConnectError(error: unknown): boolean {
  if (error instanceof NotSentError) return true
  const codes = readCodes(error)
  return codes.length > 0 && codes.every(code => code !== undefined && connectErrorCodes.test(code))
}

/** Why a request got no response: the error's code such as `CERT_HAS_EXPIRED`, its name, or `timeout`; never its message. */
export function toFault(error: unknown): string {
  const {name, cause} = error as {name?: unknown; cause?: unknown} // any thrown value has properties
  if (name === 'TimeoutError') return 'timeout'
  const code = readCodes(error).find(found => found !== undefined)
  if (code !== undefined) return code
  return cause instanceof Error ? toFault(cause) : (toCode(name) ?? 'unknown')
}

/** The code of a `fetch` error or of its cause; the codes of all addresses, if several were tried. */
function readCodes(error: unknown): (string | undefined)[] {
  // Any thrown value has properties. Bun has the code on the error itself.
  const {code: ownCode, cause = error} = error as {code?: unknown; cause?: unknown}
  const {errors} = cause as {errors?: unknown[]}
  return (Array.isArray(errors) ? errors : [cause]).map(inner => readCode(inner) ?? toCode(ownCode))
}

const readCode = (error: unknown): string | undefined => toCode((error as {code?: unknown} | undefined)?.code)

/** Codes are words; a `DOMException` has a number instead. */
const toCode = (code: unknown): string | undefined =>
  typeof code === 'string' && /^\w{1,64}$/.test(code) ? code : undefined
