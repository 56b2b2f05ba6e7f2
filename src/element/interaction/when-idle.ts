/** Runs what nobody waits for between other things, two hundred milliseconds from now at the latest. */
export function idly(run: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(run, {timeout: 200})
  else setTimeout(run, 20) // Safari cannot tell when it is idle
}
