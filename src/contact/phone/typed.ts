/** Checks of a typed number that need no numbering plan. */

/** Whether a number has no calling code, but enough digits to be one. */
export function isLocal(typed: string): boolean {
  return !/^\P{Nd}*(?:[+\uff0b]|00)/u.test(typed) && couldBePhone(typed)
}

/** Whether it can be a number of some plan: no letters but `tel`, at most the digits of E.164 and of a trunk or exit code. */
export function couldBePhone(typed: string): boolean {
  const {length} = typed.match(/\p{Nd}/gu) ?? []
  return !/\p{L}/u.test(typed.replace(/^[^\p{L}\p{Nd}]*tel/iu, '')) && length > 3 && length < 19
}
