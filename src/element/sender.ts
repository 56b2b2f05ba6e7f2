import {signalNames} from '../contact/signals.ts'
import {Problem, type Receipt} from '../contact/wire.ts'
import {ask, post} from './client.ts'
import type {Challenge, Proof} from './proof-of-work.ts'

/** Sends contacts, and does the work that the proxy asks for before it takes one. */
export class Sender {
  /** Done or being done; none after a failure, so that it is tried anew. */
  #proof: Promise<Proof> | undefined

  /** Does the work ahead of time. Where that fails, there is time again when something is sent. */
  prepare(endpoint: string): void {
    this.#prove(endpoint).catch(() => {})
  }

  /** Throws as `post` does. A proxy that asks, or finds the work too old or already used, is told a second time. */
  async send(endpoint: string, key: string, body: object): Promise<Receipt> {
    const prepared = await this.#proof?.catch(() => undefined)
    return this.#post(endpoint, key, body, prepared).catch(async (error: unknown) => {
      if (!(error instanceof Problem) || error.code !== 'proof_required') throw error
      return this.#post(endpoint, key, body, await this.#prove(endpoint))
    })
  }

  #prove(endpoint: string): Promise<Proof> {
    this.#proof = prove(endpoint).catch((error: unknown) => {
      this.#proof = undefined
      throw error
    })
    return this.#proof
  }

  async #post(endpoint: string, key: string, body: object, proof: Proof | undefined): Promise<Receipt> {
    const receipt = await post(endpoint, key, {...body, [signalNames.proof]: proof})
    this.#proof = undefined // it was good for this one lead
    return receipt
  }
}

/** Throws `proof_required` where the work cannot be done. */
async function prove(endpoint: string): Promise<Proof> {
  const [challenge, {solve}] = await Promise.all([ask<Challenge>(`${endpoint}/challenge`), import('./proof-of-work.ts')])
  const proof = await solve(challenge)
  if (!proof) throw new Problem('proof_required')
  return proof
}
