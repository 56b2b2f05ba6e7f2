/** Splits text at spaces and commas. */
export function splitWords(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean)
}

/** Splits tags at spaces, or at commas if the text has one: then a tag may contain spaces. */
export function splitTags(text: string): string[] {
  if (!text.includes(',')) return splitWords(text)
  return text
    .split(',')
    .map(tag => tag.trim())
    .filter(Boolean)
}
