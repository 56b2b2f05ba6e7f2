// Controls, lone surrogates, line and paragraph separators, and the bidirectional overrides and isolates that can make a
// name read as something else. ZWJ and ZWNJ stay: Persian names and emoji need them.
const forbidden = /[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/u
const forbiddenInLines = /(?![\n\r])[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u

/** Whether a single line of text is well-formed and has no invisible characters that could mislead a reader. */
export const isCleanLine = (text: string): boolean => !forbidden.test(text)

/** The same for text of several lines. */
export const isCleanText = (text: string): boolean => !forbiddenInLines.test(text)

/** Without bidirectional overrides and isolates, which templates put around names and links, and a reader does not see. */
export const withoutDirections = (text: string): string => text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '')

export const isAscii = (text: string): boolean => /^[\u0000-\u007f]*$/.test(text)

const marks = /[\s\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/

/**
 * Without the spaces and marks that are copied along with a text: of direction, and of no width. ZWJ and ZWNJ stay, which
 * a name in an Indian script can end with. A regular expression for the end would take too long for a long run of marks.
 */
export function trim(text: string): string {
  let [start, end] = [0, text.length]
  while (start < end && marks.test(text[start]!)) start += 1
  while (start < end && marks.test(text[end - 1]!)) end -= 1
  return text.slice(start, end)
}
