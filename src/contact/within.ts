/** How long validation waits for a numbering plan. After that it goes on without one: the proxy validates again. */
export const planTimeoutMs = 4000

/** Resolves like `promise`, or with undefined if it rejects or takes longer than `timeoutMs`. */
export async function within<T>(timeoutMs: number, promise: Promise<T>): Promise<T | undefined> {
  let stop = () => {}
  const late = new Promise<undefined>(resolve => {
    const timer = setTimeout(resolve, timeoutMs)
    stop = () => clearTimeout(timer)
  })
  return Promise.race([promise.catch(() => undefined), late]).finally(stop)
}
