/** A promise that a test settles: `Promise.withResolvers`, which ES2023 lacks. */
export interface Deferred<T> {
  promise: Promise<T>
  resolve(value: T | PromiseLike<T>): void
  reject(reason: unknown): void
}

export function defer<T>(): Deferred<T> {
  let resolve!: Deferred<T>['resolve']
  let reject!: Deferred<T>['reject']
  const promise = new Promise<T>((...settle) => ([resolve, reject] = settle))
  return {promise, resolve, reject}
}
