import {LRUCache} from 'lru-cache'
import {Problem} from '../../contact/wire.ts'
import {canonical, type Digest} from './canonical.ts'

interface Entry {
  payloadDigest: string
  /** Undefined after a failure. */
  result: Promise<unknown> | undefined
}

export type IdempotencyCache = ReturnType<typeof createIdempotencyCache>

// About 3 MB. Retries come within minutes.
const maxEntries = 10_000

/**
 * Runs once per idempotency key: a duplicate gets the result of the first run, also while that is still going on. The
 * same key with another payload is refused. After a run that threw, a retry runs again; its payload must be the same.
 * The cache is in this process's memory: it guards against double clicks and retries, not against a restart.
 */
export function createIdempotencyCache(digest: Digest) {
  const entries = new LRUCache<string, Entry>({max: maxEntries})

  return {
    async runOnce<T>(key: string, payload: object, run: () => Promise<T>): Promise<T> {
      const payloadDigest = await digest(canonical(payload))
      const known = entries.get(key)
      if (known && known.payloadDigest !== payloadDigest) throw new Problem('idempotency_key_reused')
      // The caller's own T: one cache serves one kind of result.
      if (known?.result) return known.result as Promise<T>
      const result = run()
      const entry: Entry = {payloadDigest, result}
      entries.set(key, entry)
      result.catch(() => (entry.result = undefined))
      return result
    },
  }
}
