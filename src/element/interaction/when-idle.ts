const idleTimeoutMs = 200
/** Safari has no `requestIdleCallback`. */
const fallbackDelayMs = 20

/** Runs what is not urgent when the main thread is idle, or after the timeout. */
export function whenIdle(run: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(run, {timeout: idleTimeoutMs})
  else setTimeout(run, fallbackDelayMs)
}
