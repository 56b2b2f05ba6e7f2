/** Loads once; what failed is tried anew when it is next asked for. */
export function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined
  return () =>
    (loading ??= load().catch(error => {
      loading = undefined
      throw error
    }))
}
