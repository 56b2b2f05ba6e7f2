import type {Environment} from '../config/configuration-error.ts'
import type {ProxyOptions} from '../config/options.ts'
import {followSecretFile} from '../config/secret-file.ts'
import type {LogEvent} from '../http/log-event.ts'
import type {StoredOutbox} from '../outbox/stored-outbox.ts'
import {AbsentForms} from './absent-forms.ts'
import {openForm, type FormRuntime} from './open-form.ts'
import type {Served} from './served.ts'

export interface ServeFormContext extends FormRuntime {
  env: Environment
  /** For leads of forms of a file that is not configured any more. */
  store?: StoredOutbox
  log(event: LogEvent): void
}

/** Serves the form that the environment configures. */
export function serveForm(options: ProxyOptions, {env, store, log, ...runtime}: ServeFormContext): Served {
  const form = openForm(options, runtime)
  const stopFollowing = followSecretFile(env, form.settings.secret, log)
  const ids = () => ['']
  const absent = store && new AbsentForms({store, servedIds: ids, toPath: id => id, log})
  absent?.check()
  return {
    path: form.settings.path,
    handleRequest: form.handleRequest,
    ids,
    attempts: () => (form.attempts ? [form.attempts()] : []),
    close: form.close,
    async release() {
      stopFollowing()
      await absent?.close()
      await form.disconnect()
    },
  }
}
