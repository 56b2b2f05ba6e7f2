import {Problem, type Receipt} from '../../contact/wire.ts'
import type {ProxyResponse} from './exchange.ts'

const commonHeaders = {'cache-control': 'no-store', 'x-content-type-options': 'nosniff'}

/** Limits the response to about the size of the request; no person corrects more errors at once. */
const maxIssues = 20

/** The proxy has the lead: 201 when the API has it too, else 202. */
export function toReceipt(status: Receipt['status'], headers: Record<string, string>): ProxyResponse {
  return toJson(status === 'created' ? 201 : 202, {status} satisfies Receipt, headers)
}

/** The challenge that a form must solve before its lead is accepted. */
export function toChallengeResponse(challenge: object, headers: Record<string, string>): ProxyResponse {
  return toJson(200, challenge, headers)
}

function toJson(status: number, body: object, headers: Record<string, string>): ProxyResponse {
  return {
    status,
    headers: {...commonHeaders, ...headers, 'content-type': 'application/json'},
    body: JSON.stringify(body),
  }
}

/** The only way an error leaves the proxy (RFC 9457): a code of the closed set, and nothing that was typed or received. */
export function toProblemResponse(error: unknown, headers: Record<string, string>): ProxyResponse {
  const {code, status, issues, retryAfter} = toProblem(error)
  const body = {
    type: 'about:blank',
    title: code.replaceAll('_', ' '),
    status,
    code,
    issues: issues?.slice(0, maxIssues),
  }
  return {
    status,
    body: JSON.stringify(body),
    headers: {
      ...commonHeaders,
      ...headers,
      'content-type': 'application/problem+json',
      ...(status === 405 && {allow: 'POST, OPTIONS'}),
      ...((status === 429 || status === 503) && {'retry-after': String(retryAfter ?? 60)}),
    },
  }
}

/** Any error that is not a `Problem` is a bug of the proxy: `internal_error`. */
export function toProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem('internal_error', {cause: error})
}
