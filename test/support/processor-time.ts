/**
 * Milliseconds of processor time that the fastest of three runs takes: a busy machine makes a run longer, but does not make this
 * process compute more.
 */
export function fastest(run: () => unknown): number {
  return Math.min(
    ...[1, 2, 3].map(() => {
      const start = process.cpuUsage()
      run()
      const {user, system} = process.cpuUsage(start)
      return (user + system) / 1000
    }),
  )
}
