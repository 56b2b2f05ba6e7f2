import {setImmediate as nextTurn} from 'node:timers/promises'
import type {Outbox} from '../../src/proxy/outbox/outbox.ts'

/** An outbox, and a function that waits until none of its operations is running. */
export function watchOperations(store: Outbox) {
  let running = 0
  const watch =
    <P extends unknown[], R>(run: (...parameters: P) => Promise<R>) =>
    (...parameters: P) => {
      running += 1
      return run(...parameters).finally(() => (running -= 1))
    }
  const outbox: Outbox = {
    store: watch((...parameters: Parameters<Outbox['store']>) => store.store(...parameters)),
    find: watch(key => store.find(key)),
    claim: watch((...parameters: Parameters<Outbox['claim']>) => store.claim(...parameters)),
    settle: watch((...parameters: Parameters<Outbox['settle']>) => store.settle(...parameters)),
    counts: watch(now => store.counts(now)),
    prune: watch(now => store.prune(now)),
    close: () => store.close(),
  }
  const settle = async () => {
    do await nextTurn()
    while (running > 0)
    await nextTurn()
  }
  return {outbox, settle}
}
