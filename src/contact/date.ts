const plainDate = /^(\d{4})-(\d{2})-(\d{2})$/
/** The earliest date that is accepted, and the `min` of the form's control. */
const earliestDate = '1900-01-01'

/**
 * Validates a calendar date written as YYYY-MM-DD. It has no time zone, which would move some birthdays by a day.
 * Undefined for a day that does not exist, is before 1900, or is today or later everywhere on Earth.
 */
export function toPlainDate(typed: string, now: Date): string | undefined {
  const match = plainDate.exec(typed)
  if (!match) return undefined
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const date = new Date(Date.UTC(year, month - 1, day))
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return exists && typed >= earliestDate && typed < latestToday(now) ? typed : undefined
}

/** Today in the zone that is furthest ahead, UTC+14. */
function latestToday(now: Date): string {
  return new Date(now.getTime() + 14 * 3600_000).toISOString().slice(0, 10)
}
