/** The API's two-letter upper-case language of a BCP 47 tag: es-MX gives ES. Undefined where there is none. */
export function toLanguage(tag: string): string | undefined {
  return /^([a-z]{2})(?:[-_][a-z0-9-]{1,32})?$/i.exec(tag)?.[1]?.toUpperCase()
}
