import type {LogEvent} from '../http/log-event.ts'
import type {ApiHealth} from './api-health.ts'
import type {Clock} from './clock.ts'
import type {Outbox} from './outbox.ts'
import {PauseReminder} from './pause-reminder.ts'

const watchIntervalMs = 15_000
/** Counting the leads takes time in a store with many of them. */
const pauseCheckIntervalMs = 3_600_000

interface WatchContext {
  outbox: Pick<Outbox, 'counts'>
  health: ApiHealth
  clock: Clock
  stop: AbortSignal
  log(event: LogEvent): void
}

/** Reports an outage of the contact API, and a pause that the operator may have forgotten. */
export class QueueWatch {
  readonly #context: WatchContext
  readonly #reminder = new PauseReminder()
  #nextPauseCheck: number

  constructor(context: WatchContext) {
    this.#context = context
    this.#nextPauseCheck = context.clock.elapsed()
  }

  /** Checks regularly until `stop` aborts. */
  async run(): Promise<void> {
    const {clock, stop} = this.#context
    for (;;) {
      await clock.wait(watchIntervalMs, stop)
      if (stop.aborted) return
      await this.check()
    }
  }

  /** Logs what is due to be reported. */
  async check(): Promise<void> {
    const {outbox, health, clock, log} = this.#context
    const now = clock.elapsed()
    const isPauseCheckDue = now >= this.#nextPauseCheck
    if (!health.isDue(now) && !isPauseCheckDue) return
    const counts = await outbox.counts(clock.now()).catch(() => undefined)
    if (!counts) return // the store's error is reported where a lead is stored or claimed
    if (isPauseCheckDue) this.#nextPauseCheck = now + pauseCheckIntervalMs
    const events = [health.report(now, counts.pending + counts.sending), this.#reminder.check(counts.paused, now)]
    for (const event of events) if (event) log(event)
  }
}
