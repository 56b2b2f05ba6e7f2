/**
 * Formats one line of CSV (RFC 4180) with every cell quoted. Cells contain text that visitors typed, so a cell that a
 * spreadsheet could read as a formula gets a leading apostrophe (https://owasp.org/www-community/attacks/CSV_Injection).
 */
export function toCsv(cells: readonly (string | boolean | undefined)[]): string {
  return cells.map(cell => `"${escapeFormula(String(cell ?? '')).replaceAll('"', '""')}"`).join(',')
}

function escapeFormula(text: string): string {
  return /^[\s\0]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text
}
