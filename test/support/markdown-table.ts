/** The cells of the table of a page whose first heading is given, row by row. */
export function tableUnder(heading: string, page: string): string[][] {
  const [, ...rows] = page.split(`| ${heading} |`)[1]!.split('\n\n')[0]!.split('\n').slice(1)
  return rows.map(row =>
    row
      .split('|')
      .slice(1, -1)
      .map(cell => cell.trim()),
  )
}
