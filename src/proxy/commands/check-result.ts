/** The result of one check. Only `failed` changes the exit code. */
export interface CheckResult {
  check: 'settings' | 'outbox' | 'queue' | 'api' | 'origins'
  status: 'ok' | 'warning' | 'failed'
  /** The path of the form that was checked, if there are several. */
  form?: string
  message: string
}

/** The code of a network or TLS error, such as `ENOTFOUND` or `CERT_HAS_EXPIRED`. */
export function toFault(error: unknown): string {
  const {code, cause, message} = error as {code?: unknown; cause?: {code?: unknown}; message?: unknown} // any thrown value has properties
  return String(cause?.code ?? code ?? message)
}
