/** The value of the choice `+ …` among a phone's countries in a form without script: the number has its calling code. */
export const callingCodeChoice = '+'

/** Begins with a digit but a zero, of the scripts in which the form's languages write digits. */
const callingCodePattern = /^[^+\p{Nd}]*(?![0٠۰०০๐])\p{Nd}/u

/** Adds the plus that a visitor has left out after that choice. A number that begins with 0 has no calling code. */
export function withCallingCode(typed: string): string {
  return callingCodePattern.test(typed) ? `+${typed}` : typed
}
