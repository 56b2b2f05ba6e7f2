import type {CustomElementDeclaration} from 'custom-elements-manifest'

/** What the manifest describes, by its heading. */
const headings = {
  attributes: 'Attributes',
  members: 'Properties and methods',
  events: 'Events',
  slots: 'Slots',
} as const
export type TableName = keyof typeof headings

/** A section with a table of what the element's manifest says, as Markdown. */
export function renderTable(table: TableName, element: CustomElementDeclaration): string {
  const items: readonly {name: string; kind?: string; default?: string; description?: string}[] = element[table] ?? []
  const hasDefaults = items.some(item => item.default !== undefined)
  const rows = items.map(({name, kind, default: value, description = ''}) =>
    [
      `\`${name}${kind === 'method' ? '()' : ''}\``,
      ...(hasDefaults ? [value === undefined ? '–' : `\`${value}\``] : []),
      description.replaceAll('\n', ' ').replaceAll('|', '\\|'),
    ].join(' | '),
  )
  const columns = hasDefaults ? ['name', 'default', 'meaning'] : ['name', 'meaning']
  const lines = [columns.join(' | '), columns.map(() => '---').join(' | '), ...rows]
  return `\n## ${headings[table]}\n\n${lines.map(line => `| ${line} |`).join('\n')}\n`
}
