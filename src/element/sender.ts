import {signalNames} from '../contact/signals.ts'
import {Problem, type Receipt} from '../contact/wire.ts'
import {ask, post} from './client.ts'
import type {Challenge, Proof} from './proof-of-work.ts'

/** Sends contacts, and does the work that the proxy asks for before it takes one. */
export class Sender {
  #proof: Promise<Proof> | undefined

  /** Does it ahead of time. Where that fails, there is time again when something is sent. */
  prepare(endpoint: string): void {
    this.#proof = prove(endpoint)
    this.#proof.catch(() => (this.#proof = undefined))
  }

  /** Throws as `post` does. A proxy that asks, or finds the work too old or already used, is told a second time. */
  async send(endpoint: string, key: string, body: object): Promise<Receipt> {
    const post = () => this.#post(endpoint, key, body)
    return post().catch((error: unknown) => {
      if (!(error instanceof Problem) || error.code !== 'proof_required') throw error
      this.#proof = prove(endpoint)
      return post()
    })
  }

  async #post(endpoint: string, key: string, body: object): Promise<Receipt> {
    const receipt = await post(endpoint, key, {...body, [signalNames.proof]: await this.#proof})
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
