import type {LogEvent} from '../http/log-event.ts'
import type {StoredOutbox} from '../outbox/stored-outbox.ts'

const checkIntervalMs = 3_600_000

export interface AbsentFormsContext {
  store: Pick<StoredOutbox, 'countForms' | 'findForms' | 'prune'>
  /** The names in the store of the forms that are served. */
  servedIds(): readonly string[]
  /** The path of a form by its name in the store. */
  toPath(id: string): string
  log(event: LogEvent): void
}

/**
 * Logs how many leads wait for forms that are not served, and deletes those that have expired. Without their form they have no
 * account.
 */
export class AbsentForms {
  readonly #context: AbsentFormsContext
  readonly #timer: NodeJS.Timeout
  #running: Promise<void> = Promise.resolve()

  constructor(context: AbsentFormsContext) {
    this.#context = context
    this.#timer = setInterval(() => this.check(), checkIntervalMs).unref()
  }

  /** Checks now; call it when other forms are served. */
  check(): void {
    // The served forms report errors of the store.
    this.#running = this.#running.then(() => this.#check()).catch(() => {})
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#running
  }

  async #check(): Promise<void> {
    const {store, servedIds, toPath, log} = this.#context
    const now = Date.now()
    const counts = await store.countForms(now)
    for (const id of await store.findForms()) {
      if (servedIds().includes(id)) continue
      const form = toPath(id)
      const {pending = 0, sending = 0} = counts[id] ?? {} // of a form whose leads are all delivered
      if (pending + sending > 0) log({level: 'warn', event: 'form_absent', form, leads: pending + sending})
      const expired = await store.prune(now, id)
      if (expired > 0) log({level: 'warn', event: 'leads_expired', form, leads: expired})
    }
  }
}
