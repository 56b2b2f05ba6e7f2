import {ConfigurationError} from '../config/configuration-error.ts'
import type {ReadForms} from '../config/read-configuration.ts'
import type {StoredOutbox} from '../outbox/stored-outbox.ts'
import {AbsentForms} from './absent-forms.ts'
import {followFiles} from './follow-files.ts'
import {FormSet, type FormSetContext} from './form-set.ts'
import type {Served} from './served.ts'

export interface ServeFormsContext extends FormSetContext {
  readForms(): ReadForms
  /** Called with the paths of the forms whenever others come into force. */
  onForms(paths: readonly string[]): void
  store?: StoredOutbox
}

/** Serves the forms of the file, and puts others in force when it changes. Throws `ConfigurationError`. */
export function serveForms(context: ServeFormsContext): Served {
  const {readForms, onForms, log, names, store} = context
  const forms = new FormSet(context)
  const ids = () => forms.paths.map(names.toId)
  const absent = store && new AbsentForms({store, servedIds: ids, toPath: names.toPath, log})
  let refused = ''

  const stopFollowing = followFiles(readForms().files, () => {
    const {files, ...read} = readForms()
    const reason = putInForce(forms, read)
    if (reason !== undefined) {
      if (reason !== refused) log({level: 'error', event: 'forms_file_invalid', reason})
      refused = reason
      return files
    }
    onForms(forms.paths)
    if (forms.hasChanged || refused !== '') log({level: 'info', event: 'forms_changed', forms: forms.paths.length})
    refused = ''
    absent?.check()
    return files
  })
  const reason = putInForce(forms, readForms())
  if (reason !== undefined) {
    stopFollowing()
    throw new ConfigurationError([reason])
  }
  onForms(forms.paths)
  absent?.check()
  return {
    path: forms.paths[0]!, // there is at least one
    handleRequest: forms.handleRequest,
    ids,
    attempts: () => forms.attempts,
    async close() {
      stopFollowing() // forms that come into force now would not be closed
      await forms.close()
    },
    async release() {
      stopFollowing()
      await absent?.close()
      await forms.disconnect()
    },
  }
}

/** Returns why the forms could not be put in force; those before are then still in force. */
function putInForce(forms: FormSet, {forms: configurations, lines}: Omit<ReadForms, 'files'>): string | undefined {
  if (lines.length > 0) return lines.join('; ')
  try {
    forms.replace(configurations)
    return undefined
  } catch (error) {
    return `FORMS_FILE: ${(error as Error).message.replaceAll('\n', '; ')}` // of the options
  }
}
