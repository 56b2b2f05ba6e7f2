import {randomUUID} from 'node:crypto'
import {Agent, request} from 'undici'

/** What the visitors were told, by lead. */
export interface Acknowledged {
  status: number
  /** By the monotonic clock, milliseconds. */
  at: number
}

/** Visitors who fill in forms and, as the form does, send again under the same key until somebody answers. */
export class Visitors {
  readonly acknowledged = new Map<string, Acknowledged>()
  readonly refused = new Map<string, number>()
  /** Answers that nobody may ever get. */
  readonly odd: string[] = []
  readonly #agent = new Agent({connections: 64, pipelining: 1, headersTimeout: 9_000, bodyTimeout: 9_000})
  readonly #endpoints: () => string[]

  constructor(endpoints: () => string[]) {
    this.#endpoints = endpoints
  }

  /** Brings so many leads, so many at a time; resolves when each has its answer. */
  async bring(leads: number, atOnce: number, prefix: string): Promise<void> {
    let next = 0
    await Promise.all(
      Array.from({length: atOnce}, async () => {
        while (next < leads) await this.#signUp(`${prefix}-${(next += 1)}`)
      }),
    )
  }

  close(): Promise<void> {
    return this.#agent.close()
  }

  async #signUp(lead: string): Promise<void> {
    const key = randomUUID()
    const body = JSON.stringify({email: `${lead}@example.com`, name_first: 'Ada'})
    const impatient = Math.random() < 0.01 // a double click
    await Promise.all([this.#insist(lead, key, body), ...(impatient ? [this.#insist(lead, key, body)] : [])])
  }

  async #insist(lead: string, key: string, body: string): Promise<void> {
    for (;;) {
      const status = await this.#send(key, body)
      if (status === 201 || status === 202) {
        if (!this.acknowledged.has(lead)) this.acknowledged.set(lead, {status, at: performance.now()})
        return
      }
      if (status === 422) return void this.refused.set(lead, status)
      if (status !== 0 && status !== 503) this.odd.push(`${lead}: ${status}`)
      await new Promise(resolve => setTimeout(resolve, 20 + 80 * Math.random()))
    }
  }

  /** The answer's status, or 0 where there was none. */
  async #send(key: string, body: string): Promise<number> {
    const endpoints = this.#endpoints()
    const endpoint = endpoints[Math.floor(Math.random() * endpoints.length)]
    if (!endpoint) return 0
    try {
      const answer = await request(endpoint, {
        method: 'POST',
        dispatcher: this.#agent,
        headers: {'content-type': 'application/json', 'idempotency-key': key},
        body,
      })
      await answer.body.dump()
      return answer.statusCode
    } catch {
      return 0
    }
  }
}
