import type {LogEvent} from '../http/log-event.ts'
import type {Pause} from './retry-policy.ts'

const hourMs = 3_600_000
const reminderIntervalMs = 24 * hourMs

/** Reminds the operator daily of a pause by `pause`, and once soon after a start. */
export class PauseReminder {
  #hasLooked = false
  #since: number | undefined
  #remindedAt = 0

  /**
   * Takes in whether the queue is paused, and returns the event if a reminder is due. `hours` count from when this
   * process first saw the pause.
   */
  check(paused: Pause | undefined, now: number): LogEvent | undefined {
    const isFirstLook = !this.#hasLooked
    this.#hasLooked = true
    if (paused?.reason !== 'operator') {
      this.#since = undefined
      return undefined
    }
    if (this.#since === undefined) {
      this.#since = now
      this.#remindedAt = isFirstLook ? -Infinity : now // the operator has paused a running proxy just now
    }
    if (now - this.#remindedAt < reminderIntervalMs) return undefined
    this.#remindedAt = now
    const hours = Math.round((now - this.#since) / hourMs)
    return {level: 'warn', event: 'queue_still_paused', reason: paused.reason, hours}
  }
}
