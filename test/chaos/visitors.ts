import {randomUUID} from 'node:crypto'
import {setTimeout as sleep} from 'node:timers/promises'
import {Agent, request} from 'undici'

/** The response with which the proxy took a lead. */
export interface Acknowledgement {
  status: number
  /** `performance.now()` when the response arrived. */
  at: number
}

const clientTimeoutMs = 9_000
const doubleClickRate = 0.01

/** Visitors who submit forms and, as the form does, retry under the same key until they get a response. */
export class Visitors {
  readonly acknowledged = new Map<string, Acknowledgement>()
  readonly refused = new Map<string, number>()
  /** Responses that no visitor should ever get. */
  readonly unexpected: string[] = []
  readonly #agent = new Agent({
    connections: 64,
    pipelining: 1,
    headersTimeout: clientTimeoutMs,
    bodyTimeout: clientTimeoutMs,
  })
  readonly #endpoints: () => string[]

  /** @param endpoints returns the proxies that are running */
  constructor(endpoints: () => string[]) {
    this.#endpoints = endpoints
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
    const key = randomUUID()
    const body = JSON.stringify({email: `${lead}@example.com`, name_first: 'Ada'})
    const clicks = Math.random() < doubleClickRate ? 2 : 1
    await Promise.all(Array.from({length: clicks}, () => this.#sendUntilResponse(lead, key, body)))
  }

  async #sendUntilResponse(lead: string, key: string, body: string): Promise<void> {
    for (;;) {
      const status = await this.#send(key, body)
      if (status === 201 || status === 202) {
        if (!this.acknowledged.has(lead)) this.acknowledged.set(lead, {status, at: performance.now()})
        return
      }
      if (status === 422) return void this.refused.set(lead, status)
      if (status !== 0 && status !== 503) this.unexpected.push(`${lead}: ${status}`)
      await sleep(20 + 80 * Math.random())
    }
  }

  /** Returns the status of the response, or 0 if there was none. */
  async #send(key: string, body: string): Promise<number> {
    const endpoints = this.#endpoints()
    const endpoint = endpoints[Math.floor(Math.random() * endpoints.length)]
    if (!endpoint) return 0
    try {
      const response = await request(endpoint, {
        method: 'POST',
        dispatcher: this.#agent,
        headers: {'content-type': 'application/json', 'idempotency-key': key},
        body,
      })
      await response.body.dump()
      return response.statusCode
    } catch {
      return 0
    }
  }
}
