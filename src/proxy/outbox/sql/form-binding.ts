import {deleteMeta, readMeta, writeMeta} from './schema.ts'
import {rows, type Steps} from './steps.ts'

/** The path of the form that the environment configures, whose leads have an empty `form`. */
const pathName = 'environment_form'
/** Present while the forms are those of a file: the path then names one of them. */
const fileName = 'forms_file'

/** What a proxy that starts says about the form that the environment configures. */
export interface EnvironmentForm {
  /** As configured; undefined for the path that the store has, or else the default. */
  path?: string
  defaultPath: string
  /** Whether the forms are those of a file. */
  isFile: boolean
}

/**
 * Records to which path leads with an empty `form` belong. Forms in a file have accounts of their own, so while such leads
 * wait the path may not become that of another form. Returns the path, and whether it conflicts with the one asked for.
 */
export function* bindForm({path, defaultPath, isFile}: EnvironmentForm): Steps<{path: string; conflicts: boolean}> {
  yield {lock: 'forms'}
  const known = yield* readMeta(pathName)
  const wanted = path ?? (isFile ? known : undefined) ?? defaultPath
  const concernsFile = isFile || (yield* readMeta(fileName)) !== undefined
  if (known !== undefined && known !== wanted && concernsFile && (yield* hasWaiting()))
    return {path: known, conflicts: true}
  if (known !== wanted) yield* writeMeta(pathName, wanted)
  if (isFile) yield* writeMeta(fileName, 'yes')
  else yield* deleteMeta(fileName)
  return {path: wanted, conflicts: false}
}

/** Reads the path to which leads with an empty `form` belong; undefined before a proxy of this version has started. */
export function readEnvironmentForm(): Steps<string | undefined> {
  return readMeta(pathName)
}

function* hasWaiting(): Steps<boolean> {
  for (const state of ['pending', 'sending', 'dead', 'quarantined', 'refused']) {
    const found = yield* rows(
      `SELECT n FROM signup_lead WHERE state = ?1 AND state <> 'delivered' AND form = '' LIMIT 1`,
      state,
    )
    if (found.length > 0) return true
  }
  return false
}

/** Reads the entries of the binding as they are stored, for a copy of the outbox. */
export function* readBindingEntries(): Steps<[name: string, value: string][]> {
  const found: [string, string][] = []
  for (const name of [pathName, fileName]) {
    const value = yield* readMeta(name)
    if (value !== undefined) found.push([name, value])
  }
  return found
}
