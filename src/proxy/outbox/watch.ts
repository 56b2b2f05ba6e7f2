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

/** Reports an outage of the contact API, and a pause that the operator may have forgotten, until `stop` aborts. */
export async function watchQueue({outbox, health, clock, stop, log}: WatchContext): Promise<void> {
  const reminder = new PauseReminder()
  let nextPauseCheck = clock.elapsed()
  for (;;) {
    await clock.wait(watchIntervalMs, stop)
    if (stop.aborted) return
    const now = clock.elapsed()
    const isPauseCheckDue = now >= nextPauseCheck
    if (!health.isDue(now) && !isPauseCheckDue) continue
    const counts = await outbox.counts(clock.now()).catch(() => undefined)
    if (!counts) continue // the store's error is reported where a lead is stored or claimed
    if (isPauseCheckDue) nextPauseCheck = now + pauseCheckIntervalMs
    const events = [health.report(now, counts.pending + counts.sending), reminder.check(counts.paused, now)]
    for (const event of events) if (event) log(event)
  }
}
