/** Formats rows as aligned text: the first column to the left, the others to the right. */
export function toTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_cell, column) => Math.max(...rows.map(row => row[column]!.length)))
  const toLine = (row: readonly string[]) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ')
  const [head, ...body] = rows.map(toLine)
  return [head, '-'.repeat(head!.length), ...body].join('\n')
}
