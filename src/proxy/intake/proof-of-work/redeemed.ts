/** As many keys as this are remembered, about 10 MB; more than that in half an hour are a flood. */
const maxRemembered = 50_000

interface Redemption {
  /** The idempotency key it was redeemed under. */
  key: string
  isGood: boolean | Promise<boolean>
}

/**
 * Remembers which challenge was redeemed under which idempotency key: a lead that is sent again may bring its proof
 * again, and no other may. Where there are too many to remember, all that were handed out before are refused, for
 * nobody knows any more which of them were redeemed; a form then works once more.
 */
export class Redeemed {
  /** Milliseconds for which a challenge is good. */
  readonly #lifetime: number
  /** Milliseconds since 1970: what was handed out before is refused. */
  #since: number
  /** Those of this lifetime and of the one before: what is older has expired. */
  #redemptions = new Map<string, Redemption>()
  #old = new Map<string, Redemption>()
  #turned = Date.now()

  constructor(lifetime: number, since: number) {
    this.#lifetime = lifetime
    this.#since = since
  }

  /**
   * Whether a challenge may be redeemed under a key.
   * @param expires in milliseconds since 1970
   * @param isUnused asked once a challenge, of those who know what others redeemed
   */
  redeem(
    nonce: string,
    expires: number,
    key: string,
    isUnused: () => boolean | Promise<boolean>,
  ): boolean | Promise<boolean> {
    this.#since = Math.min(this.#since, Date.now()) // a clock that was set back is not to refuse everybody until it has caught up
    if (Math.round(expires) - this.#lifetime < this.#since) return false
    if (Math.abs(Date.now() - this.#turned) >= this.#lifetime) this.#turn()
    const known = this.#redemptions.get(nonce) ?? this.#old.get(nonce)
    if (known) return known.key === key && known.isGood
    if (this.#redemptions.size >= maxRemembered) {
      this.#turn()
      this.#old = new Map()
      this.#since = Date.now()
      return false
    }
    const isGood = isUnused()
    this.#redemptions.set(nonce, {key, isGood})
    return isGood
  }

  #turn(): void {
    this.#old = this.#redemptions
    this.#redemptions = new Map()
    this.#turned = Date.now()
  }
}
