import {randomUUID} from 'node:crypto'
import {setTimeout as sleep} from 'node:timers/promises'
import {Agent, request} from 'undici'
import {below, type Random} from './random.ts'

/** The response with which the proxy took a lead. */
export interface Acknowledgement {
  status: number
  /** `performance.now()` when the response arrived. */
  at: number
}

/** What a visitor submits. */
export interface Submission {
  lead: string
  /** The idempotency key. */
  key: string
  /** The consent wording of the form. */
  wording: string
}

/** A response that a visitor got, 0 if none, and the id that the proxy gave to the request. */
interface Response {
  status: number
  requestId?: string
}

const clientTimeoutMs = 9_000
const doubleClickRate = 0.01
/** How many versions of the consent wording are in use. */
const wordings = 20

/** Visitors who submit forms and, as the form does, retry under the same key until they get a response. */
export class Visitors {
  readonly acknowledged = new Map<string, Acknowledgement>()
  readonly refused = new Map<string, number>()
  /** What was submitted, by lead. */
  readonly submissions = new Map<string, Submission>()
  /** The lead that each acknowledged request was about, by the request's id. */
  readonly requests = new Map<string, string>()
  /** Responses that no visitor should ever get. */
  readonly unexpected: string[] = []
  readonly #agent = new Agent({
    connections: 64,
    pipelining: 1,
    headersTimeout: clientTimeoutMs,
    bodyTimeout: clientTimeoutMs,
  })
  readonly #endpoints: () => string[]
  readonly #random: Random

  /** @param endpoints returns the proxies that are running */
  constructor(endpoints: () => string[], random: Random) {
    this.#endpoints = endpoints
    this.#random = random
  }

  /** Submits leads with the given concurrency; resolves when each has its response. */
  async submit(leads: number, concurrency: number): Promise<void> {
    let next = 0
    await Promise.all(
      Array.from({length: concurrency}, async () => {
        while (next < leads) await this.#signUp(`lead-${(next += 1)}`)
      }),
    )
  }

  close(): Promise<void> {
    return this.#agent.close()
  }

  async #signUp(lead: string): Promise<void> {
    const submission = {lead, key: randomUUID(), wording: `I agree to version ${below(wordings, this.#random)}.`}
    this.submissions.set(lead, submission)
    const clicks = this.#random() < doubleClickRate ? 2 : 1
    await Promise.all(Array.from({length: clicks}, () => this.#sendUntilResponse(submission)))
  }

  async #sendUntilResponse(submission: Submission): Promise<void> {
    const {lead} = submission
    for (;;) {
      const {status, requestId} = await this.#send(submission)
      if (status === 201 || status === 202) {
        if (!this.acknowledged.has(lead)) this.acknowledged.set(lead, {status, at: performance.now()})
        if (requestId) this.requests.set(requestId, lead)
        return
      }
      if (status === 422) return void this.refused.set(lead, status)
      if (status !== 0 && status !== 503) this.unexpected.push(`${lead}: ${status}`)
      await sleep(20 + 80 * this.#random())
    }
  }

  async #send({lead, key, wording}: Submission): Promise<Response> {
    const endpoints = this.#endpoints()
    const endpoint = endpoints[below(endpoints.length, this.#random)]
    if (!endpoint) return {status: 0}
    const consent = {terms: wording, page: 'https://ok.example/', lang: 'en'}
    const contact = {email: `${lead}@example.com`, name_first: 'Ada', gdpr_accept_terms: true, consent}
    try {
      const response = await request(endpoint, {
        method: 'POST',
        dispatcher: this.#agent,
        headers: {'content-type': 'application/json', 'idempotency-key': key},
        body: JSON.stringify(contact),
      })
      await response.body.dump()
      return {status: response.statusCode, requestId: String(response.headers['x-request-id'])}
    } catch {
      return {status: 0}
    }
  }
}
