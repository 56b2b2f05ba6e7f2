import {defer, type Deferred} from '../deferred.ts'

/** What a browser's requests for scripts meet, by their paths. */
export class ScriptFaults {
  /** Paths of the requests that met a fault. */
  readonly #requested: string[] = []
  #pattern: RegExp | undefined
  #times = 0
  #held: Deferred<void> | undefined

  /** Responds with 404 to requests for matching paths, so many times. Ends earlier faults, and the record of requests. */
  lose(pattern: string, times: number): void {
    this.#held?.resolve()
    this.#held = undefined
    this.#requested.length = 0
    this.#pattern = pattern ? new RegExp(pattern) : undefined
    this.#times = times
  }

  /** Delays requests for matching paths until the next call of `lose`. */
  hold(pattern: string): void {
    this.lose(pattern, 0)
    this.#held = defer()
  }

  get requested(): readonly string[] {
    return this.#requested
  }

  /** Resolves to whether a request is to be answered with 404. */
  async meet(path: string): Promise<boolean> {
    if (!this.#pattern?.test(path)) return false
    this.#requested.push(path)
    if (this.#held) {
      await this.#held.promise
      return false
    }
    this.#times -= 1
    return this.#times >= 0
  }
}
