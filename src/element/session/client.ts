import type {Issue} from '../../contact/issues.ts'
import {Problem, problemStatuses, type ProblemCode, type Receipt} from '../../contact/wire.ts'

// Longer than the proxy's own deadline for the contact API (10 s), so that the proxy's answer is not missed.
const deadline = 20_000

/**
 * Posts a judged contact to the proxy, with what else the proxy wants to know. Throws as `ask` does.
 * @param key the idempotency key: the same for every attempt with the same contact
 */
export async function post(endpoint: string, key: string, body: object): Promise<Receipt> {
  const {status} = await ask<Receipt>(endpoint, {
    headers: {'content-type': 'application/json', 'idempotency-key': key},
    body: toJson(body),
    keepalive: true, // goes on where the visitor leaves while it is being sent
  })
  return {status: status === 'accepted' ? status : 'created'}
}

/**
 * Posts to the proxy, and resolves with what it says. Throws `Problem` with the proxy's code; whatever else it throws
 * means that the proxy was not reached or did not answer in time, so that nobody knows what it has.
 */
export async function ask<Answer>(url: string, init?: RequestInit): Promise<Answer> {
  const clock = new AbortController()
  const timer = setTimeout(() => clock.abort(), deadline)
  try {
    const response = await fetch(url, {...init, method: 'POST', credentials: 'omit', signal: clock.signal})
    const answer = await readAnswer(response)
    if (response.ok) return answer as Answer // as the wire has it
    throw new Problem(toCode(answer.code, response.status), {
      issues: Array.isArray(answer.issues) ? (answer.issues as Issue[]) : undefined,
    })
  } finally {
    clearTimeout(timer)
  }
}

/** A UUID; `crypto.randomUUID` is missing on pages without TLS. */
export function createKey(): string {
  if (crypto.randomUUID) return crypto.randomUUID()
  return '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, digit =>
    (Number(digit) ^ (crypto.getRandomValues(new Uint8Array(1))[0]! & (15 >> (Number(digit) / 4)))).toString(16),
  )
}

/** JSON as the platform writes it: old libraries give arrays a `toJSON` of their own, whose result is not taken. */
function toJson(body: object): string {
  return JSON.stringify(body, function (this: Record<string, unknown>, name) {
    return this[name]
  })
}

/** Whatever stands between may answer with something else than JSON. */
async function readAnswer(response: Response): Promise<Record<string, unknown>> {
  try {
    return Object(await response.json())
  } catch {
    return {}
  }
}

/** The proxy's own code, or for an answer that is not the proxy's, the code with the same status. */
function toCode(code: unknown, status: number): ProblemCode {
  const codes = Object.keys(problemStatuses) as ProblemCode[]
  return (
    codes.find(known => known === code) ?? codes.find(known => problemStatuses[known] === status) ?? 'internal_error'
  )
}
