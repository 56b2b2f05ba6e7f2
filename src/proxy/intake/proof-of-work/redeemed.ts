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
  /** Two generations, each a lifetime long: everything older has expired. */
  #redemptions = new Map<string, Redemption>()
  #previousRedemptions = new Map<string, Redemption>()
  #rotatedAt = Date.now()

  constructor(lifetimeMs: number, issuedSince: number) {
    this.#lifetimeMs = lifetimeMs
    this.#issuedSince = issuedSince
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
    if (Math.abs(Date.now() - this.#rotatedAt) >= this.#lifetimeMs) this.#rotate()
    const redemption = this.#redemptions.get(nonce) ?? this.#previousRedemptions.get(nonce)
    if (redemption) return redemption.key === key && redemption.isValid
    if (this.#redemptions.size >= maxRedemptions) {
      this.#rotate()
      this.#previousRedemptions = new Map()
      this.#issuedSince = Date.now()
      return false
    }
    const isValid = isUnused()
    this.#redemptions.set(nonce, {key, isValid})
    return isValid
  }

  #rotate(): void {
    this.#previousRedemptions = this.#redemptions
    this.#redemptions = new Map()
    this.#rotatedAt = Date.now()
  }
}
