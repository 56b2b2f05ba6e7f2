import {Problem} from '../../contact/wire.ts'
import {canonical} from './canonical.ts'
import type {Digest} from '../intake/limits/limits.ts'
import {Recent} from './recent.ts'

interface Entry {
  digest: string
  /** None after a failure. */
  result: Promise<unknown> | undefined
}

// About 3 MB. A retry comes within minutes.
const maxEntries = 10_000

/**
 * One key, one run: whoever brings a key again gets the first run's result, also while it is still going on.
 * The same key with another payload is refused. The outcome of a run that threw is forgotten, so that its retry is a
 * real one; its payload is not.
 * It lives in this process's memory: it guards against double clicks and retries, not against a restart.
 */
export function createLedger(digestOf: Digest) {
  const entries = new Recent<Entry>(maxEntries)

  return {
    async once<T>(key: string, payload: unknown, run: () => Promise<T>): Promise<T> {
      const digest = await digestOf(canonical(payload))
      const known = entries.get(key)
      if (known && known.digest !== digest) throw new Problem('idempotency_key_reused')
      // The caller's own T: one ledger serves one kind of result.
      if (known?.result) return known.result as Promise<T>
      const result = run()
      const entry: Entry = {digest, result}
      entries.set(key, entry)
      result.catch(() => (entry.result = undefined))
      return result
    },
  }
}
