/**
 * One line of CSV (RFC 4180), every cell quoted. A cell that a spreadsheet could take for a formula gets an apostrophe
 * in front (https://owasp.org/www-community/attacks/CSV_Injection): what is in it, strangers have typed.
 */
export function toCsv(cells: readonly (string | boolean | undefined)[]): string {
  return cells.map(cell => `"${disarm(String(cell ?? '')).replaceAll('"', '""')}"`).join(',')
}

function disarm(text: string): string {
  return /^[\s\0]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text
}
