/** As many keys as this are remembered, about 10 MB; more than that in half an hour are a flood. */
const maxRemembered = 50_000

/** Whether a challenge comes for the first time, again with the same lead, or is good for nothing any more. */
export type Redemption = 'first' | 'again' | 'refused'

/**
 * Remembers which challenge was redeemed under which idempotency key: a lead that is sent again may bring its proof
 * again, and no other may. Where there are too many to remember, all that were handed out until then are refused, for
 * nobody knows any more which of them were redeemed; a form then works once more.
 */
export class Redeemed {
  /** Milliseconds for which a challenge is good. */
  readonly #lifetime: number
  readonly #keys = new Map<string, string>()
  /** Milliseconds since 1970: what was handed out until then is refused. */
  #until = 0

  constructor(lifetime: number) {
    this.#lifetime = lifetime
  }

  /** @param expires in milliseconds since 1970 */
  redeem(nonce: string, expires: number, key: string): Redemption {
    this.#until = Math.min(this.#until, Date.now()) // a clock that was set back is not to refuse everybody until it has caught up
    if (expires - this.#lifetime <= this.#until) return 'refused'
    const known = this.#keys.get(nonce)
    if (known !== undefined) return known === key ? 'again' : 'refused'
    if (this.#keys.size >= maxRemembered) {
      this.#keys.clear()
      this.#until = Date.now()
      return 'refused'
    }
    this.#keys.set(nonce, key)
    return 'first'
  }
}
