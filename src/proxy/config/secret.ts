/** A secret that is printed as `[redacted]` when it is logged, serialised or interpolated; only `reveal` returns it. */
export class Secret {
  #value: string

  constructor(value: string) {
    this.#value = value
  }

  reveal(): string {
    return this.#value
  }

  /** Replaces the value for all later calls. */
  replace(value: string): void {
    this.#value = value
  }

  toString(): string {
    return '[redacted]'
  }

  toJSON(): string {
    return '[redacted]'
  }

  /** The output of Node's console. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[redacted]'
  }
}
