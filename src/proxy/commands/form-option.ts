import type {Environment} from '../config/configuration-error.ts'
import {readFormEntries} from '../config/forms-file.ts'
import {isPath} from '../config/kinds.ts'
import {proxySettings} from '../config/settings.ts'
import {createFormNames, type FormNames} from '../outbox/form-names.ts'
import type {LeadSelection} from '../outbox/sql/operator.ts'
import type {OutboxOperator} from '../outbox/sql/outbox-operator.ts'
import {UsageError, type Io} from './command.ts'

/** The forms whose leads an outbox has. */
export interface StoredForms extends FormNames {
  paths: readonly string[]
  /** Whether there are others than the one that the environment configures. */
  areSeveral: boolean
}

export async function readStoredForms(operator: OutboxOperator, {env}: Io): Promise<StoredForms> {
  const {ids, environmentPath} = await operator.forms()
  const names = createFormNames(
    environmentPath ?? (env.SIGNUP_PATH?.trim() || proxySettings.path.text.parse(undefined)),
  )
  return {...names, paths: ids.map(names.toPath), areSeveral: ids.some(id => id !== '')}
}

/** The forms whose leads an outbox has, and those that are configured. Throws `ConfigurationError`. */
export async function readKnownForms(operator: OutboxOperator, io: Io): Promise<StoredForms> {
  const stored = await readStoredForms(operator, io)
  const configured = readConfiguredPaths(io.env) ?? [stored.toPath('')]
  return {
    ...stored,
    paths: [...new Set([...stored.paths, ...configured])].sort(),
    areSeveral: configured.length > 1 || stored.areSeveral,
  }
}

/**
 * Adds the form that `--form` names, if it is given, to a selection. Throws `UsageError` unless there is a form of this path, and
 * `ConfigurationError`.
 */
export async function selectForm(
  selection: LeadSelection,
  form: string | undefined,
  operator: OutboxOperator,
  io: Io,
): Promise<LeadSelection> {
  return form === undefined ? selection : withForm(selection, form, await readKnownForms(operator, io))
}

/** The same where the forms are known. Throws `UsageError`. */
export function withForm(
  selection: LeadSelection,
  form: string | undefined,
  {paths, toId}: StoredForms,
): LeadSelection {
  if (form === undefined) return selection
  if (!paths.includes(form)) throw new UsageError(`--form: expected one of ${paths.join(', ')}`)
  return {...selection, form: toId(form)}
}

/** Throws `UsageError` unless `--form` is a path: consent records are kept longer than all that tells which forms there were. */
export function requireFormPath(form: string): void {
  if (!isPath(form)) throw new UsageError('--form: expected a path such as /api/signup')
}

/** The URLs of the contact APIs that the forms of `FORMS_FILE` name, by path. Throws `ConfigurationError`. */
export function readFormUrls({FORMS_FILE}: Environment): ReadonlyMap<string, string> {
  if (!FORMS_FILE?.trim()) return new Map()
  return new Map(Object.entries(readFormEntries(FORMS_FILE)).flatMap(([path, {url}]) => (url ? [[path, url]] : [])))
}

/** Undefined without `FORMS_FILE`. */
function readConfiguredPaths({FORMS_FILE}: Environment): string[] | undefined {
  return FORMS_FILE?.trim() ? Object.keys(readFormEntries(FORMS_FILE)) : undefined
}
