/** The value below which a share of the sorted values lies, between two of them where it must. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b)
  const place = (sorted.length - 1) * share
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]]
  return low === undefined || high === undefined ? NaN : low + (high - low) * (place % 1)
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** The list begun at another place each time, so that nobody always goes first. */
export function rotate<T>(list: readonly T[], turns: number): T[] {
  const start = turns % list.length
  return [...list.slice(start), ...list.slice(0, start)]
}
