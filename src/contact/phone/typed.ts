/** What can be said of a typed number without any numbering plan. */

/** Whether it says nothing of its country: digits enough for a number, and no calling code before them. */
export function isLocal(typed: string): boolean {
  return !/^\s*(?:[+\uff0b]|00)/.test(typed) && couldBePhone(typed)
}

/** Whether it could be a number of some plan: no letters, and as many digits as E.164 allows, with a trunk or exit code before them. */
export function couldBePhone(typed: string): boolean {
  const {length} = typed.match(/\p{Nd}/gu) ?? []
  return !/\p{L}/u.test(typed) && length > 3 && length < 19
}
