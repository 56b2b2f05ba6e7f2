import {within} from '../../contact/within.ts'

/** Counting may take one hundredth of the time: a backlog of a million leads takes seconds to count. */
const minPauseFactor = 100
const minPauseMs = 1_000
/** A request waits so long for a new count, and then gets the last one. */
const maxWaitMs = 200

/** Returns the last counts, and counts again as often as that costs at most a hundredth of the time. Undefined if that failed. */
export function cacheCounts<Counts>(count: () => Promise<Counts>): () => Promise<Counts | undefined> {
  let last: Counts | undefined
  let running: Promise<void> | undefined
  let nextAt = 0

  async function update(): Promise<void> {
    const startedAt = performance.now()
    last = await count().catch(() => undefined)
    const endedAt = performance.now()
    nextAt = endedAt + Math.max(minPauseMs, minPauseFactor * (endedAt - startedAt))
    running = undefined
  }

  return async () => {
    if (!running && performance.now() >= nextAt) running = update()
    if (running && last) await within(maxWaitMs, running)
    else await running
    return last
  }
}
