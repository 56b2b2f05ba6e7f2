/** Converts a BCP 47 tag to the API's two-letter upper-case language: es-MX to ES. Undefined if it has none. */
export function toLanguage(tag: string): string | undefined {
  return /^([a-z]{2})(?:[-_][a-z0-9-]{1,32})?$/i.exec(tag)?.[1]?.toUpperCase()
}
