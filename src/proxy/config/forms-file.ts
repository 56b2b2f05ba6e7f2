import {dirname, resolve} from 'node:path'
import {ConfigurationError} from './configuration-error.ts'
import type {FormEntry} from './form-schema.ts'
import {toFormEntries, toForms, type FormConfiguration, type FormsContext} from './forms.ts'
import {findRepeatedKey} from './repeated-key.ts'
import {tryToRead} from './secret-file.ts'

/** What `FORMS_FILE` holds. */
export interface FormsFile {
  forms: FormConfiguration[]
  /** One for each error. A file with an error is refused whole. */
  lines: string[]
  /** The file, and those of the secrets: what must be read again when it changes. */
  files: string[]
}

/** Reads the file and the secrets that it names. Throws nothing. */
export function readFormsFile(file: string, context: Omit<FormsContext, 'readSecret'>): FormsFile {
  const files = [file]
  const readSecret = (name: string) => {
    const path = resolve(dirname(file), name)
    files.push(path)
    return tryToRead(path)
  }
  const parsed = parse(tryToRead(file))
  const {forms, lines} =
    'line' in parsed ? {forms: [], lines: [parsed.line]} : toForms(parsed.value, {...context, readSecret})
  return {forms: lines.length > 0 ? [] : forms, lines: lines.map(toFileLine), files}
}

/** Reads what the file says about each form, without any secret. Throws `ConfigurationError`. */
export function readFormEntries(file: string): Record<string, FormEntry> {
  const parsed = parse(tryToRead(file))
  const {entries, lines} = 'line' in parsed ? {entries: {}, lines: [parsed.line]} : toFormEntries(parsed.value)
  if (lines.length > 0) throw new ConfigurationError(lines.map(toFileLine))
  return entries
}

const toFileLine = (line: string): string => `FORMS_FILE: ${line}`

function parse(text: string | undefined): {value: unknown} | {line: string} {
  if (text === undefined) return {line: 'expected a readable JSON file'}
  try {
    const value: unknown = JSON.parse(text)
    const repeated = findRepeatedKey(text)
    return repeated ? {line: `${repeated.join(': ')}: given twice, expected once`} : {value}
  } catch (error) {
    const [place] = /position \d+(?: \(line \d+ column \d+\))?/.exec(String(error)) ?? [] // the rest may quote the file
    return {line: `expected JSON${place ? `, it is malformed at ${place}` : ', it is malformed'}`}
  }
}
