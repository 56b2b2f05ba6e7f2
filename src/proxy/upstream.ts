import type {ApiContact} from './api-contact.ts'
import type {Settings} from './options.ts'

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

type Account = Pick<Settings, 'url' | 'accountId' | 'secret' | 'deadline' | 'fetch'>

/** The only place that sees the secret. The call has a deadline of its own: a visitor who leaves does not cancel it. */
export function createUpstream({url, accountId, secret, deadline, fetch}: Account): Upstream {
  const endpoint = `${url}/v2/account/${accountId}/contact/`
  return async contact => {
    try {
      const response = await fetch(endpoint, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          authorization: `Token token=${secret.reveal()}`,
        },
        body: JSON.stringify(contact),
        signal: AbortSignal.timeout(deadline),
      })
      return await toOutcome(response)
    } catch (error) {
      return {verdict: neverArrived(error) ? 'not_sent' : 'unknown'}
    }
  }
}

async function toOutcome(response: Response): Promise<Outcome> {
  const {status} = response
  if (status >= 200 && status < 300 && status !== 201) return {verdict: (await holdsJson(response)) ? 'created' : 'unknown', status}
  // Nothing else depends on the body, which may be endless or packed: it is not read.
  await response.body?.cancel().catch(() => {})
  if (status === 201 || status === 409) return {verdict: 'created', status}
  if (status === 400 || status === 422) return {verdict: 'refused', status}
  if (status === 429 || status === 503) return {verdict: 'busy', status, retryAfter: toSeconds(response.headers.get('retry-after'))}
  const accountFaults = [401, 402, 403, 404, 405, 410]
  // Status 0 is how some runtimes show a redirect that was not followed.
  if (status === 0 || (status >= 300 && status < 400) || accountFaults.includes(status)) return {verdict: 'misconfigured', status}
  return {verdict: 'unknown', status}
}

const maxAnswer = 64 * 1024

/** A 200 with a web page is some gateway speaking, not the API. */
async function holdsJson(response: Response): Promise<boolean> {
  try {
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, {stream: true})
      if (text.length > maxAnswer) return false
    }
    const answer: unknown = JSON.parse(text)
    return typeof answer === 'object' && answer !== null
  } catch {
    return false
  }
}

// Node's codes for a connection that never stood: name resolution, refusal, unreachable, TLS.
const connectFaults = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|CERT_\w+|ERR_TLS_\w+|ERR_SSL_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/

function neverArrived(error: unknown): boolean {
  const {cause} = error as {cause?: {code?: unknown, errors?: {code?: unknown}[]}} // whatever was thrown, reading a property is safe
  const codes = cause?.errors ? cause.errors.map(({code}) => code) : [cause?.code]
  return codes.length > 0 && codes.every(code => typeof code === 'string' && connectFaults.test(code))
}

/** `Retry-After` as seconds or a date (RFC 9110, 10.2.3), kept between a second and an hour; 60 where it says neither. */
export function toSeconds(retryAfter: string | null, now = Date.now()): number {
  const text = retryAfter?.trim() ?? ''
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : (Date.parse(text) - now) / 1000
  return Number.isFinite(seconds) ? Math.min(3600, Math.max(1, Math.ceil(seconds))) : 60
}
