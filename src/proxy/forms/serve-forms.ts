import {ConfigurationError} from '../config/configuration-error.ts'
import type {ReadForms} from '../config/read-configuration.ts'
import type {StoredOutbox} from '../outbox/stored-outbox.ts'
import {AbsentForms} from './absent-forms.ts'
import {AccountChanges} from './account-changes.ts'
import {followFiles} from './follow-files.ts'
import {FormSet, type FormSetContext} from './form-set.ts'
import type {Served} from './served.ts'

export interface ServeFormsContext extends FormSetContext {
  readForms(): ReadForms
  /** Called with the paths of the forms whenever others are served. */
  onForms(paths: readonly string[]): void
  store?: StoredOutbox
}

/** Serves the forms of the file, and others when it changes. Throws `ConfigurationError`. */
export function serveForms(context: ServeFormsContext): Served {
  const {readForms, log, names, store} = context
  const forms = new FormSet(context)
  const ids = () => forms.paths.map(names.toId)
  let reloading = Promise.resolve()
  const stopFollowing = followFiles(readForms().files, () => {
    const read = readForms()
    reloading = reloading.then(() => reload(read))
    return read.files
  })
  const accounts = new AccountChanges(store, names)
  const first = readForms()
  const replaced = replaceForms(forms, first)
  if ('reason' in replaced) {
    stopFollowing()
    throw new ConfigurationError([replaced.reason])
  }
  const absent = store && new AbsentForms({store, servedIds: ids, toPath: names.toPath, log})
  const onServed = (read: ReadForms) => {
    accounts.remember(read.forms)
    context.onForms(forms.paths)
    absent?.check()
  }
  onServed(first)
  const reload = createReload({forms, accounts, onServed, log})
  return {
    path: forms.paths[0]!, // there is at least one
    handleRequest: forms.handleRequest,
    ids,
    attempts: () => forms.attempts,
    async close() {
      stopFollowing()
      await reloading // forms that are opened now would not be closed
      await forms.close()
    },
    async release() {
      stopFollowing()
      await absent?.close()
      await forms.disconnect()
    },
  }
}

interface ReloadContext extends Pick<FormSetContext, 'log'> {
  forms: FormSet
  accounts: AccountChanges
  /** Called when these forms are served. */
  onServed(read: ReadForms): void
}

/** Serves what was read in place of the forms before, or logs once why not. */
function createReload({forms, accounts, onServed, log}: ReloadContext): (read: ReadForms) => Promise<void> {
  let refused = ''
  return async read => {
    const lines = read.lines.length > 0 ? read.lines : await accounts.check(read.forms)
    const replaced = replaceForms(forms, {...read, lines})
    if ('reason' in replaced) {
      const {reason} = replaced
      if (reason !== refused) log({level: 'error', event: 'forms_file_invalid', reason})
      refused = reason
      return
    }
    if (replaced.hasChanged || refused !== '') log({level: 'info', event: 'forms_changed', forms: forms.paths.length})
    refused = ''
    onServed(read)
  }
}

/** Returns whether a form has changed, or why these forms cannot be served; those before are then still served. */
function replaceForms(
  forms: FormSet,
  {forms: configurations, lines}: ReadForms,
): {hasChanged: boolean} | {reason: string} {
  if (lines.length > 0) return {reason: lines.join('; ')}
  try {
    return {hasChanged: forms.replace(configurations)}
  } catch (error) {
    return {reason: `FORMS_FILE: ${(error as Error).message.replaceAll('\n', '; ')}`} // of the options
  }
}
