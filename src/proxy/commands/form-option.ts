import {readFileSync} from 'node:fs'
import type {Environment} from '../config/configuration-error.ts'
import {proxySettings} from '../config/settings.ts'
import {createFormNames, type FormNames} from '../outbox/form-names.ts'
import type {LeadSelection} from '../outbox/sql/operator.ts'
import type {OutboxOperator} from '../outbox/sql/outbox-operator.ts'
import {UsageError, type Io} from './command.ts'

/** The forms whose leads an outbox has, and those of `FORMS_FILE`. */
export interface KnownForms extends FormNames {
  paths: readonly string[]
  /** Whether there are others than the one that the environment configures. */
  areSeveral: boolean
}

export async function readKnownForms(operator: OutboxOperator, {env}: Io): Promise<KnownForms> {
  const {ids, environmentPath} = await operator.forms()
  const ownPath = environmentPath ?? (env.SIGNUP_PATH?.trim() || proxySettings.path.text.parse(undefined))
  const names = createFormNames(ownPath)
  const named = readPaths(env.FORMS_FILE)
  return {
    paths: [...new Set([...ids.map(names.toPath), ...(named.length > 0 ? named : [ownPath])])].sort(),
    areSeveral: named.length > 1 || ids.some(id => id !== ''),
    ...names,
  }
}

/** Adds the form that `--form` names to a selection. Throws `UsageError`. */
export function withForm(selection: LeadSelection, form: string | undefined, forms: KnownForms): LeadSelection {
  if (form === undefined) return selection
  requireForm(form, forms)
  return {...selection, form: forms.toId(form)}
}

/** Throws `UsageError` unless there is a form of this path. */
export function requireForm(form: string, {paths}: KnownForms): void {
  if (!paths.includes(form)) throw new UsageError(`--form: expected any of ${paths.join(', ')}`)
}

/** The URLs of the contact APIs that the forms of `FORMS_FILE` name, by path. */
export function readFormUrls({FORMS_FILE}: Environment): ReadonlyMap<string, string> {
  const named = Object.entries(readForms(FORMS_FILE)).map(([path, form]) => [
    path,
    (form as {url?: unknown} | null)?.url,
  ])
  return new Map(named.filter((form): form is [string, string] => typeof form[1] === 'string' && URL.canParse(form[1])))
}

const readPaths = (file: string | undefined) => Object.keys(readForms(file)).filter(path => path.startsWith('/'))

/** The file, as it is; nothing if it cannot be read: the operator may not be the user of the proxy. */
function readForms(file: string | undefined): object {
  try {
    return (JSON.parse(readFileSync(file ?? '', 'utf8')) as object | null) ?? {}
  } catch {
    return {}
  }
}
