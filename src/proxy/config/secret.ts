/** A secret that prints redacted wherever it is logged, serialised or interpolated; only `reveal` gives it out. */
export class Secret {
  #value: string

  constructor(value: string) {
    this.#value = value
  }

  reveal(): string {
    return this.#value
  }

  /** Takes another one in its place, for every call from now on. */
  replace(value: string): void {
    this.#value = value
  }

  toString(): string {
    return '[redacted]'
  }

  toJSON(): string {
    return '[redacted]'
  }

  /** What Node's console shows. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[redacted]'
  }
}
