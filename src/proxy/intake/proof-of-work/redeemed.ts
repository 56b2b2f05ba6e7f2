import {LRUCache} from 'lru-cache'

/** About 10 MB. More proofs than this in half an hour are a flood. */
const maxRedemptions = 50_000

interface Redemption {
  /** The idempotency key under which the challenge was redeemed. */
  key: string
  isValid: boolean | Promise<boolean>
}

/**
 * Remembers which challenge was redeemed under which idempotency key: a retried lead may use its proof again, another
 * lead may not. When there are too many to remember, every challenge issued so far is refused, because it may have been
 * redeemed; the form then solves a new one.
 */
export class RedeemedChallenges {
  readonly #lifetimeMs: number
  /** Epoch milliseconds: challenges issued before are refused. */
  #issuedSince: number
  readonly #redemptions: LRUCache<string, Redemption>

  constructor(lifetimeMs: number, issuedSince: number) {
    this.#lifetimeMs = lifetimeMs
    this.#issuedSince = issuedSince
    this.#redemptions = new LRUCache({max: maxRedemptions, ttl: lifetimeMs, ttlResolution: 0, perf: Date})
  }

  /**
   * Whether a challenge may be redeemed under a key.
   * @param expiresAt epoch milliseconds
   * @param isUnused asked once per challenge: whether no other process has redeemed it
   */
  redeem(
    nonce: string,
    expiresAt: number,
    key: string,
    isUnused: () => boolean | Promise<boolean>,
  ): boolean | Promise<boolean> {
    this.#issuedSince = Math.min(this.#issuedSince, Date.now()) // after the system clock was set back, too
    if (Math.round(expiresAt) - this.#lifetimeMs < this.#issuedSince) return false
    const redemption = this.#redemptions.get(nonce)
    if (redemption) return redemption.key === key && redemption.isValid
    if (this.#isFull()) {
      this.#redemptions.clear()
      this.#issuedSince = Date.now()
      return false
    }
    const isValid = isUnused()
    this.#redemptions.set(nonce, {key, isValid})
    return isValid
  }

  #isFull(): boolean {
    if (this.#redemptions.size >= maxRedemptions) this.#redemptions.purgeStale()
    return this.#redemptions.size >= maxRedemptions
  }
}
