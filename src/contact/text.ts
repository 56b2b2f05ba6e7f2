// Controls, lone surrogates, line and paragraph separators, and the bidirectional overrides and isolates that can make a
// name read as something else. ZWJ and ZWNJ stay: Persian names and emoji need them.
const forbidden = /[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/u
const forbiddenInLines = /(?![\n\r])[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u

/** Whether a single line of text is well-formed and has no invisible characters that could mislead a reader. */
export const isCleanLine = (text: string): boolean => !forbidden.test(text)

/** The same for text of several lines. */
export const isCleanText = (text: string): boolean => !forbiddenInLines.test(text)
