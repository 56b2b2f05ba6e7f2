import {Problem, type Receipt} from '../../contact/wire.ts'
import type {Reply} from './exchange.ts'

const always = {'cache-control': 'no-store', 'x-content-type-options': 'nosniff'}

/** More complaints than a person could mend are no help, only a larger answer than the question was. */
const maxIssues = 20

/** The proxy has the lead: 201 when the API has it too, else 202. */
export function receipt(status: Receipt['status'], headers: Record<string, string>): Reply {
  return json(status === 'created' ? 201 : 202, {status} satisfies Receipt, headers)
}

/** What a form has to work on before its lead is taken. */
export function challenge(body: object, headers: Record<string, string>): Reply {
  return json(200, body, headers)
}

function json(status: number, body: object, headers: Record<string, string>): Reply {
  return {status, headers: {...always, ...headers, 'content-type': 'application/json'}, body: JSON.stringify(body)}
}

/** The only way in which an error leaves (RFC 9457): a code of the closed set, and nothing that anybody said. */
export function problem(error: unknown, headers: Record<string, string>): Reply {
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
      ...always,
      ...headers,
      'content-type': 'application/problem+json',
      ...(status === 405 && {allow: 'POST, OPTIONS'}),
      ...((status === 429 || status === 503) && {'retry-after': String(retryAfter ?? 60)}),
    },
  }
}

/** What has no code of ours is our own fault, whatever it was. */
export function toProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem('internal_error', {cause: error})
}
