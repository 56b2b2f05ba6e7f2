const firstDelayMs = 3_000
const maxDelayMs = 60_000

/**
 * Retries a failed submission until it is stopped: after a delay that doubles, with jitter so that the visitors of a page
 * do not come back all at once; and as soon as the browser is online again or its page is visible again.
 */
export class Retrier {
  readonly #attempt: () => Promise<boolean>
  #timer: ReturnType<typeof setTimeout> | undefined
  #delayMs = 0
  #isTrying = false
  /** Aborted by `stop()`, also during an attempt. */
  #run = new AbortController()

  /** @param attempt tries once; resolves to whether to go on */
  constructor(attempt: () => Promise<boolean>) {
    this.#attempt = attempt
  }

  start(): void {
    this.stop()
    this.#delayMs = firstDelayMs
    this.#run = new AbortController()
    const {signal} = this.#run
    addEventListener('online', this.#tryNow, {signal})
    document.addEventListener('visibilitychange', () => document.hidden || this.#tryNow(), {signal})
    this.#tryLater()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#run.abort()
  }

  #tryLater(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#tryNow, this.#delayMs * (0.5 + Math.random() / 2))
    this.#delayMs = Math.min(maxDelayMs, this.#delayMs * 2)
  }

  readonly #tryNow = () => {
    void this.#try(this.#run)
  }

  async #try(run: AbortController): Promise<void> {
    if (this.#isTrying) return
    clearTimeout(this.#timer)
    this.#isTrying = true
    const goesOn = await this.#attempt().catch(() => true)
    this.#isTrying = false
    if (this.#run.signal.aborted) return // stopped during the attempt
    if (goesOn) this.#tryLater()
    else if (run === this.#run) this.stop()
  }
}
