/**
 * Where the visitor is at home, if two signs agree: the first of their languages whose region has their time zone.
 * Language alone is wrong for the many who read English elsewhere, the time zone alone for those who travel, and a wrong
 * country turns a national number into another person's. A language alone says nothing behind one with a region, as browsers
 * list them: `de-CH, de`. ISO 3166-1 alpha-2, or empty.
 * @param languages BCP 47 tags, as a browser lists them
 * @param timeZone IANA name, as the browser gives it
 */
export function guessCountry(languages: readonly string[], timeZone: string): string {
  const telling = languages.filter(
    (tag, index) => !languages.slice(0, index).some(other => other.startsWith(`${tag}-`)),
  )
  return telling.map(likelyRegion).find(region => region && timeZonesOf(region)?.includes(timeZone)) ?? ''
}

/** The region that a language tag names, or where most of its speakers live. A browser's list may hold invalid tags. */
export function likelyRegion(language: string): string {
  try {
    return new Intl.Locale(/^[\w-]*/.exec(language)![0]).maximize().region ?? ''
  } catch {
    return ''
  }
}

/** Undefined in a browser that does not say. */
function timeZonesOf(region: string): readonly string[] | undefined {
  const locale: Intl.Locale & {getTimeZones?(): string[]; timeZones?: string[]} = new Intl.Locale('und', {region})
  return locale.getTimeZones?.() ?? locale.timeZones // the latter in Chrome up to 129
}

/** IANA name of the visitor's time zone. Where `Temporal` is there, it takes a slow phone a millisecond, not fifty. */
export function visitorTimeZone(): string {
  const {Temporal} = globalThis as {Temporal?: {Now: {timeZoneId(): string}}}
  return Temporal?.Now.timeZoneId() ?? new Intl.DateTimeFormat().resolvedOptions().timeZone
}
