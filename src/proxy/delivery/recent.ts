/**
 * Remembers at least the latest `max` of what it is given, and twice as many at the most. Two generations take turns: a
 * Map that forgets its oldest entry each time has to look for it among the holes of those forgotten before.
 */
export class Recent<T> {
  readonly #max: number
  #young = new Map<string, T>()
  #old = new Map<string, T>()

  constructor(max: number) {
    this.#max = max
  }

  get(key: string): T | undefined {
    return this.#young.get(key) ?? this.#old.get(key)
  }

  set(key: string, value: T): void {
    if (this.#young.size >= this.#max) [this.#young, this.#old] = [new Map(), this.#young]
    this.#young.set(key, value)
  }

  delete(key: string): void {
    this.#young.delete(key)
    this.#old.delete(key)
  }
}
