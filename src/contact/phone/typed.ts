/** Checks of a typed number that need no numbering plan. */

/** Whether a number has no calling code, but enough digits to be one. */
export function isLocal(typed: string): boolean {
  return !/^\s*(?:[+\uff0b]|00)/.test(typed) && couldBePhone(typed)
}

/** Whether it can be a number of some plan: no letters, at most the digits of E.164 and of a trunk or exit code. */
export function couldBePhone(typed: string): boolean {
  const {length} = typed.match(/\p{Nd}/gu) ?? []
  return !/\p{L}/u.test(typed) && length > 3 && length < 19
}
