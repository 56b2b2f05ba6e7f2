import type {Issue} from '../../contact/issues.ts'
import {Problem, problemStatuses, type ProblemCode, type Receipt} from '../../contact/wire.ts'
import {requestTimeoutMs} from '../request-timeout.ts'

/**
 * Posts a validated contact to the proxy. Throws like `request`.
 * @param key the idempotency key: the same for every attempt with the same contact
 */
export async function post(endpoint: string, key: string, body: object): Promise<FormReceipt> {
  const {
    status,
    body: receipt,
    requestId,
  } = await request(endpoint, {
    headers: {'content-type': 'application/json', 'idempotency-key': key},
    body: toJson(body),
    keepalive: true, // the request goes on if the visitor leaves the page
  })
  const id = requestId ? {requestId} : {}
  if (status === 201 && receipt.status === 'created') return {status: 'created', ...id}
  if (status === 202 && receipt.status === 'accepted') return {status: 'accepted', ...id}
  throw new Problem('bad_gateway')
}

/** What the proxy says of a lead that it has. */
export interface FormReceipt extends Receipt {
  requestId?: string | undefined
}

/** A response with a 2xx status. */
interface Success {
  status: number
  /** The response's `X-Request-Id`: `request_id` in the proxy's log. */
  requestId: string | undefined
  /** The JSON body; empty for anything else than an object. */
  body: Record<string, unknown>
}

/**
 * Posts to the proxy and resolves to a 2xx response. Throws `Problem` with the proxy's code. Any other error means that
 * the proxy was not reached or did not respond in time, so it is unknown whether it has the lead.
 */
export async function request(url: string, init?: RequestInit): Promise<Success> {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), requestTimeoutMs)
  try {
    const {signal} = controller
    const response = await fetch(url, {...init, method: 'POST', credentials: 'omit', redirect: 'error', signal})
    const {status} = response
    const body = await readBody(response)
    if (response.ok) return {status, body, requestId: response.headers.get('x-request-id') ?? undefined}
    if (!(String(body.code) in problemStatuses))
      console.error(`<contact-signup> endpoint: HTTP ${status} is no response of the proxy, check the URL`)
    throw new Problem(toCode(body.code, status), {
      issues: Array.isArray(body.issues) ? body.issues.filter(isIssue) : undefined,
    })
  } catch (error) {
    // A browser reports a refused origin as it reports a lost connection.
    if (error instanceof TypeError && globalThis.navigator?.onLine)
      console.error(`<contact-signup> endpoint: no response, check its URL and the proxy's ALLOWED_ORIGINS`)
    throw error
  } finally {
    clearTimeout(timer)
  }
}

/** Writes JSON as the platform does: old libraries give arrays a `toJSON` method, and this ignores it. */
function toJson(body: object): string {
  return JSON.stringify(body, function (this: Record<string, unknown>, name) {
    return this[name]
  })
}

/** A server between the form and the proxy may respond with something other than JSON. */
async function readBody(response: Response): Promise<Record<string, unknown>> {
  try {
    return Object(await response.json())
  } catch {
    return {}
  }
}

const isIssue = (value: unknown): value is Issue => {
  const {field, code} = Object(value) as Record<string, unknown>
  return typeof field === 'string' && typeof code === 'string'
}

/** The proxy's code; for a response that is not the proxy's, the code with the same status. */
function toCode(code: unknown, status: number): ProblemCode {
  const codes = Object.keys(problemStatuses) as ProblemCode[]
  return (
    codes.find(known => known === code) ?? codes.find(known => problemStatuses[known] === status) ?? 'internal_error'
  )
}
