import {post} from './proxy.ts'

/** A filled form, as a browser without JavaScript posts it. */
export const filled = {
  name_first: 'Ada',
  email: 'ada@example.com',
  gdpr_accept_terms: 'on',
  'consent.terms': 'I accept',
  'consent.lang': 'es',
}

/** The request of a form without JavaScript; headers set to undefined are left out. */
export function submit(
  fields: Record<string, string> | [string, string][] | string = filled,
  headers: Record<string, string | undefined> = {},
  url?: string,
): Request {
  const body = typeof fields === 'string' ? fields : String(new URLSearchParams(fields))
  return post(
    body,
    {'content-type': 'application/x-www-form-urlencoded', 'idempotency-key': undefined, ...headers},
    url,
  )
}
