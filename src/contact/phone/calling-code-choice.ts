/** The value of the choice `+ …` among a phone's countries in a form without script: the number has its calling code. */
export const callingCodeChoice = '+'

/** Matches a number without a plus whose first digit is not zero, in the digits of the form's languages. */
const callingCodePattern = /^[^+\p{Nd}]*(?![0٠۰०০๐])\p{Nd}/u

/** Adds the plus that a visitor has left out after that choice. A number that begins with 0 has no calling code. */
export function withCallingCode(typed: string): string {
  return callingCodePattern.test(typed) ? `+${typed}` : typed
}
