/** Milliseconds before the first try by itself, and the longest between two. */
const first = 3_000
const longest = 60_000

/**
 * Tries something again until it is told to stop: after a while that doubles, with jitter so that the visitors of a
 * page do not come back all at once; and as soon as the browser is online or its page is looked at again.
 */
export class Retrier {
  /** Tries once; whether to go on. */
  readonly #attempt: () => Promise<boolean>
  #timer: ReturnType<typeof setTimeout> | undefined
  #wait = 0
  #isTrying = false

  constructor(attempt: () => Promise<boolean>) {
    this.#attempt = attempt
  }

  start(): void {
    this.stop()
    this.#wait = first
    addEventListener('online', this.#now)
    document.addEventListener('visibilitychange', this.#now)
    this.#later()
  }

  stop(): void {
    clearTimeout(this.#timer)
    removeEventListener('online', this.#now)
    document.removeEventListener('visibilitychange', this.#now)
  }

  #later(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#try(), this.#wait * (0.5 + Math.random() / 2))
    this.#wait = Math.min(longest, this.#wait * 2)
  }

  readonly #now = () => {
    if (document.visibilityState === 'visible') void this.#try()
  }

  async #try(): Promise<void> {
    if (this.#isTrying) return
    clearTimeout(this.#timer)
    this.#isTrying = true
    const goesOn = await this.#attempt()
    this.#isTrying = false
    if (goesOn) this.#later()
    else this.stop()
  }
}
