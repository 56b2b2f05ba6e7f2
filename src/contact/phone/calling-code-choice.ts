import {toAsciiDigits} from '../digits.ts'

/** The value of the choice `+ …` among a phone's countries in a form without script: the number has its calling code. */
export const callingCodeChoice = '+'

/** Adds the plus that a visitor has left out after that choice. A number that begins with 0 has no calling code. */
export function withCallingCode(typed: string): string {
  return /^[^+\d]*[1-9]/.test(toAsciiDigits(typed)) ? `+${typed}` : typed
}
