import {requireAtMostOne} from './arguments.ts'
import {UsageError} from './command.ts'
import {toCsv} from './csv.ts'

type Cell = string | boolean | undefined

/** How the rows of an export are printed. */
export interface RowFormat<Row> {
  header?: string
  write(row: Row): string
}

export const formatOptions = {format: {type: 'string'}, json: {type: 'boolean'}} as const

/**
 * Reads `--format`; `--json` is short for `--format jsonl`, the default. Throws `UsageError`.
 * @param others formats that the command reads itself, for the error
 */
export function readFormat<Row>(
  values: {format?: string; json?: boolean},
  csvColumns: Readonly<Record<string, (row: Row) => Cell>>,
  others: readonly string[] = [],
): RowFormat<Row> {
  requireAtMostOne({...values}, 'format', 'json')
  const {format = 'jsonl'} = values
  if (format === 'jsonl') return {write: row => JSON.stringify(row)}
  if (format !== 'csv') throw new UsageError(`--format: expected ${['jsonl', 'csv', ...others].join(' or ')}`)
  return {
    header: toCsv(Object.keys(csvColumns)),
    write: row => toCsv(Object.values(csvColumns).map(cellOf => cellOf(row))),
  }
}
