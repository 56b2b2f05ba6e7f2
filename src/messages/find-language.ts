import {languages} from './load-messages.ts'

/**
 * The language of `languages` that fits a BCP 47 tag best: the tag itself, else the tag without its last subtag, and so on;
 * empty if none fits, as for English.
 */
export function findLanguage(tag: string): string {
  let part = tag.toLowerCase().replace(/_/g, '-') // as some content management systems write it
  while (part && !languages.includes(part)) part = part.replace(/-?[^-]*$/, '')
  return part
}

/** Whether a tag is that of another language than English. */
export const isForeign = (tag: string): boolean => !/^en\b/i.test(tag)
