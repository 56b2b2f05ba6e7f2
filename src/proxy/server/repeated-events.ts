import type {LogEvent} from '../http/log-event.ts'

const defaultIntervalMs = 60_000
/** Causes that are counted separately. Clients choose some details, so their number must be limited. */
const maxCauses = 100
/** Details that differ between events of one cause. */
const ownDetails = ['request_id', 'trace_id', 'ms', 'seconds']

interface Repeated {
  event: LogEvent
  /** Events since the last line. */
  count: number
}

/**
 * Logs the first warning or error of a cause at once, and then one line a minute with the number of further ones for as
 * long as it goes on. Events of a lead are all logged: each needs the operator's attention.
 */
export class RepeatedEvents {
  readonly #log: (event: LogEvent) => void
  readonly #intervalMs: number
  readonly #causes = new Map<string, Repeated>()
  #timer: NodeJS.Timeout | undefined

  constructor(log: (event: LogEvent) => void, intervalMs = defaultIntervalMs) {
    this.#log = log
    this.#intervalMs = intervalMs
  }

  log(event: LogEvent): void {
    if (event.level === 'info' || event.lead !== undefined) return this.#log(event)
    const common = withoutOwnDetails(event)
    const key = this.#toKey(common)
    const repeated = this.#causes.get(key)
    if (repeated) {
      repeated.count += 1
      return
    }
    this.#causes.set(key, {event: common, count: 0})
    this.#timer ??= setInterval(() => this.summarise(), this.#intervalMs).unref()
    this.#log(event)
  }

  /** Logs the numbers of repeated events now, and forgets the causes that have ended. */
  summarise(): void {
    for (const [key, repeated] of this.#causes) {
      const {event, count} = repeated
      repeated.count = 0
      if (count > 0) this.#log({...event, count})
      else this.#causes.delete(key)
    }
    if (this.#causes.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  /** The next event with this name is a new one. */
  forget(name: LogEvent['event']): void {
    for (const [key, {event}] of this.#causes) if (event.event === name) this.#causes.delete(key)
  }

  close(): void {
    this.summarise()
    clearInterval(this.#timer)
  }

  #toKey(event: LogEvent): string {
    const key = JSON.stringify(event)
    return this.#causes.has(key) || this.#causes.size < maxCauses ? key : event.event
  }
}

function withoutOwnDetails(event: LogEvent): LogEvent {
  const common = {...event}
  for (const detail of ownDetails) delete common[detail]
  return common
}
