/** Writes the decimal digits of every script as ASCII: `٠٦` and `०६` as `06`; and other characters in their plain form (NFKC). */
export function toAsciiDigits(text: string): string {
  return text.normalize('NFKC').replace(/(?!\d)\p{Nd}/gu, digit => {
    // Unicode encodes the digits of a script in order, so the value is the distance to the first of them.
    const code = digit.codePointAt(0)!
    let value = 0
    while (/\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1
    return String(value % 10) // some scripts have two sets, one after the other
  })
}
