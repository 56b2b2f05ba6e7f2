import type {LogEvent} from '../http/log-event.ts'

const defaultIntervalMs = 60_000
/** Causes of a form that are counted separately. Clients choose some details, so their number must be limited. */
const maxCauses = 100
/** Details that differ between events of one cause. */
const ownDetails = ['request_id', 'trace_id', 'ms', 'seconds']

interface Repeated {
  event: LogEvent
  /** Events since the last line. */
  count: number
}
/** By the event, or by its name where there are too many causes. */
type Causes = Map<string, Repeated>

/**
 * Logs the first warning or error of a cause at once, and then one line a minute with the number of further ones for as
 * long as it goes on. Events of a lead are all logged: each needs the operator's attention.
 */
export class RepeatedEvents {
  readonly #log: (event: LogEvent) => void
  readonly #intervalMs: number
  /** By the path of the form; undefined for events of no form. */
  readonly #causesOfForms = new Map<unknown, Causes>()
  #timer: NodeJS.Timeout | undefined

  constructor(log: (event: LogEvent) => void, intervalMs = defaultIntervalMs) {
    this.#log = log
    this.#intervalMs = intervalMs
  }

  log(event: LogEvent): void {
    if (event.level === 'info' || event.lead !== undefined) return this.#log(event)
    const common = withoutOwnDetails(event)
    const causes = this.#causesOfForms.get(event.form) ?? new Map<string, Repeated>()
    const key = toKey(causes, common)
    const repeated = causes.get(key)
    if (repeated) {
      repeated.count += 1
      return
    }
    this.#causesOfForms.set(event.form, causes.set(key, {event: common, count: 0}))
    this.#timer ??= setInterval(() => this.summarise(), this.#intervalMs).unref()
    this.#log(event)
  }

  /** Logs the numbers of repeated events now, and forgets the causes that have ended. */
  summarise(): void {
    for (const [form, causes] of this.#causesOfForms) {
      this.#summariseCauses(causes)
      if (causes.size === 0) this.#causesOfForms.delete(form)
    }
    if (this.#causesOfForms.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  /** The next event of this form with this name is a new one. */
  forget(name: LogEvent['event'], form?: unknown): void {
    const causes: Causes = this.#causesOfForms.get(form) ?? new Map()
    for (const [key, {event}] of causes) if (event.event === name) causes.delete(key)
  }

  close(): void {
    this.summarise()
    clearInterval(this.#timer)
  }

  #summariseCauses(causes: Causes): void {
    for (const [key, repeated] of causes) {
      const {event, count} = repeated
      repeated.count = 0
      if (count > 0) this.#log({...event, count})
      else causes.delete(key)
    }
  }
}

function toKey(causes: Causes, event: LogEvent): string {
  const key = JSON.stringify(event)
  return causes.has(key) || causes.size < maxCauses ? key : event.event
}

function withoutOwnDetails(event: LogEvent): LogEvent {
  const common = {...event}
  for (const detail of ownDetails) delete common[detail]
  return common
}
