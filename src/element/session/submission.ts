import {signalNames} from '../../contact/signals.ts'
import {within} from '../../contact/within.ts'
import {Problem, type Receipt} from '../../contact/wire.ts'
import {ask, post} from './client.ts'
import type {Challenge, Proof} from '../proof-of-work/proof-of-work.ts'

/** Milliseconds that a lead waits for work that was begun before. */
const patience = 3_000

/** Sends contacts, and does the work that the proxy asks for before it takes one. */
export class Sender {
  /** Done or being done. */
  #proof: Promise<Proof | undefined> | undefined
  #isWithdrawn = false

  /** Does the work ahead of time. Where that fails, there is time again when something is sent. */
  prepare(endpoint: string): void {
    this.#proof = prove(endpoint).catch(() => undefined)
  }

  /** Throws as `post` does. A proxy that asks, or finds the work too old or already used, is told a second time. */
  async send(endpoint: string, key: string, body: object): Promise<Receipt> {
    this.#isWithdrawn = false
    const post = (proof: Proof | undefined) => this.#post(endpoint, key, body, proof)
    return post(this.#proof && (await within(patience, this.#proof))).catch(async (error: unknown) => {
      if (!(error instanceof Problem) || error.code !== 'proof_required') throw error
      this.#proof = undefined
      const proof = await prove(endpoint)
      if (!proof || this.#isWithdrawn) throw error
      this.#proof = Promise.resolve(proof) // good for the same lead once more, if it fails
      return post(proof)
    })
  }

  /** What waits for its work is not to be sent any more. */
  withdraw(): void {
    this.#isWithdrawn = true
  }

  async #post(endpoint: string, key: string, body: object, proof: Proof | undefined): Promise<Receipt> {
    const receipt = await post(endpoint, key, {...body, [signalNames.proof]: proof})
    this.#proof = undefined // it was good for this one lead
    return receipt
  }
}

/** Throws as `ask` does; undefined where the work cannot be done. */
async function prove(endpoint: string): Promise<Proof | undefined> {
  const [challenge, {solve}] = await Promise.all([
    ask<Challenge>(`${endpoint}/challenge`),
    import('../proof-of-work/proof-of-work.ts'),
  ])
  return solve(challenge).catch(() => undefined)
}
