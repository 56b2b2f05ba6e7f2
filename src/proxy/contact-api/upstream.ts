import type {ApiContact} from './create-request.ts'
import type {Settings} from '../config/options.ts'

/**
 * What became of one create request. The API's own words are never part of it.
 * - `created`: it has the contact. - `refused`: it never will take it.
 * - `not_sent`: nothing arrived, so trying again is safe. - `unknown`: it may or may not have it.
 * - `busy`: it did not look at it; try again after `retryAfter` seconds. - `misconfigured`: account, secret or URL.
 */
export interface Outcome {
  verdict: 'created' | 'refused' | 'not_sent' | 'unknown' | 'busy' | 'misconfigured'
  /** The API's status, where it gave one. */
  status?: number
  /** Seconds, between a second and an hour. */
  retryAfter?: number
}

/** Sends one contact to the contact API; never throws, never follows a redirect, never repeats what the API said. */
export type Upstream = (contact: ApiContact) => Promise<Outcome>

/**
 * Sends one POST as the runtime can: without following a redirect, with `deadline` milliseconds for all of it.
 * Rejects where no answer came, with the runtime's own code of the fault.
 */
export type Send = (url: string, headers: Record<string, string>, body: string, deadline: number) => Promise<Sent>

/** A send that failed before its first byte left: trying again is safe. */
export class NotSent extends Error {
  constructor(options: ErrorOptions) {
    super('not sent', options)
    this.name = 'NotSent'
  }
}

/** An answer whose headers are there. */
export interface Sent {
  status: number
  retryAfter: string | undefined
  /** The body; undefined where it is longer than `max` characters. Rejects where it breaks off. */
  text(max: number): Promise<string | undefined>
  /** Says that the body is of no interest: it may be endless or packed. */
  discard(): void
}

type Account = Pick<Settings, 'url' | 'accountId' | 'secret' | 'deadline'>

/** The only place that sees the secret. The call has a deadline of its own: a visitor who leaves does not cancel it. */
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
      return {verdict: neverArrived(error) ? 'not_sent' : 'unknown'}
    }
  }
}

async function toOutcome(response: Sent): Promise<Outcome> {
  const {status} = response
  if (status >= 200 && status < 300 && status !== 201)
    return {verdict: (await holdsJson(response)) ? 'created' : 'unknown', status}
  response.discard() // nothing else depends on the body
  if (status === 201 || status === 409) return {verdict: 'created', status}
  if (status === 400 || status === 422) return {verdict: 'refused', status}
  if (status === 429 || status === 503) return {verdict: 'busy', status, retryAfter: toSeconds(response.retryAfter)}
  const accountFaults = [401, 402, 403, 404, 405, 410]
  // Status 0 is how some runtimes show a redirect that was not followed.
  if (status === 0 || (status >= 300 && status < 400) || accountFaults.includes(status))
    return {verdict: 'misconfigured', status}
  return {verdict: 'unknown', status}
}

const maxAnswer = 64 * 1024

/** A 200 with a web page is some gateway speaking, not the API. */
async function holdsJson(response: Sent): Promise<boolean> {
  try {
    const answer: unknown = JSON.parse((await response.text(maxAnswer)) ?? '')
    return typeof answer === 'object' && answer !== null
  } catch {
    return false
  }
}

// Node's codes for a connection that never stood: name resolution, refusal, unreachable, TLS.
const connectFaults =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|CERT_\w+|ERR_TLS_\w+|ERR_SSL_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/

/** For `fetch` by the code of the fault's cause; of several addresses tried, each must have failed so. */
function neverArrived(error: unknown): boolean {
  if (error instanceof NotSent) return true
  const {cause} = error as {cause?: {code?: unknown; errors?: {code?: unknown}[]}} // whatever was thrown, reading a property is safe
  const faults = cause?.errors ?? [{code: cause?.code}]
  return faults.length > 0 && faults.every(({code}) => typeof code === 'string' && connectFaults.test(code))
}

/** `Retry-After` as seconds or a date (RFC 9110, 10.2.3), kept between a second and an hour; 60 where it says neither. */
export function toSeconds(retryAfter: string | undefined, now = Date.now()): number {
  const text = retryAfter?.trim() ?? ''
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : (Date.parse(text) - now) / 1000
  return Number.isFinite(seconds) ? Math.min(3600, Math.max(1, Math.ceil(seconds))) : 60
}
