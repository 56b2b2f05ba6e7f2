import type {ApiContact} from './create-request.ts'
import {isConnectError, toFault} from './fault.ts'

/**
 * The result of one create request. It contains no text of the API, except the `answer` to a refused contact.
 * - `created`: the API has the contact. - `refused`: the API will never accept it.
 * - `not_sent`: nothing arrived, so a retry is safe. - `unknown`: the API may have it or not.
 * - `busy`: not processed; retry after `retryAfter` seconds. - `misconfigured`: wrong account, secret or URL.
 */
export interface Outcome {
  verdict: 'created' | 'refused' | 'not_sent' | 'unknown' | 'busy' | 'misconfigured'
  /** The API's status, if it gave one. */
  status?: number
  /** Why there is no response, as a code such as `ECONNREFUSED`, `CERT_HAS_EXPIRED` or `timeout`. */
  fault?: string
  /** The beginning of what the API answered to a refused contact. It may quote the contact: never log or send it. */
  answer?: string
  /** Seconds, from 1 to 3600. */
  retryAfter?: number
}

/** Sends one contact to the contact API; never throws, never follows a redirect. */
export type Upstream = (contact: ApiContact) => Promise<Outcome>

/**
 * Sends one POST with the means of the runtime: without following redirects, and with `timeoutMs` for everything.
 * Rejects if there is no response, with the runtime's own error.
 */
export type Send = (
  url: string,
  headers: Record<string, string>,
  body: string,
  timeoutMs: number,
) => Promise<UpstreamResponse>

/** A response whose headers have arrived. */
export interface UpstreamResponse {
  status: number
  retryAfter: string | undefined
  /** Reads the body; undefined if it has more than `maxLength` characters. Rejects if it breaks off. */
  text(maxLength: number): Promise<string | undefined>
  /** Reads the body's first bytes, as far as they arrive in time, as UTF-8. Never rejects. */
  start(maxBytes: number, timeoutMs: number): Promise<string>
  /** Drops the body unread: it may be endless or compressed. */
  discard(): void
}

/** Access to an account of the contact API. */
export interface Account {
  /** Base URL, without a trailing slash. */
  url: string
  accountId: string
  secret: {reveal(): string}
  /** Milliseconds for one request. */
  deadline: number
}

/** Creates contacts with the account's secret. The call has its own timeout: a visitor who leaves does not cancel it. */
export function createUpstream({url, accountId, secret, deadline}: Account, send: Send): Upstream {
  const endpoint = `${url}/v2/account/${accountId}/contact/`
  return async contact => {
    const headers = {
      accept: 'application/json',
      'content-type': 'application/json',
      authorization: `Token token=${secret.reveal()}`,
    }
    try {
      return await toOutcome(await send(endpoint, headers, JSON.stringify(contact), deadline))
    } catch (error) {
      return {verdict: isConnectError(error) ? 'not_sent' : 'unknown', fault: toFault(error)}
    }
  }
}

const maxAnswerBytes = 2048
/** A visitor is waiting, who should see that the contact was refused. */
const answerTimeoutMs = 1_000

const accountErrors = [401, 402, 403, 404, 405, 410]

async function toOutcome(response: UpstreamResponse): Promise<Outcome> {
  const {status} = response
  if (status >= 200 && status < 300 && status !== 201)
    return {verdict: (await isJson(response)) ? 'created' : 'unknown', status}
  const isRefused = status === 400 || status === 422
  const answer = isRefused ? await response.start(maxAnswerBytes, answerTimeoutMs) : undefined
  response.discard() // no other verdict depends on the body
  if (status === 201 || status === 409) return {verdict: 'created', status}
  if (isRefused) return {verdict: 'refused', status, answer}
  if (status === 429 || status === 503)
    return {verdict: 'busy', status, retryAfter: parseRetryAfter(response.retryAfter)}
  // Some runtimes report a redirect that was not followed as status 0.
  if (status === 0 || (status >= 300 && status < 400) || accountErrors.includes(status))
    return {verdict: 'misconfigured', status}
  return {verdict: 'unknown', status}
}

/** Characters. */
const maxResponseLength = 64 * 1024

/** A 200 with an HTML page comes from a gateway, not from the API. */
async function isJson(response: UpstreamResponse): Promise<boolean> {
  try {
    const value: unknown = JSON.parse((await response.text(maxResponseLength)) ?? '')
    return typeof value === 'object' && value !== null
  } catch {
    return false
  }
}

/** `Retry-After` as seconds or as a date (RFC 9110, 10.2.3), limited to 1 to 3600 seconds; 60 if it is neither. */
function parseRetryAfter(retryAfter: string | undefined, now = Date.now()): number {
  const text = retryAfter?.trim() ?? ''
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : (Date.parse(text) - now) / 1000
  return Number.isFinite(seconds) ? Math.min(3600, Math.max(1, Math.ceil(seconds))) : 60
}
