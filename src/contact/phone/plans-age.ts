/** When the version of libphonenumber-js that package.json names was released (npm view libphonenumber-js time). */
export const plansReleasedAt = Date.UTC(2026, 10, 10)

const maxAgeMs = 365 * 24 * 3_600_000

/** Whether the numbering plans are too old to refuse a number for its length: a few countries change theirs each year. */
export const areOutdated = (): boolean => Date.now() - plansReleasedAt > maxAgeMs
