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

/** To which path leads with an empty `form` belong. */
export interface Binding {
  path: string
  /**
   * Why the form cannot have that path.
   * - `environment`: its own leads wait, and belong to this path, which is not the one asked for.
   * - `form`: leads of a form of a file wait, which had this path.
   */
  conflict?: 'environment' | 'form'
}

/**
 * Records to which path leads with an empty `form` belong, unless that conflicts with leads that wait. Forms in a file have
 * accounts of their own: no lead may become that of another form. Leads of a form of the file keep its path: their digests and
 * the keys of retries contain it.
 */
export function* bindForm(form: EnvironmentForm): Steps<Binding> {
  yield {lock: 'forms'}
  const binding = yield* readBinding(form)
  if (binding.conflict) return binding
  yield* writeMeta(pathName, binding.path)
  if (form.isFile) yield* writeMeta(fileName, 'yes')
  else yield* deleteMeta(fileName)
  return binding
}

/** Reads what `bindForm` would record. */
export function* readBinding({path, defaultPath, isFile}: EnvironmentForm): Steps<Binding> {
  const known = yield* readMeta(pathName)
  const wanted = path ?? (isFile ? known : undefined) ?? defaultPath
  const concernsFile = isFile || (yield* readMeta(fileName)) !== undefined
  if (known !== undefined && known !== wanted && concernsFile && (yield* hasWaiting('')))
    return {path: known, conflict: 'environment'}
  return (yield* hasWaiting(wanted)) ? {path: wanted, conflict: 'form'} : {path: wanted}
}

/** Reads the path to which leads with an empty `form` belong; undefined before a proxy of this version has started. */
export function readEnvironmentForm(): Steps<string | undefined> {
  return readMeta(pathName)
}

function* hasWaiting(form: string): Steps<boolean> {
  for (const state of ['pending', 'sending', 'dead', 'quarantined', 'refused']) {
    const found = yield* rows(
      `SELECT n FROM signup_lead WHERE state = ?1 AND state <> 'delivered' AND form = ?2 LIMIT 1`,
      state,
      form,
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
