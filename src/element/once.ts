/** Calls `load` once and shares its result. After a failure the next call tries again. */
export function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined
  return () =>
    (loading ??= load().catch(error => {
      loading = undefined
      throw error
    }))
}
