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
  /** Aborts when there is nothing to try any more, also in the middle of a try. */
  #run = new AbortController()

  constructor(attempt: () => Promise<boolean>) {
    this.#attempt = attempt
  }

  start(): void {
    this.stop()
    this.#wait = first
    this.#run = new AbortController()
    const {signal} = this.#run
    addEventListener('online', this.#now, {signal})
    document.addEventListener('visibilitychange', () => document.hidden || this.#now(), {signal})
    this.#later()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#run.abort()
  }

  #later(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#now, this.#wait * (0.5 + Math.random() / 2))
    this.#wait = Math.min(longest, this.#wait * 2)
  }

  readonly #now = () => {
    void this.#try(this.#run)
  }

  async #try(run: AbortController): Promise<void> {
    if (this.#isTrying) return
    clearTimeout(this.#timer)
    this.#isTrying = true
    const goesOn = await this.#attempt()
    this.#isTrying = false
    if (this.#run.signal.aborted) return // stopped meanwhile
    if (goesOn) this.#later()
    else if (run === this.#run) this.stop()
  }
}
