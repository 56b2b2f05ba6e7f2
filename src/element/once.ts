/** Each lets a load that failed be tried again. */
const failures = new Set<() => void>()

/**
 * Calls `load` once and shares its result; its failure too, until failures are forgotten: else a script that is missing
 * would be requested at every key.
 */
export function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined
  return () =>
    (loading ??= load().catch(error => {
      failures.add(() => (loading = undefined))
      addEventListener('online', forgetFailures)
      throw error
    }))
}

/** What has failed to load is tried again on its next call: after a submit, and after the browser has come back online. */
export function forgetFailures(): void {
  for (const forget of failures) forget()
  failures.clear()
}
