/**
 * Keeps at least the latest `max` entries and at most twice as many, in two generations: deleting the oldest entry of a
 * single Map on each insertion is slow, because V8 skips the deleted ones again each time.
 */
export class Recent<T> {
  readonly #max: number
  #current = new Map<string, T>()
  #previous = new Map<string, T>()

  constructor(max: number) {
    this.#max = max
  }

  get(key: string): T | undefined {
    return this.#current.get(key) ?? this.#previous.get(key)
  }

  set(key: string, value: T): void {
    if (this.#current.size >= this.#max) [this.#current, this.#previous] = [new Map(), this.#current]
    this.#current.set(key, value)
  }

  delete(key: string): void {
    this.#current.delete(key)
    this.#previous.delete(key)
  }
}
