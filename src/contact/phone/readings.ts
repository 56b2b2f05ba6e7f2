import {toAsciiDigits} from '../digits.ts'

/**
 * The typed text in ASCII, without what is often copied with a number: invisible marks, which contact apps put around it,
 * `tel:`, and brackets around its calling code.
 */
export function toPlainText(typed: string): string {
  return toAsciiDigits(typed)
    .replace(/\p{DI}/gu, '')
    .trim()
    .replace(/^tel[.:\s]*/i, '')
    .replace(/^\(\s*(\+|00)([\d\s]*)\)/, '$1$2 ')
    .replace(/^(\d[\d\s]*)\+$/, '+$1') // copied from right-to-left text
}

/** The possible readings of a plain text, likeliest first. The parser itself handles the country's trunk and exit codes. */
export function readings(text: string): string[] {
  const trunkless = withoutTrunk(text)
  const zeros = /^\+?\s*0[\s().-]*0[\s0().-]*/
  return [
    text,
    ...(trunkless === text ? [] : [trunkless]),
    ...(zeros.test(text) ? [text.replace(zeros, '+')] : []),
    ...(/^\+\s*0/.test(text) ? [text.slice(1), text.replace(/^\+[\s0]+/, '+')] : []),
  ]
}

/** Without the prefixes before mobile numbers that Mexico dropped in 2019, and address books still have. */
export const withoutOldPrefix = (text: string, country: string | undefined): string =>
  country === 'MX' ? text.replace(/^04[45](?=(?:\D*\d){10}\D*$)/, '') : text

/** Without the trunk zero in brackets that people write after a calling code. */
export const withoutTrunk = (text: string): string => text.replace(/\(\s*0\s*\)/, '')

/** The number (E.164) that replaced one from before a country's last renumbering, which address books still have. */
export function renumbered(number: string): string {
  return number
    .replace(/^\+521(?=\d{10}$)/, '+52') // Mexico dropped the 1 before mobile numbers in 2020.
    .replace(/^\+229(?=\d{8}$)/, '+22901') // Benin put 01 before all numbers in 2024.
}
