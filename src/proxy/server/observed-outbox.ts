import type {Outbox} from '../outbox/outbox.ts'

/** Receives the results of the store's writes. */
export interface WriteObserver {
  /** A lead or an outcome is on disk. */
  onWritten(operation: 'store' | 'settle', seconds: number): void
  /** A write was refused or failed. */
  onFailed?(): void
}

/** An outbox that reports its writes to observers. */
export function observeOutbox<Observed extends Outbox>(
  outbox: Observed,
  observers: readonly WriteObserver[],
): Observed {
  const onFailed = (error: unknown): never => {
    for (const observer of observers) observer.onFailed?.()
    throw error
  }
  /** @param isWrite whether this result means that something was written */
  const observe = async <T>(operation: 'store' | 'settle', result: Promise<T>, isWrite: (value: T) => boolean) => {
    const startedAt = performance.now()
    const value = await result.catch(onFailed)
    const seconds = (performance.now() - startedAt) / 1000
    if (isWrite(value)) for (const observer of observers) observer.onWritten(operation, seconds)
    return value
  }
  const observed: Partial<Outbox> = {
    store: (...args) => observe('store', outbox.store(...args), ({kind}) => kind === 'new'),
    settle: (...args) => observe('settle', outbox.settle(...args), () => true),
    claim: (...args) => outbox.claim(...args).catch(onFailed),
    prune: (...args) => outbox.prune(...args).catch(onFailed),
  }
  return new Proxy(outbox, {
    get(target, name) {
      const method: unknown = target[name as keyof Observed]
      return observed[name as keyof Outbox] ?? (typeof method === 'function' ? method.bind(target) : method)
    },
  })
}
