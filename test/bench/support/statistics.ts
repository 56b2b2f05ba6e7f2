/** The value below which a share of the sorted values lies, interpolated. Ignores NaN; NaN if nothing is left. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b)
  const position = (sorted.length - 1) * share
  const [low, high] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]]
  return low === undefined || high === undefined ? NaN : low + (high - low) * (position % 1)
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)
export const minimum = (values: readonly number[]): number => quantile(values, 0)

/** Moves the first entries to the end: each round begins with another entry, so that order favours none. */
export function rotate<T>(list: readonly T[], turns: number): T[] {
  const start = turns % list.length
  return [...list.slice(start), ...list.slice(0, start)]
}
