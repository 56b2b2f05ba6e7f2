import {signalNames} from '../../contact/signals.ts'
import {within} from '../../contact/within.ts'
import {Problem} from '../../contact/wire.ts'
import type {Challenge, Proof} from '../proof-of-work/proof-of-work.ts'
import {post, request, type FormReceipt} from './client.ts'

/** How long a lead waits for a proof of work that was begun before. */
const proofTimeoutMs = 3_000

/** Sends contacts, with a proof of work if the proxy requires one. */
export class Sender {
  /** Solved, or being solved. */
  #proof: Promise<Proof | undefined> | undefined
  /** Incremented by `cancel()`; a lead that began to wait before is not sent. */
  #cancels = 0

  /** Solves a challenge ahead of time. If that fails, `send()` solves another one. */
  prepare(endpoint: string): void {
    this.#proof = solveNew(endpoint).catch(() => undefined)
  }

  /** Throws like `post`. On `proof_required`, solves a fresh challenge and posts once more. */
  async send(endpoint: string, key: string, body: object): Promise<FormReceipt> {
    const cancels = this.#cancels
    const prepared = this.#proof && (await within(proofTimeoutMs, this.#proof))
    if (cancels !== this.#cancels) throw new Problem('proof_required')
    try {
      return await this.#post(endpoint, key, body, prepared)
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'proof_required') throw error
      this.#proof = undefined
      const proof = await solveNew(endpoint)
      if (!proof || cancels !== this.#cancels) throw error
      this.#proof = Promise.resolve(proof) // if this attempt fails, the same lead may use it again
      return this.#post(endpoint, key, body, proof)
    }
  }

  /** Does not send a lead that is still waiting for its proof. */
  cancel(): void {
    this.#cancels += 1
  }

  async #post(endpoint: string, key: string, body: object, proof: Proof | undefined): Promise<FormReceipt> {
    const receipt = await post(endpoint, key, {...body, [signalNames.proof]: proof})
    this.#proof = undefined // a proof is valid for one lead
    return receipt
  }
}

/** Throws like `request`; resolves to undefined if the challenge cannot be solved. */
async function solveNew(endpoint: string): Promise<Proof | undefined> {
  const [{body}, {solve}] = await Promise.all([
    request(`${endpoint}/challenge`),
    import('../proof-of-work/proof-of-work.ts'),
  ])
  return solve(body as unknown as Challenge).catch(() => undefined)
}
