import type {Issue} from './issues.ts'

/**
 * The codes of all problem responses and of the form's failures, with their status (RFC 9110, RFC 9457). The set is closed: the proxy responds to
 * any other error with `internal_error`.
 */
export const problemStatuses = {
  body_invalid: 400,
  idempotency_key_invalid: 400,
  origin_forbidden: 403,
  proof_required: 403,
  not_found: 404,
  method_not_allowed: 405,
  timeout: 408,
  body_too_large: 413,
  media_type_unsupported: 415,
  contact_invalid: 422,
  idempotency_key_reused: 422,
  refused: 422,
  rate_limited: 429,
  /** The form's own code for a response that is not the proxy's. */
  bad_gateway: 502,
  upstream_misconfigured: 502,
  internal_error: 503,
  store_unavailable: 503,
  upstream_unavailable: 503,
  upstream_unknown: 504,
} as const
export type ProblemCode = keyof typeof problemStatuses

/** The error class of both sides: a code of the closed set, and the details that a client may see. */
export class Problem extends Error {
  readonly code: ProblemCode
  /** For `contact_invalid`: the validation errors. */
  readonly issues: readonly Issue[] | undefined
  /** Seconds after which a retry makes sense. */
  readonly retryAfter: number | undefined

  constructor(code: ProblemCode, details: {issues?: readonly Issue[]; retryAfter?: number; cause?: unknown} = {}) {
    super(code, {cause: details.cause})
    this.name = 'Problem'
    this.code = code
    this.issues = details.issues
    this.retryAfter = details.retryAfter
  }

  get status(): number {
    return problemStatuses[this.code]
  }
}

/** The proxy's response once it has the lead: `created` (201) in the contact API, or `accepted` (202) for delivery. */
export interface Receipt {
  status: 'created' | 'accepted'
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether text is a UUID of any version (RFC 9562), as `Idempotency-Key` must be. */
export const isIdempotencyKey = (text: string): boolean => uuid.test(text)
