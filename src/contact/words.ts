/** Splits text at spaces. */
export function splitSpaces(text: string): string[] {
  return text.split(/\s+/).filter(Boolean)
}

/** Splits tags at spaces, or at commas if the text has one: then a tag may contain spaces. */
export function splitTags(text: string): string[] {
  if (!text.includes(',')) return splitSpaces(text)
  return text
    .split(',')
    .map(tag => tag.trim())
    .filter(Boolean)
}
