import {toPlainText} from './readings.ts'
import {couldBePhone} from './typed.ts'

/** What is wrong with an invalid number beside its digits. */
export type PhoneFault = 'characters' | 'extension'

/**
 * Finds why text is no phone number: it has an extension, or other characters, or is more than one number. Undefined if
 * only its digits are wrong.
 */
export function findFault(typed: string): PhoneFault | undefined {
  if (typed.length > 60) return 'characters'
  const text = toPlainText(typed)
  if (extension.test(text)) return 'extension'
  return couldBePhone(text) || /^[\d\s+().-]{0,18}$/.test(text) ? undefined : 'characters'
}

// Six digits or more, a mark or an abbreviation in any language, and up to six digits: x12, ext. 12, #12, доб. 12, ;ext=12
const extension = /^(?:[^\p{L}\d]*\d){6,}[^\p{L}\d]*[\p{L}#,;][\p{L}=.:\s]*\d{1,6}$/u
